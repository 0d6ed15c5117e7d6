import type { KubernetesObject } from '../../../cluster/object.ts';
import { deepCopy, isObject, type JsonObject } from '../../../model/json.ts';
import { decodeStructValue } from '../../../schema/decode.ts';
import { encode } from '../../../schema/encode.ts';
import type { Resource } from '../../../schema/registry.ts';
import { builtInType } from '../../../schema/structured-merge/built-in-type.ts';
import { checkValue, mergeErrorsText, NULL_VALUE } from '../../../schema/structured-merge/check-value.ts';
import { customType } from '../../../schema/structured-merge/custom-type.ts';
import { findAtomics } from '../../../schema/structured-merge/find-atomics.ts';
import { DEDUCED } from '../../../schema/structured-merge/merge-type.ts';
import { mergeValues } from '../../../schema/structured-merge/merge-values.ts';
import { elementsOf, isList, isMap, type Value } from '../../../schema/cel/value.ts';
import type { AdmissionContext } from '../../plugin.ts';
import { applyJsonPatch, type PatchOperation } from './apply-json-patch.ts';
import { jsonOf, typeNameErrors } from './json-of.ts';

/** The object after a mutation, or why there is none: an error of the policy's, or one that ends the request. */
export type Mutated = { readonly object: KubernetesObject } | { readonly error: string; readonly isInternal?: true };

/** Applies what the expression of a JSON patch has come to: a list of `JSONPatch`. */
export function patchObject(object: KubernetesObject, patches: Value, resource: Resource, context: AdmissionContext): Mutated {
  const operations: PatchOperation[] = [];
  for (const patch of isList(patches) ? elementsOf(patches) : []) {
    const operation = operationOf(patch);
    if ('error' in operation) return operation;
    operations.push(operation);
  }
  const patched = applyJsonPatch(printed(object, resource, context), operations);
  if ('error' in patched) return { error: `JSON Patch: ${patched.error}` };
  if ('kind' in patched) return { object };
  return decoded(patched.document, resource, context);
}

function operationOf(patch: Value): PatchOperation | { readonly error: string } {
  const text = (name: string): string => {
    const value = isMap(patch) ? patch.find(name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  const operation = { op: text('op'), path: text('path'), from: text('from') };
  const value = isMap(patch) ? patch.find('value') : undefined;
  if (value === undefined) return { ...operation, value };
  const json = jsonOf(value);
  if ('error' in json) return { error: `JSONPath valueExpression evaluated to a type that could not marshal to JSON: ${json.error}` };
  const wrong = isMap(value) && value.objectType !== undefined ? typeNameErrors(value, value.objectType) : [];
  return wrong.length > 0 ? { error: `type mismatch: ${wrong.join('\n')}` } : { ...operation, value: json.json };
}

/** Merges what the expression of an apply configuration has come to: an `Object`. */
export function applyConfiguration(object: KubernetesObject, configuration: Value, resource: Resource, context: AdmissionContext): Mutated {
  const json = jsonOf(configuration, NULL_VALUE);
  if ('error' in json) return { error: json.error };
  const wrong = typeNameErrors(configuration, 'Object');
  if (wrong.length > 0) return { error: `type mismatch: ${wrong.join('\n')}` };
  const { apiVersion, kind } = object;
  const patch = { ...(isObject(json.json) ? json.json : {}), apiVersion, kind };
  const schema = context.kinds.schema(resource);
  const type =
    resource.type !== '' ? builtInType(context.registry, resource.type) : schema ? customType(schema, context.registry) : DEDUCED;
  const errors = checkValue(patch, type);
  if (errors.length > 0)
    return { error: `error applying patch: failed to convert patch object to typed object: ${mergeErrorsText(errors)}` };
  const atomics = findAtomics(patch, type);
  if (atomics.length > 0)
    return {
      error: `error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: ${atomics.join(', ')}`,
    };
  return decoded(mergeValues(printed(object, resource, context), patch, type), resource, context);
}

const printed = (object: KubernetesObject, { type }: Resource, { registry }: AdmissionContext): unknown =>
  type === '' ? object : encode(registry, type, object);

/** Reads a mutated document back; fields that are unknown or of another type end the request. */
function decoded(document: unknown, resource: Resource, { registry, kinds }: AdmissionContext): Mutated {
  const json: JsonObject = isObject(document) ? document : {};
  const read =
    resource.type === '' ? { object: deepCopy<Record<string, unknown>>(json) } : decodeStructValue(registry, resource.type, json);
  if (read.object === undefined) return { error: read.error, isInternal: true };
  const object = { ...read.object };
  kinds.setDefaults(object, resource);
  return { object: asObject(object) };
}

/** What was an object of a kind before its mutation is one after it. */
const asObject = (object: Readonly<Record<string, unknown>>): KubernetesObject => ({
  ...object,
  apiVersion: String(object.apiVersion),
  kind: String(object.kind),
  metadata: isObject(object.metadata) ? (object.metadata as KubernetesObject['metadata']) : {},
});
