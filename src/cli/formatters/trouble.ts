import type { Json, JsonObject } from '../../model/json.ts';
import type { PreviewTrouble, TroubleCause, TroubleTree } from '../../workspace/preview.ts';
import { locationJson } from './finding.ts';
import type { LinesOf } from './read-lines.ts';

/** A problem of a preview as the machine formats show it, with what it comes of. */
export const troubleJson = ({ severity, ...cause }: PreviewTrouble, linesOf: LinesOf): JsonObject => ({
  severity,
  ...causeJson(cause, linesOf),
});

const causeJson = (cause: TroubleCause, linesOf: LinesOf): JsonObject => ({
  ...factsJson(cause, linesOf),
  ...(cause.causes.length > 0 && { causes: cause.causes.map((each): Json => causeJson(each, linesOf)) }),
});

/** What nothing is behind, with what comes of it. */
export const rootJson = (tree: TroubleTree, linesOf: LinesOf): JsonObject => ({
  severity: tree.severity,
  ...factsJson(tree, linesOf),
  consequences: tree.consequences.map((each): Json => rootJson(each, linesOf)),
});

function factsJson({ object, reason, message, places = [], remedy }: Omit<TroubleCause, 'causes'>, linesOf: LinesOf): JsonObject {
  const [at, ...related] = places.map((place) => locationJson(place, linesOf(place.source)?.index));
  return {
    object: { ...object },
    reason,
    message,
    ...(at && { at }),
    ...(related.length > 0 && { related }),
    ...(remedy !== undefined && { remedy }),
  };
}
