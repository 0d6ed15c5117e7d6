import { goQuote } from '../model/go-text.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { kindOf, problemText, startDecoding, type DecodeState } from './decode-state.ts';
import { decodeValue } from './decode-value.ts';
import type { Resource, SchemaRegistry } from './registry.ts';
import { sortedGoJson } from '../model/sorted-json.ts';

/** An object in canonical form, or the message of the API server's refusal (400). */
export type Decoded =
  { readonly object: Record<string, unknown>; readonly error?: undefined } | { readonly object?: undefined; readonly error: string };

/**
 * Decodes a body as kube-apiserver does with `fieldValidation=Strict`. The object is a private, mutable copy in canonical form: nulls are gone,
 * quantities, times and base64 are as the server prints them, zero values of scalars that are no pointers are absent.
 */
export function decode(registry: SchemaRegistry, resource: Resource, value: JsonObject): Decoded {
  const object = quickly(registry, resource.type, value);
  if (object && !hasOddTypeMeta(value)) return { object };
  const wrongTypeMeta = typeMetaProblem(value);
  if (wrongTypeMeta !== undefined) {
    const summary = summarize(value);
    return {
      error: `the object provided is unrecognized (must be of type ${resource.gvk.kind}): couldn't get version/kind; json parse error: ${wrongTypeMeta} (${summary})`,
    };
  }
  const problem = thoroughly(registry, resource.type, value);
  if (problem === undefined) return { object: object ?? {} };
  return {
    error: `${resource.gvk.kind} in version ${goQuote(resource.gvk.version)} cannot be handled as a ${resource.gvk.kind}: ${problem}`,
  };
}

/** The object as far as it can be decoded: what the server would object to is left out. */
export function decodeLeniently(registry: SchemaRegistry, { type: name }: Resource, value: JsonObject): Record<string, unknown> {
  const state = startDecoding(registry, { strict: false, thorough: false, lenient: true });
  const object = decodeValue(state, { kind: 'struct', name }, value);
  return isRecord(object) ? object : {};
}

/** The same for a value of any struct (`k8s.io/api/core/v1.PodSpec`); the error is the decoder's alone. */
export function decodeStructValue(registry: SchemaRegistry, typeName: string, value: Json): Decoded {
  const object = quickly(registry, typeName, value);
  return object ? { object } : { error: thoroughly(registry, typeName, value) ?? '' };
}

/** Any order of keys, no words: undefined at the first objection. */
function quickly(registry: SchemaRegistry, typeName: string, value: Json): Record<string, unknown> | undefined {
  const state = startDecoding(registry, { strict: true, thorough: false });
  const object = decodeValue(state, { kind: 'struct', name: typeName }, value);
  return state.fatal === undefined && isRecord(object) ? object : undefined;
}

function thoroughly(registry: SchemaRegistry, typeName: string, value: Json): string | undefined {
  const state = startDecoding(registry, { strict: true, thorough: true });
  decodeValue(state, { kind: 'struct', name: typeName }, value);
  return objection(state);
}

const isRecord = (value: unknown): value is Record<string, unknown> => isObject(value);

function objection({ fatal, saved, unknown }: DecodeState): string | undefined {
  const problem = fatal ?? saved;
  if (problem !== undefined) return problemText(problem);
  return unknown.size === 0
    ? undefined
    : `strict decoding error: ${[...unknown].map((path) => `unknown field ${goQuote(path)}`).join(', ')}`;
}

/** Spellings of `kind` and `apiVersion` that the first, case-insensitive look at the body takes for them. */
const TYPE_META = /^(?:kind|apiversion)$/i;
const hasOddTypeMeta = (value: JsonObject): boolean =>
  Object.keys(value).some(
    (key) => key !== 'kind' && key !== 'apiVersion' && TYPE_META.test(key) && typeof value[key] !== 'string' && value[key] !== null,
  );

function typeMetaProblem(value: JsonObject): string | undefined {
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (!TYPE_META.test(key) || item === undefined || item === null || typeof item === 'string') continue;
    const name = key.toLowerCase() === 'kind' ? 'kind' : 'apiVersion';
    return `json: cannot unmarshal ${kindOf(item)} into Go struct field .${name} of type string`;
  }
  return undefined;
}

function summarize(value: JsonObject): string {
  const body = sortedGoJson(value);
  return body.length > 30 ? `${body.slice(0, 30)} ...` : body;
}
