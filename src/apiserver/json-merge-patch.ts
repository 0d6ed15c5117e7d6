import { deepEqual, isObject, setOwn, type Json, type JsonObject } from '../model/json.ts';

type JsonMap = Record<string, Json>;

/** The three-way apply of kinds without merge rules (custom resources): maps are merged, everything else is replaced. None of the three is changed. */
export function applyThreeWayJson(original: JsonObject, modified: JsonObject, live: JsonObject): JsonMap {
  return mergeJson(mergeJson(live, deletionsOf(original, modified)), additionsOf(live, modified));
}

/** RFC 7386: `null` in the patch removes a field. */
export function mergeJson(object: JsonObject, patch: JsonObject): JsonMap {
  const result: JsonMap = {};
  for (const [key, value] of Object.entries(object)) if (value !== undefined) setOwn(result, key, value);
  for (const [key, value] of Object.entries(patch)) {
    const present = Object.hasOwn(result, key) ? result[key] : undefined;
    if (value === null) delete result[key];
    else if (isObject(value)) setOwn(result, key, mergeJson(isObject(present) ? present : {}, value));
    else if (value !== undefined) setOwn(result, key, value);
  }
  return result;
}

/** What `modified` sets that `live` does not have so; its nulls say nothing. */
function additionsOf(live: JsonObject, modified: JsonObject): JsonMap {
  const patch: JsonMap = {};
  for (const [key, value] of Object.entries(modified)) {
    const present = Object.hasOwn(live, key) ? live[key] : undefined;
    if (value === undefined || value === null || deepEqual(present, value)) continue;
    if (isObject(value) && isObject(present)) {
      const inner = additionsOf(present, value);
      if (Object.keys(inner).length > 0) setOwn(patch, key, inner);
    } else setOwn(patch, key, value);
  }
  return patch;
}

/** Nulls for what `original` had and `modified` has no longer, or has as null. */
function deletionsOf(original: JsonObject, modified: JsonObject): JsonMap {
  const patch: JsonMap = {};
  for (const [key, before] of Object.entries(original)) {
    const after = Object.hasOwn(modified, key) ? modified[key] : undefined;
    if (after === undefined || (after === null && before !== null)) setOwn(patch, key, null);
    else if (isObject(before) && isObject(after)) {
      const inner = deletionsOf(before, after);
      if (Object.keys(inner).length > 0) setOwn(patch, key, inner);
    }
  }
  return patch;
}
