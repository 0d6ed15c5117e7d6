import { deepCopy, isObject, own, setOwn, type Json, type JsonObject } from '../model/json.ts';
import { apiVersionOf, type GroupVersionKind } from '../model/group-version-kind.ts';
import { decode, decodeStructValue, type Decoded } from '../schema/decode.ts';
import { decodeCustomResource } from '../schema/crd/decode-custom-resource.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { DiffContext } from './context.ts';

/** An object under construction. */
export type Draft = Record<string, unknown>;

/** Metadata that only the server writes, and annotations that tools keep their books in. */
const SERVER_METADATA = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'selfLink', 'managedFields'] as const;
const BOOKKEEPING = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
];

/** The object without `null`s, status and what only the server writes, so that a manifest and the output of `kubectl get -o yaml` compare. */
export function withoutServerFields(object: JsonObject): JsonObject {
  const copy = withoutNulls(object);
  delete copy['status'];
  const metadata = copy['metadata'];
  if (!isDraft(metadata)) return asJson(copy);
  for (const field of SERVER_METADATA) delete metadata[field];
  const annotations = metadata['annotations'];
  if (isDraft(annotations)) {
    for (const name of BOOKKEEPING) delete annotations[name];
    if (Object.keys(annotations).length === 0) delete metadata['annotations'];
  }
  return asJson(copy);
}

/** An object as compared, and why the API server would not even read it. */
export interface Normalized {
  readonly object: JsonObject;
  readonly error?: string;
}

/**
 * The object as the API server would keep it: decoded, namespaced objects in their namespace, with the kind's defaults as far as they are known. One that cannot be decoded is
 * answered as it is written.
 */
export function withDefaults(object: JsonObject, gvk: GroupVersionKind, context: DiffContext): Normalized {
  const { registry, rules } = context;
  const custom = context.customOf(gvk);
  const resource = custom?.resource ?? registry.resource(gvk);
  const decoded = custom
    ? decodeCustomResource(custom, object, registry.release)
    : resource
      ? decode(registry, resource, object)
      : decodeUnknown(registry, object);
  const copy: Draft =
    decoded.error === undefined ? { ...decoded.object, apiVersion: apiVersionOf(gvk), kind: gvk.kind } : withoutNulls(object);
  const metadata = isDraft(copy['metadata']) ? copy['metadata'] : {};
  copy['metadata'] = metadata;
  if (resource?.namespaced && !metadata['namespace']) metadata['namespace'] = 'default';
  if (decoded.error !== undefined) return { object: asJson(copy), error: decoded.error };
  const strategy = context.strategyOf(gvk);
  // a strategy is given objects of its own kind, which is how it was found
  strategy?.defaults(copy as never, rules);
  strategy?.canonicalize?.(copy as never);
  strategy?.prepareForRead?.(copy as never);
  return { object: asJson(copy) };
}

/** Of a kind that nobody defines only the metadata has a type that is known. */
function decodeUnknown(registry: SchemaRegistry, object: JsonObject): Decoded {
  const copy = withoutNulls(object);
  const metadata = decodeStructValue(registry, 'k8s.io/apimachinery/pkg/apis/meta/v1.ObjectMeta', own(object, 'metadata') ?? {});
  return metadata.error === undefined ? { object: { ...copy, metadata: metadata.object } } : metadata;
}

function withoutNulls(object: JsonObject): Draft {
  const copy: Draft = {};
  for (const [name, value] of Object.entries(object)) if (value !== null && value !== undefined) setOwn(copy, name, dropNulls(value));
  return copy;
}

/** Fields that are `null` are absent; items of lists stay where they are. */
function dropNulls(value: Json): unknown {
  if (Array.isArray(value)) return value.map(dropNulls);
  return isObject(value) ? withoutNulls(value) : value;
}

export const isDraft = (value: unknown): value is Draft => isObject(value);

/** A finished draft, seen as plain JSON. */
export const asJson = (draft: Draft): JsonObject => draft as JsonObject;

/** A draft of an object. */
export const draftOf = (object: JsonObject): Draft => deepCopy(object) as Draft;
