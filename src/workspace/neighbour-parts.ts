import type { JsonObject } from '../model/json.ts';
import type { TextRange } from '../text/offset.ts';
import { utf8Length } from '../text/utf8-length.ts';
import { readDocuments } from '../yaml/read-documents.ts';
import { splitDocuments } from '../yaml/reader/split-documents.ts';
import { definitionText, type DefinitionText } from './definition-text.ts';
import { kindsIn } from './neighbour-kinds.ts';
import type { SourceFile } from './source-file.ts';

/** A document of a file that others may depend on, by its place. Plain data. */
export interface NeighbourPart {
  readonly source: string;
  /** Its place in the text, and in the file as UTF-8. */
  readonly range: TextRange;
  readonly bytes: TextRange;
  /** What its text may say of kinds. */
  readonly kinds: readonly string[];
  /** What it defines, where it plainly is one CRD. */
  readonly definition?: DefinitionText;
}

/** Reads the text of a part; undefined where that cannot be read any more. */
export type ReadPart = (part: NeighbourPart) => string | undefined;

/** The documents of a text, of those only that may hold kinds that are wanted. */
export function partsOf({ source, text }: SourceFile, isWanted: (kind: string) => boolean): NeighbourPart[] {
  const split = splitDocuments(text.endsWith('\n') ? text : `${text}\n`);
  if (!('parts' in split)) return [];
  const found: NeighbourPart[] = [];
  const counted = { to: 0, bytes: 0 };
  const bytesUntil = (end: number): number => {
    counted.bytes += utf8Length(text, { start: counted.to, end });
    counted.to = end;
    return counted.bytes;
  };
  for (const part of split.parts) {
    const range = { start: part.start, end: Math.min(part.end, text.length) };
    const own = text.slice(range.start, range.end);
    const kinds = [...kindsIn(own)];
    if (!kinds.some(isWanted)) continue;
    const definition = definitionText(own);
    const bytes = { start: bytesUntil(range.start), end: bytesUntil(range.end) };
    found.push({ source, range, bytes, kinds, ...(definition && { definition }) });
  }
  return found;
}

/** The objects of a part. */
export const valuesOf = (part: NeighbourPart, read: ReadPart): JsonObject[] =>
  readDocuments(part.source, read(part) ?? '').flatMap(({ value }) => (value ? [value] : []));
