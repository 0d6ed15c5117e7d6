import { formatDouble } from '../reader/go-syntax.ts';
import { isTimestamp, resolveScalar } from '../reader/resolve-scalar.ts';

/** Where text is printed to. */
export interface Sink {
  readonly parts: string[];
  /** Characters on the line so far. */
  column: number;
}

export interface ScalarPlace {
  /** Of further lines. */
  readonly indent: number;
  /** Keys stay on one line. */
  readonly isSimpleKey: boolean;
  /** What separates it from what is before. */
  readonly lead: string;
}

/** Lines are folded at the first blank after this column. */
const WIDTH = 80;

/** A number, boolean or null. */
export function atomText(value: null | boolean | number | bigint): string {
  if (typeof value !== 'number') return String(value);
  const isWhole = Number.isInteger(value) && value < 2 ** 64 && value >= -(2 ** 63);
  return isWhole ? BigInt(value).toString() : formatDouble(value);
}

export type Style = 'plain' | 'single' | 'double' | 'literal';

/** The style in which go-yaml v2 prints a text. */
export function styleOf(text: string, isSimpleKey: boolean): Style {
  if (text.includes('\n')) return isSimpleKey || / (?:\n|$)/.test(text) || SPECIAL.test(text) ? 'double' : 'literal';
  if (!readsAsText(text)) return 'double';
  if (SPECIAL.test(text)) return 'double';
  return NEEDS_QUOTES.test(text) ? 'single' : 'plain';
}

/** Control characters, tabs, the byte order mark and all beyond U+FFFF; line separators, too, though go-yaml takes them. */
const SPECIAL = /[^\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** Blanks at the ends, an indicator in front, or what looks like a key or a comment. */
const NEEDS_QUOTES = /^ | $|^---|^\.\.\.|^[#,[\]{}&*!|>'"%@`]|^[-?:](?: |$)|:(?: |$)| #/;

const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/** Whether a text without quotes is read as that text, by older YAML readers, too. */
const readsAsText = (text: string): boolean =>
  resolveScalar(text).type === 'string' && !isTimestamp(text) && !SEXAGESIMAL.test(text) && text !== '<<';

/** Prints a text in its style. */
export function writeScalar(sink: Sink, text: string, place: ScalarPlace): void {
  put(sink, place.lead);
  switch (styleOf(text, place.isSimpleKey)) {
    case 'plain':
      return writeFolded(sink, text, place, 0);
    case 'single':
      put(sink, "'");
      writeFolded(sink, text.replaceAll("'", "''"), place, 1);
      return put(sink, "'");
    case 'double':
      return writeDouble(sink, text, place);
    case 'literal':
      return writeLiteral(sink, text, place.indent);
  }
}

function put(sink: Sink, text: string): void {
  sink.parts.push(text);
  sink.column += text.length;
}

function newLine(sink: Sink, indent: number): void {
  sink.parts.push('\n', ' '.repeat(indent));
  sink.column = indent;
}

/** Text on one line, or broken at single blanks beyond the width; never at a blank among the first or last `edge` characters. */
function writeFolded(sink: Sink, text: string, { indent, isSimpleKey }: ScalarPlace, edge: number): void {
  if (isSimpleKey || sink.column + text.length <= WIDTH) return put(sink, text);
  let from = 0;
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) {
    const isSingle = text[at - 1] !== ' ' && text[at + 1] !== ' ';
    if (!isSingle || sink.column + (at - from) <= WIDTH || at < edge || at >= text.length - edge) continue;
    put(sink, text.slice(from, at));
    newLine(sink, indent);
    from = at + 1;
  }
  put(sink, text.slice(from));
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\0', '0'],
  ['\u0007', 'a'],
  ['\b', 'b'],
  ['\t', 't'],
  ['\n', 'n'],
  ['\v', 'v'],
  ['\f', 'f'],
  ['\r', 'r'],
  ['\u001b', 'e'],
  ['"', '"'],
  ['\\', '\\'],
  ['\u0085', 'N'],
  ['\u2028', 'L'],
  ['\u2029', 'P'],
]);

function writeDouble(sink: Sink, text: string, { indent, isSimpleKey }: ScalarPlace): void {
  put(sink, '"');
  const characters = [...text];
  let afterSpace = false;
  for (const [i, character] of characters.entries()) {
    const isSpace = character === ' ';
    if (isSpace && !afterSpace && !isSimpleKey && sink.column > WIDTH && i > 0 && i < characters.length - 1) {
      newLine(sink, indent);
      if (characters[i + 1] === ' ') put(sink, '\\');
    } else
      put(sink, character === '"' || character === '\\' || SPECIAL.test(character) || character === '\n' ? escaped(character) : character);
    afterSpace = isSpace;
  }
  put(sink, '"');
}

function escaped(character: string): string {
  const short = SHORT_ESCAPES.get(character);
  if (short !== undefined) return `\\${short}`;
  const code = character.codePointAt(0) ?? 0;
  const [letter, width] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
  return `\\${letter}${code.toString(16).toUpperCase().padStart(width, '0')}`;
}

function writeLiteral(sink: Sink, text: string, indent: number): void {
  const hint = text.startsWith(' ') || text.startsWith('\n') ? '2' : '';
  const chomping = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  const body = text.replace(/\n$/, '').replace(/^(?=[^\n])/gm, ' '.repeat(indent));
  sink.parts.push(`|${hint}${chomping}\n`, body);
  if (text.endsWith('\n')) sink.parts.push('\n');
  sink.column = text.endsWith('\n') ? 0 : indent + 1;
}
