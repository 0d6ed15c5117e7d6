import { isObject, setOwn, type Json, type JsonObject } from '../../model/json.ts';
import { mergeOrder } from './element-order.ts';
import {
  DELETE_SCALARS,
  DIRECTIVE,
  RETAIN_KEYS,
  SET_ORDER,
  identityOf,
  isList,
  keysOf,
  sameType,
  withoutDuplicates,
  type JsonMap,
} from './json-map.ts';
import type { PatchField, PatchSchema } from './patch-schema.ts';

/** `apply` puts a patch on an object, as the server does; `combine` puts one patch on another and keeps nulls and directives, as clients do. */
export type Mode = 'apply' | 'combine';

/** `original` with `patch` merged into it. Neither is changed. */
export function mergeMaps(original: JsonObject, patch: JsonObject, schema: PatchSchema, mode: Mode): JsonMap {
  if (patch[DIRECTIVE] === 'replace') return without(patch, DIRECTIVE);
  if (patch[DIRECTIVE] === 'delete') return {};
  const result = retainedOf(original, patch, mode);
  const rest: JsonMap = without(patch, RETAIN_KEYS);
  for (const key of keysOf(patch)) if (key.startsWith(SET_ORDER)) mergeOrderedList(result, rest, key, schema, mode);
  for (const key of keysOf(rest)) mergeField(result, key, rest[key] ?? null, schema, mode);
  return result;
}

const without = (object: JsonObject, name: string): JsonMap =>
  Object.fromEntries(keysOf(object).flatMap((key) => (key === name ? [] : [[key, object[key] ?? null]])));

/** A copy of `original` without the fields that the patch does not retain; between patches the list is handed on. */
function retainedOf(original: JsonObject, patch: JsonObject, mode: Mode): JsonMap {
  const retained = patch[RETAIN_KEYS];
  const copy = without(original, '');
  if (!isList(retained)) return copy;
  if (mode === 'combine') copy[RETAIN_KEYS] ??= retained;
  else for (const key of keysOf(copy)) if (!retained.includes(key)) delete copy[key];
  return copy;
}

/** A list with the order that the patch wants it in. What is done leaves `rest`. */
function mergeOrderedList(result: JsonMap, rest: JsonMap, orderKey: string, schema: PatchSchema, mode: Mode): void {
  const order = rest[orderKey];
  delete rest[orderKey];
  if (!isList(order)) return;
  if (mode === 'combine') result[orderKey] ??= order;
  const key = orderKey.slice(SET_ORDER.length);
  const field = schema.field(key);
  const [present, change] = [result[key], rest[key]];
  if ((present !== undefined && !isList(present)) || (change !== undefined && !isList(change)) || (!present && !change)) return;
  const merged =
    present && change
      ? mergeLists(present, change, field, mode)
      : (present ?? withoutDirectives(change ?? []).map((item) => cleaned(item, mode)));
  result[key] = mergeOrder(
    merged,
    order,
    present && change ? serverOrder(present, change, field.mergeKey) : (present ?? []),
    field.mergeKey,
  );
  delete rest[key];
}

/**
 * The order that the server remembers of its list: without what the patch deletes, and as long as it was, so that new elements take the places of
 * deleted ones. Upstream comes to it by merging in place.
 */
function serverOrder(present: readonly Json[], change: readonly Json[], mergeKey: string): readonly Json[] {
  if (mergeKey === '') return present;
  const { kept, additions } = splitChange(present, change, mergeKey);
  const isThere = (item: Json): boolean => kept.some((other) => identityOf(other, mergeKey) === identityOf(item, mergeKey));
  return [...kept, ...additions.filter((item) => !isThere(item))].slice(0, present.length);
}

function mergeField(result: JsonMap, patchKey: string, change: Json, schema: PatchSchema, mode: Mode): void {
  const deletesScalars = patchKey.startsWith(DELETE_SCALARS);
  if (deletesScalars && mode === 'combine') {
    setOwn(result, patchKey, change);
    return;
  }
  const key = deletesScalars ? patchKey.slice(DELETE_SCALARS.length) : patchKey;
  const present = Object.hasOwn(result, key) ? result[key] : undefined;
  if (deletesScalars) {
    if (isList(present) && isList(change)) result[key] = present.filter((item) => !change.includes(item));
    return;
  }
  if (change === null && mode === 'apply') {
    delete result[key];
    return;
  }
  const field = schema.field(key);
  if (isObject(present) && isObject(change)) {
    setOwn(result, key, field.strategy === 'replace' ? change : mergeMaps(present, change, field.inner, mode));
  } else if (isList(present) && isList(change) && sameType(present, change)) {
    setOwn(result, key, field.strategy === 'merge' ? mergeLists(present, change, field, mode) : change);
  } else {
    takeNew(result, key, change, mode);
  }
}

/** A field that the object does not have, or has as something else. */
function takeNew(result: JsonMap, key: string, change: Json, mode: Mode): void {
  if (isObject(change) && Object.hasOwn(change, DIRECTIVE)) delete result[key];
  else setOwn(result, key, cleaned(change, mode));
}

function mergeLists(present: readonly Json[], change: readonly Json[], field: PatchField, mode: Mode): Json[] {
  if (present.length === 0 && change.length === 0) return [];
  const isOfMaps = isObject(present[0] ?? change[0]);
  if (!isOfMaps) return mergeOrder(withoutDuplicates([...present, ...change]), change, present, '');
  const { mergeKey } = field;
  const { kept, additions } = splitChange(present, change, mergeKey);
  const merged = [...kept];
  for (const addition of additions) {
    const at = merged.findIndex((item) => identityOf(item, mergeKey) === identityOf(addition, mergeKey));
    const before = merged[at];
    if (before !== undefined && isObject(before) && isObject(addition)) merged[at] = mergeMaps(before, addition, field.inner, mode);
    else merged.push(addition);
  }
  return mergeOrder(merged, additions, kept, mergeKey);
}

/** What a change leaves of a list of maps, and what it adds or merges. */
function splitChange(
  present: readonly Json[],
  change: readonly Json[],
  mergeKey: string,
): { readonly kept: readonly Json[]; readonly additions: readonly Json[] } {
  const additions = change.filter((item) => !isObject(item) || !Object.hasOwn(item, DIRECTIVE));
  if (change.some((item) => isObject(item) && item[DIRECTIVE] === 'replace')) return { kept: [], additions };
  const deleted = change.flatMap((item) => (isObject(item) && item[DIRECTIVE] === 'delete' ? [item[mergeKey]] : []));
  return { kept: present.filter((item) => !deleted.includes(identityOf(item, mergeKey))), additions };
}

/** A new value as it is stored: without directives and, where nulls only delete, without nulls in maps. */
function cleaned(value: Json, mode: Mode): Json {
  if (isList(value)) return withoutDirectives(value).map((item) => cleaned(item, mode));
  if (!isObject(value)) return value;
  const result: JsonMap = {};
  for (const key of keysOf(value)) {
    const item = value[key] ?? null;
    if ((item === null && mode === 'apply') || (isObject(item) && Object.hasOwn(item, DIRECTIVE))) continue;
    setOwn(result, key, cleaned(item, mode));
  }
  return result;
}

const withoutDirectives = (list: readonly Json[]): Json[] => list.filter((item) => !isObject(item) || !Object.hasOwn(item, DIRECTIVE));
