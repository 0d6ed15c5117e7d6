import { isObject, type Json, type JsonObject } from '../../model/json.ts';

/** An object under construction. */
export type JsonMap = Record<string, Json>;

export const DIRECTIVE = '$patch';
export const RETAIN_KEYS = '$retainKeys';
export const SET_ORDER = '$setElementOrder/';
export const DELETE_SCALARS = '$deleteFromPrimitiveList/';

/** The keys that have a value; `null` is one. */
export const keysOf = (object: JsonObject): string[] => Object.keys(object).filter((key) => object[key] !== undefined);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** An element's merge key, or the scalar itself. */
export const identityOf = (value: Json, mergeKey: string): Json | undefined =>
  mergeKey !== '' && isObject(value) ? value[mergeKey] : value;

/** How a key is ordered: as Go prints it. */
export const keyText = (value: Json | undefined): string => (value === undefined || value === null ? '<nil>' : String(value));

/** Whether two values are of one JSON type. */
export const sameType = (a: Json, b: Json): boolean =>
  isObject(a) === isObject(b) && isList(a) === isList(b) && (a === null) === (b === null) && typeOf(a) === typeOf(b);

const typeOf = (value: Json): string => (typeof value === 'bigint' ? 'number' : typeof value);

/** Sorts as Go sorts short lists: each element moves forward while it comes before the one in front of it. What is equal may change places. */
export function insertionSort<T>(list: readonly T[], comesBefore: (a: T, b: T) => boolean): T[] {
  const sorted: T[] = [];
  for (const item of list) {
    let at = sorted.length;
    for (let before = sorted[at - 1]; at > 0 && before !== undefined && comesBefore(item, before); before = sorted[at - 1]) at -= 1;
    sorted.splice(at, 0, item);
  }
  return sorted;
}

/** Drops scalars that stand in the list already; the last one takes the place of a dropped one. */
export function withoutDuplicates(list: readonly Json[]): Json[] {
  const result = [...list];
  for (let i = 0; i < result.length; i++) {
    for (let j = i + 1; j < result.length; j++) {
      if (result[i] !== result[j]) continue;
      const last = result.pop();
      if (j < result.length && last !== undefined) result[j] = last;
      j -= 1;
    }
  }
  return result;
}
