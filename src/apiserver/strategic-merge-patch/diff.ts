import { deepEqual, isObject, setOwn, type Json, type JsonObject } from '../../model/json.ts';
import { sortByOrder } from './element-order.ts';
import {
  DELETE_SCALARS,
  DIRECTIVE,
  RETAIN_KEYS,
  SET_ORDER,
  identityOf,
  insertionSort,
  isList,
  keyText,
  keysOf,
  sameType,
  withoutDuplicates,
  type JsonMap,
} from './json-map.ts';
import type { PatchField, PatchSchema } from './patch-schema.ts';

/** Which half of a difference is wanted: what `modified` adds and changes, or what it no longer has. */
export type Half = 'additions' | 'deletions';

/** The strategic merge patch that makes `original` agree with `modified` in one half. */
export function diffMaps(original: JsonObject, modified: JsonObject, schema: PatchSchema, half: Half, retainKeys = false): JsonMap {
  const patch: JsonMap = {};
  for (const key of keysOf(modified)) {
    const wanted = modified[key] ?? null;
    const present = Object.hasOwn(original, key) ? original[key] : undefined;
    if (present === undefined || !sameType(present, wanted)) {
      if (half === 'additions') setOwn(patch, key, wanted);
    } else if (isObject(present) && isObject(wanted)) {
      diffMapField(patch, key, present, wanted, schema.field(key), half);
    } else if (isList(present) && isList(wanted) && schema.field(key).strategy === 'merge') {
      diffListField(patch, key, present, wanted, schema.field(key), half);
    } else if (half === 'additions' && !deepEqual(present, wanted)) {
      setOwn(patch, key, wanted);
    }
  }
  if (half === 'deletions') {
    for (const key of keysOf(original)) if (!Object.hasOwn(modified, key)) setOwn(patch, key, null);
  }
  if (retainKeys) addRetainKeys(patch, original, modified);
  return patch;
}

function diffMapField(patch: JsonMap, key: string, present: JsonObject, wanted: JsonObject, field: PatchField, half: Half): void {
  if (field.strategy === 'replace') {
    if (half === 'additions') setOwn(patch, key, wanted);
    return;
  }
  const inner = diffMaps(present, wanted, field.inner, half, field.retainKeys);
  if (keysOf(inner).length > 0) setOwn(patch, key, inner);
}

/** Names the fields that stay, when something changes or the original has others. */
function addRetainKeys(patch: JsonMap, original: JsonObject, modified: JsonObject): void {
  const retained = keysOf(modified).filter((key) => modified[key] !== null);
  if (retained.length === 0) return;
  const hasOthers = keysOf(original).some((key) => !Object.hasOwn(modified, key));
  if (keysOf(patch).length > 0 || hasOthers) patch[RETAIN_KEYS] = retained.sort();
}

function diffListField(
  patch: JsonMap,
  key: string,
  present: readonly Json[],
  wanted: readonly Json[],
  field: PatchField,
  half: Half,
): void {
  if (present.length === 0) {
    if (wanted.length > 0 && half === 'additions') setOwn(patch, key, wanted);
    return;
  }
  if (isObject(present[0] ?? wanted[0])) diffListOfMaps(patch, key, present, wanted, field, half);
  else diffListOfScalars(patch, key, present, wanted, half);
}

function diffListOfMaps(
  patch: JsonMap,
  key: string,
  present: readonly Json[],
  wanted: readonly Json[],
  { mergeKey, inner, retainKeys }: PatchField,
  half: Half,
): void {
  const originals = sortByKey(present, mergeKey);
  const modifieds = sortByKey(wanted, mergeKey);
  const changes: Json[] = [];
  const deletions: Json[] = [];
  for (let i = 0, j = 0; i < originals.length || j < modifieds.length;) {
    const [before, after] = [originals[i], modifieds[j]];
    const [beforeKey, afterKey] = [before && keyText(before[mergeKey]), after && keyText(after[mergeKey])];
    if (before && after && beforeKey === afterKey) {
      const change = diffMaps(before, after, inner, half, retainKeys);
      if (keysOf(change).length > 0) changes.push({ ...change, [mergeKey]: after[mergeKey] ?? null });
      i += 1;
      j += 1;
    } else if (after && (beforeKey === undefined || (afterKey !== undefined && beforeKey > afterKey))) {
      if (half === 'additions') changes.push(after);
      j += 1;
    } else {
      if (before && half === 'deletions') deletions.push({ [mergeKey]: before[mergeKey] ?? null, [DIRECTIVE]: 'delete' });
      i += 1;
    }
  }
  const list = [...sortByOrder(changes, wanted, mergeKey), ...deletions];
  if (list.length > 0) setOwn(patch, key, list);
  const reordered =
    present.length !== wanted.length || present.some((item, i) => identityOf(item, mergeKey) !== identityOf(wanted[i] ?? null, mergeKey));
  if (wanted.length > 0 && (list.length > 0 || (half === 'additions' && reordered))) {
    setOwn(
      patch,
      `${SET_ORDER}${key}`,
      wanted.map((item) => ({ [mergeKey]: identityOf(item, mergeKey) ?? null })),
    );
  }
}

/** Maps ordered by the text of their merge key; those of equal keys in reverse, as upstream leaves them. */
function sortByKey(list: readonly Json[], mergeKey: string): JsonObject[] {
  return insertionSort(list.filter(isObject), (a, b) => keyText(a[mergeKey]) <= keyText(b[mergeKey]));
}

function diffListOfScalars(patch: JsonMap, key: string, present: readonly Json[], wanted: readonly Json[], half: Half): void {
  const added = wanted.filter((item) => !present.includes(item));
  const removed = withoutDuplicates(present.filter((item) => !wanted.includes(item)));
  if (half === 'additions') {
    if (added.length > 0) setOwn(patch, key, added);
    if (wanted.length > 0 && !deepEqual(present, wanted)) setOwn(patch, `${SET_ORDER}${key}`, wanted);
  } else if (removed.length > 0) {
    setOwn(patch, `${DELETE_SCALARS}${key}`, removed);
    if (wanted.length > 0) setOwn(patch, `${SET_ORDER}${key}`, wanted);
  }
}
