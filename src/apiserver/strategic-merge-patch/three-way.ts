import type { JsonObject } from '../../model/json.ts';
import { diffMaps } from './diff.ts';
import type { JsonMap } from './json-map.ts';
import { mergeMaps } from './merge.ts';
import type { PatchSchema } from './patch-schema.ts';

/**
 * What `kubectl apply` sends and the server makes of it: `live` with what `modified` sets, without what `original` (the document applied before) had
 * and `modified` no longer has. What others have set since stays. None of the three is changed.
 */
export function applyThreeWay(original: JsonObject, modified: JsonObject, live: JsonObject, schema: PatchSchema): JsonMap {
  const patch = threeWayPatch(original, modified, live, schema);
  return mergeMaps(live, patch, schema, 'apply');
}

/** The patch alone. */
export function threeWayPatch(original: JsonObject, modified: JsonObject, live: JsonObject, schema: PatchSchema): JsonMap {
  const additions = diffMaps(live, modified, schema, 'additions');
  const deletions = diffMaps(original, modified, schema, 'deletions');
  return mergeMaps(deletions, additions, schema, 'combine');
}
