import { apiVersionOf } from '../model/group-version-kind.ts';
import { goQuote } from '../model/go-text.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { badRequest, type Status } from '../model/status.ts';
import { decodeCustomResource } from '../schema/crd/decode-custom-resource.ts';
import { decode } from '../schema/decode.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { Route } from './find-resource.ts';
import type { MutableObject } from './server-context.ts';

/** The body as a private, mutable object in canonical form, or the 400 of the server. Custom resources are decoded by the schema of their CRD. */
export function decodeObject(registry: SchemaRegistry, route: Route, body: JsonObject): MutableObject | { readonly failure: Status } {
  const { resource, custom, kind } = route;
  const { gvk } = resource;
  if (kind !== gvk.kind) {
    const problem = `no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersionOf(gvk))} in scheme "pkg/runtime/scheme.go:111"`;
    return { failure: badRequest(`${kind} in version ${goQuote(gvk.version)} cannot be handled as a ${gvk.kind}: ${problem}`) };
  }
  const decoded = custom ? decodeCustomResource(custom, body, registry.release) : decode(registry, resource, body);
  if (decoded.error !== undefined) return { failure: badRequest(decoded.error) };
  const metadata = isObject(decoded.object.metadata) ? decoded.object.metadata : {};
  return Object.assign(decoded.object, { apiVersion: apiVersionOf(gvk), kind: gvk.kind, metadata });
}
