import { isObject, type Json } from '../../model/json.ts';
import { DIRECTIVE, identityOf, insertionSort } from './json-map.ts';

const isDeletion = (item: Json): boolean => isObject(item) && item[DIRECTIVE] === 'delete';

/** Sorts `items` as they stand in `order`; deletions go to the end. */
export function sortByOrder(items: readonly Json[], order: readonly Json[], mergeKey: string): Json[] {
  const position = positionsOf(order, mergeKey);
  const kept = items.filter((item) => !isDeletion(item));
  const sorted = insertionSort(kept, (a, b) => {
    const [first, second] = [position(a), position(b)];
    return first < 0 || second < 0 || first < second;
  });
  return [...sorted, ...items.filter(isDeletion)];
}

/**
 * The order of a merged list: what the patch speaks of in the order it wants, what only the server has in the order it was, and the second put before
 * the first it stood before. Server `a b c d`, wanted `d b`: `a c d b`, for `a` and `c` stood before `d`.
 */
export function mergeOrder(merged: readonly Json[], wanted: readonly Json[], before: readonly Json[], mergeKey: string): Json[] {
  const isWanted = positionsOf(wanted, mergeKey);
  const patchItems = sortByOrder(
    merged.filter((item) => isWanted(item) >= 0),
    wanted,
    mergeKey,
  );
  const serverOnly = sortByOrder(
    merged.filter((item) => isWanted(item) < 0),
    before,
    mergeKey,
  );
  const position = positionsOf(before, mergeKey);
  const result: Json[] = [];
  let next = 0;
  for (const item of patchItems) {
    for (let other = serverOnly[next]; other !== undefined && stoodBefore(position(other), position(item)); other = serverOnly[next]) {
      result.push(other);
      next += 1;
    }
    result.push(item);
  }
  return [...result, ...serverOnly.slice(next)];
}

const stoodBefore = (a: number, b: number): boolean => a >= 0 && b >= 0 && a < b;

/** Where an item's identity first stands in a list; -1 where it does not. */
function positionsOf(list: readonly Json[], mergeKey: string): (item: Json) => number {
  const positions = new Map<Json | undefined, number>();
  list.forEach((item, i) => {
    const identity = identityOf(item, mergeKey);
    if (!positions.has(identity)) positions.set(identity, i);
  });
  return (item) => positions.get(identityOf(item, mergeKey)) ?? -1;
}
