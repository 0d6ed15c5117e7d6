import type { Diagnostic, Location } from '../../diagnostic/diagnostic.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { LineIndex } from '../../text/line-index.ts';
import type { TextRange } from '../../text/offset.ts';
import type { LinesOf } from './read-lines.ts';

/** A finding as the machine formats show it: places as lines and columns from 1 (UTF-16 code units), the end exclusive, and offsets. */
export function findingJson(diagnostic: Diagnostic, linesOf: LinesOf): JsonObject {
  const { code, severity, message, note, at, related, fixes } = diagnostic;
  const lines = linesOf(at.source)?.index;
  return {
    code,
    severity,
    message,
    ...(note !== undefined && { note }),
    ...locationJson(at, lines),
    ...(related && {
      related: related.map((item): Json => ({
        message: item.message,
        ...locationJson(item.at, linesOf(item.at.source)?.index),
      })),
    }),
    ...(fixes && {
      fixes: fixes.map(({ title, safety, edits }): Json => ({
        title,
        safety,
        edits: edits.map((edit): Json => ({ ...rangeJson(edit.range, lines), text: edit.text })),
      })),
    }),
  };
}

/** A place as the machine formats show it. */
export function locationJson({ source, range, object, path }: Location, lines: LineIndex | undefined): JsonObject {
  return { source, ...rangeJson(range, lines), ...(object && { object: { ...object } }), ...(path !== undefined && { path }) };
}

function rangeJson(range: TextRange, lines: LineIndex | undefined): JsonObject {
  if (!lines) return {};
  return { start: { ...lines.positionAt(range.start), offset: range.start }, end: { ...lines.positionAt(range.end), offset: range.end } };
}
