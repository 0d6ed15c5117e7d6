import { apiVersionOf } from '../model/group-version-kind.ts';
import { goQuote } from '../model/go-text.ts';
import { root } from '../model/field-path.ts';
import type { WebhookClientConfig } from '../model/kinds/apiextensions-v1.ts';
import type { Status } from '../model/status.ts';
import { coerceMetadata } from '../schema/crd/coerce-metadata.ts';
import type { CustomResource } from '../schema/crd/custom-resources.ts';
import { applyDefaults, pruneNulls } from '../schema/crd/defaulting.ts';
import { pruneUnknownFields } from '../schema/crd/prune.ts';
import type { SchemaProps } from '../schema/crd/schema-props.ts';
import type { Release } from '../schema/release.ts';
import type { MutableObject, ServerContext } from './server-context.ts';

/**
 * Sends a custom resource the way into storage and back: it is converted to the version that its CRD stores, which knows other fields perhaps, and again
 * to the version of the request. Answers the refusal where a webhook would have to convert whose service is not there; one that is there is taken to
 * change nothing but the version. Changes `object`.
 */
export function passThroughStorage({ cluster, rules }: ServerContext, custom: CustomResource, object: MutableObject): Status | undefined {
  const { resource, storage, schema, converter, preservesUnknownFields } = custom;
  const { gvk } = resource;
  // what the request may not set is defaulted here, such as a status
  if (storage.version === gvk.version) applyDefaults(object, schema);
  if (storage.version === gvk.version) return undefined;
  const service = converter?.service;
  const { namespace = '', name = '' } = service ?? {};
  if (service && !cluster.store.get({ group: '', kind: 'Service', namespace, name }))
    return webhookFailed(`${apiVersionOf(gvk)}, Kind=${gvk.kind}`, service);
  if (preservesUnknownFields) return undefined;
  const { release } = rules;
  fit(object, storage.schema, release);
  applyDefaults(object, storage.schema);
  fit(object, schema, release);
  return undefined;
}

function fit(object: MutableObject, schema: SchemaProps | undefined, release: Release): void {
  pruneUnknownFields(object, schema, true);
  pruneNulls(object, schema);
  coerceMetadata(object, schema, root, false, { release, dropInvalid: false });
}

function webhookFailed(
  kind: string,
  { namespace = '', name = '', path = '', port = 443 }: NonNullable<WebhookClientConfig['service']>,
): Status {
  const url = `https://${name}.${namespace}.svc:${port}${path === '' ? '/' : path}?timeout=30s`;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `conversion webhook for ${kind} failed: Post ${goQuote(url)}: service ${goQuote(name)} not found`,
    code: 500,
  };
}
