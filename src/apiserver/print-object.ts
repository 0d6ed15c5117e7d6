import type { KubernetesObject } from '../cluster/object.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { printMetadata } from '../schema/crd/decode-metadata.ts';
import { encode } from '../schema/encode.ts';
import type { Resource, SchemaRegistry } from '../schema/registry.ts';

/**
 * An object as the server prints it in the version of `resource`; custom resources are printed as they are stored but for their metadata, and so is the
 * `Status` that tells of a success.
 */
export function printObject(registry: SchemaRegistry, resource: Resource, object: KubernetesObject): JsonObject {
  const printed: unknown = formOf(registry, resource, object);
  return isObject(printed) ? printed : {};
}

function formOf(registry: SchemaRegistry, resource: Resource, object: KubernetesObject): unknown {
  if (object.kind === 'Status') return object;
  if (resource.type === '') return { ...object, metadata: printMetadata(object.metadata, registry.release) };
  return encode(registry, resource.type, object);
}
