import { isObject, own, type Json, type JsonObject } from '../../model/json.ts';

/** The value at a path of field names. */
export function at(object: JsonObject, ...path: readonly string[]): Json | undefined {
  let value: Json | undefined = object;
  for (const name of path) value = isObject(value) ? own(value, name) : undefined;
  return value;
}

/** A text field; empty when it is absent or something else. */
export function textAt(object: JsonObject, ...path: readonly string[]): string {
  const value = at(object, ...path);
  return typeof value === 'string' ? value : '';
}

/** The items of a list field; undefined when it is something else. */
export function listAt(object: JsonObject, ...path: readonly string[]): readonly Json[] | undefined {
  const value = at(object, ...path);
  return Array.isArray(value) ? value : undefined;
}
