import { isObject, type Json, type JsonObject } from '../model/json.ts';
import type { TextRange } from '../text/offset.ts';
import { BREAK, CLASS_OF, breakLength } from './reader/characters.ts';
import { decodeTape, type Decoded } from './reader/decode.ts';
import { parsePart, withFinalBreak } from './reader/parse-part.ts';
import { ReadProblem } from './reader/problem.ts';
import { splitDocuments } from './reader/split-documents.ts';
import type { Tape } from './reader/tape.ts';

/** One object of a file, or what cannot be read as one. Exactly one of `value` and `error` is there. */
export interface YamlDocument {
  /** The path as the user gave it, or `-`. */
  readonly source: string;
  /** Which part of the file, counted from 0; parts without a value count. */
  readonly index: number;
  /** Which entry of `items`, where the document is a list of objects. */
  readonly item?: number;
  /** The part of the file that was read. */
  readonly range: TextRange;
  readonly value?: JsonObject;
  /** Why the document cannot be read, in kubectl's words. Its lines count from the start of `range`. */
  readonly error?: string;
  /** Where in the file `error` was noticed. */
  readonly errorAt?: number;
  /** What strict reading objects to: keys that are there twice. The last one counts in `value`. */
  readonly strictError?: string;
  readonly duplicateKeys?: readonly DuplicateKey[];
}

export interface DuplicateKey {
  /** The key as `strictError` prints it. */
  readonly key: string;
  readonly range: TextRange;
  /** The same key, or the merge key that brought it, further up. */
  readonly first: TextRange;
}

/**
 * Reads a file as kubectl does: documents split by apimachinery's `YAMLReader`, each read by go-yaml v2 and turned into JSON by
 * sigs.k8s.io/yaml, lists (objects with an array `items`) replaced by their objects, documents without a value left out.
 * Nothing is thrown: a document that cannot be read has an `error`. A line that begins like a separator and is none
 * makes the file one unreadable document.
 */
export function readDocuments(source: string, text: string): YamlDocument[] {
  const lines = withFinalBreak(text);
  const split = splitDocuments(lines);
  if ('rest' in split) {
    const { invalidSeparator, rest } = split;
    return [
      {
        source,
        index: 0,
        range: { start: 0, end: text.length },
        error: `invalid Yaml document separator: ${rest}`,
        errorAt: invalidSeparator.start,
      },
    ];
  }
  const units = new Uint16Array(lines.length + 1);
  return split.parts.flatMap(({ start, end }, index) => {
    const range = { start, end: Math.min(end, text.length) };
    return readPart(lines, { start, end }, units).map((read) => ({ source, index, range, ...read }));
  });
}

type Read = Omit<YamlDocument, 'source' | 'index' | 'range'>;

function readPart(text: string, part: TextRange, units: Uint16Array): Read[] {
  try {
    const tape = parsePart(text, part, units);
    if (!tape) return [];
    const decoded = decodeTape(tape, text, units);
    if (decoded.conversionProblem) return [{ error: decoded.conversionProblem.message, errorAt: decoded.conversionProblem.at }];
    return objectsOf(decoded, tape, units, part.start);
  } catch (problem) {
    if (problem instanceof ReadProblem) return [{ error: problem.message, errorAt: problem.at }];
    throw problem;
  }
}

function objectsOf(decoded: Decoded, tape: Tape, units: Uint16Array, start: number): Read[] {
  const { value } = decoded;
  if (value === null) return [];
  const strict = strictFindings(decoded, tape, units, start);
  if (!isObject(value)) {
    const error = `json: cannot unmarshal ${kindOf(value)} into Go value of type map[string]interface {}`;
    return [{ error, errorAt: tape.events[1] ?? start, ...strict }];
  }
  const { items } = value;
  if (!Array.isArray(items) || !Object.hasOwn(value, 'items')) return [{ value, ...strict }];
  return items.flatMap((item: Json, index) =>
    isObject(item) ? [{ item: index, value: decoded.hasBigInt ? toDoubles(item) : item, ...strict }] : [],
  );
}

const kindOf = (value: Json): string =>
  Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'number';

/** Objects of lists go through Go's `float64`, so that their large integers lose digits. */
function toDoubles<T extends Json>(value: T): T;
function toDoubles(value: Json): Json {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map((item: Json) => toDoubles(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toDoubles(item ?? null)]));
}

function strictFindings(
  { repeatedKeys }: Decoded,
  { events }: Tape,
  units: Uint16Array,
  start: number,
): Pick<YamlDocument, 'strictError' | 'duplicateKeys'> {
  if (repeatedKeys.length === 0) return {};
  const offsetOf = (at: number): number => events[at + 1] ?? 0;
  const lines = linesOf(
    repeatedKeys.map(({ valueAt }) => offsetOf(valueAt)),
    units,
    start,
  );
  const texts = repeatedKeys.map(({ key, valueAt }) => `line ${lines.get(offsetOf(valueAt)) ?? 1}: key ${key} already set in map`);
  const rangeOf = (at: number): TextRange => ({ start: offsetOf(at), end: events[at + 2] ?? 0 });
  return {
    strictError: `yaml: unmarshal errors:\n  ${texts.join('\n  ')}`,
    duplicateKeys: repeatedKeys.map(({ key, keyAt, firstAt }) => ({ key, range: rangeOf(keyAt), first: rangeOf(firstAt) })),
  };
}

/** Line, from 1, of each offset, in one pass. */
function linesOf(offsets: readonly number[], units: Uint16Array, start: number): Map<number, number> {
  const lines = new Map<number, number>();
  let line = 1;
  let at = start;
  for (const offset of offsets.toSorted((a, b) => a - b)) {
    while (at < offset) {
      if ((CLASS_OF[units[at] ?? 0] ?? 0) & BREAK) {
        at += breakLength(units, at);
        line++;
      } else at++;
    }
    lines.set(offset, line);
  }
  return lines;
}
