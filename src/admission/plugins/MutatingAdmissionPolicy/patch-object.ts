import type { KubernetesObject } from '../../../cluster/object.ts';
import { goQuote } from '../../../model/go-text.ts';
import { apiVersionOf, parseApiVersion } from '../../../model/group-version-kind.ts';
import { deepCopy, isObject } from '../../../model/json.ts';
import { decodeStructValue } from '../../../schema/decode.ts';
import { encode } from '../../../schema/encode.ts';
import { shortTypeName, type Resource } from '../../../schema/registry.ts';
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
function decoded(document: unknown, resource: Resource, context: AdmissionContext): Mutated {
  if (resource.type !== '') return decodedStruct(document, resource, context);
  const object = deepCopy<Record<string, unknown>>(isObject(document) ? document : {});
  context.kinds.setDefaults(object, resource);
  return { object: asObject(object) };
}

/** What a document is read as is what it says that it is; without a word of it, what it was. */
function decodedStruct(document: unknown, resource: Resource, { registry, kinds }: AdmissionContext): Mutated {
  const internal = (error: string): Mutated => ({ error, isInternal: true });
  if (!isObject(document)) return internal(NO_OBJECT);
  const apiVersion = String(document.apiVersion || apiVersionOf(resource.gvk));
  const kind = String(document.kind || resource.gvk.kind);
  const gvk = { ...(parseApiVersion(apiVersion) ?? { group: '', version: apiVersion }), kind };
  const said = registry.resource(gvk);
  if (!said)
    return internal(`no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`);
  const read = decodeStructValue(registry, said.type, document);
  if (read.object === undefined) return internal(read.error);
  if (kind !== resource.gvk.kind || gvk.group !== resource.gvk.group) {
    const [from, to] = [shortTypeName(said.type), `${resource.gvk.group.split('.')[0] || 'core'}.${resource.gvk.kind}`];
    return internal(`failed to convert object: converting (${from}) to (${to}): unknown conversion`);
  }
  const object = { ...read.object, apiVersion, kind };
  kinds.setDefaults(object, said);
  return { object: kinds.convert(asObject(object), resource) };
}

const NO_OBJECT = `couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string ${goQuote('json:"apiVersion,omitempty"')}; Kind string ${goQuote('json:"kind,omitempty"')} }`; // prettier-ignore

/** What was an object of a kind before its mutation is one after it. */
const asObject = (object: Readonly<Record<string, unknown>>): KubernetesObject => ({
  ...object,
  apiVersion: String(object.apiVersion),
  kind: String(object.kind),
  metadata: isObject(object.metadata) ? (object.metadata as KubernetesObject['metadata']) : {},
});
