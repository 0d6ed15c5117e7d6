import { setOwn } from '../../model/json.ts';
import { isFields, type Fields } from '../crd/value.ts';
import { listKey } from './list-key.ts';
import type { ListMerge, MapMerge, MergeType } from './merge-type.ts';

/**
 * The value that comes of laying `patch` over `live`, both of which are of the type: nothing is removed; scalars and what is atomic come from the patch,
 * maps are merged by name, lists by what tells their elements apart, in the order of the patch where that changes something. `undefined` stands for absent.
 */
export function mergeValues(live: unknown, patch: unknown, type: MergeType): unknown {
  if (patch === undefined) return live;
  if (live === undefined) return patch;
  if (type.map && isMergeable(live, isFields) && isMergeable(patch, isFields)) return mergeMaps(live, patch, type.map);
  if (type.list && isMergeable(live, Array.isArray) && isMergeable(patch, Array.isArray)) return mergeLists(live, patch, type.list);
  return patch;
}

/** Null stands for an empty map or list. */
const isMergeable = <T>(value: unknown, isKind: (value: unknown) => value is T): value is T | null => value === null || isKind(value);

function mergeMaps(live: Fields | null, patch: Fields | null, map: MapMerge): unknown {
  const [before, over] = [live ?? {}, patch ?? {}];
  const isEmpty = Object.keys(before).length === 0 && Object.keys(over).length === 0;
  if (map.isAtomic || isEmpty) return patch;
  const merged: Fields = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(over)])) {
    const value = mergeValues(ownOf(before, name), ownOf(over, name), map.member(name) ?? {});
    if (value !== undefined) setOwn(merged, name, value);
  }
  return merged;
}

const ownOf = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

function mergeLists(live: readonly unknown[] | null, patch: readonly unknown[] | null, list: ListMerge): unknown {
  const [before, over] = [live ?? [], patch ?? []];
  if (list.relation === 'atomic' || (before.length === 0 && over.length === 0)) return patch;
  const left = keyed(before, list);
  const right = keyed(over, list);
  const shared = right.keys.filter((key) => left.values.has(key));
  let next = shared.shift();
  const merged: unknown[] = [];
  const done = new Set<string>();
  const take = (key: string, own: unknown): void => void merged.push(mergeValues(own, right.values.get(key), list.element()));
  for (let l = 0, r = 0; l < left.keys.length || r < right.keys.length;) {
    const [mine, other] = [left.keys[l], right.keys[r]];
    if (mine !== undefined && other !== undefined) {
      if (mine === other) {
        done.add(mine);
        take(mine, left.values.get(mine));
        l++;
        r++;
        next = shared.shift();
        continue;
      }
      // shared, but not what the patch has next: it comes where the patch has it
      if (right.values.has(mine) && next !== undefined && next !== mine) {
        l++;
        continue;
      }
    }
    if (mine !== undefined) {
      if (!right.values.has(mine)) {
        merged.push(before[l]);
        l++;
        continue;
      }
      if (done.has(mine)) l++;
    }
    if (other !== undefined) {
      done.add(other);
      take(other, left.values.get(other));
      r++;
      if (next === other) next = shared.shift();
    }
  }
  return merged;
}

/** The elements by what tells them apart; those that occur more than once are not merged. */
function keyed(
  items: readonly unknown[],
  list: ListMerge,
): { readonly keys: readonly string[]; readonly values: ReadonlyMap<string, unknown> } {
  const values = new Map<string, unknown>();
  const keys = items.map((item, i) => {
    const found = listKey(list, item);
    const key = 'error' in found ? `#${i}` : found.key;
    values.set(key, values.has(key) ? undefined : item);
    return key;
  });
  return { keys, values };
}
