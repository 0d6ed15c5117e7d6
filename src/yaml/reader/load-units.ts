import { ReadProblem } from './problem.ts';
import { isTooLong, utf8Width } from './utf8.ts';

/** A byte that is not UTF-8 stands in a text as this code unit plus the byte: a lone low surrogate. */
export const ESCAPED_BYTE = 0xdc00;

/** libyaml decodes its input in pieces of this many bytes, and refuses a piece as a whole. */
const PIECE = 512;

/** The one problem that shows at the end only: the sequence could still go on. */
const INCOMPLETE = 'incomplete UTF-8 octet sequence';

const BYTE_ORDER_MARK = 0xfeff;

export interface Unreadable {
  /** Where the piece starts whose decoding fails. */
  readonly from: number;
  readonly problem: ReadProblem;
}

/** Copies `text` from `start` to `end` into `units` at the same place, and a NUL after it; answers what in it may not be in YAML at all. */
export function loadUnits(text: string, start: number, end: number, units: Uint16Array): Unreadable | undefined {
  let bad = -1;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    units[i] = code;
    if (code >= 0x20 && code < 0x7f) continue;
    if (bad < 0 && !isAllowed(code) && !isPaired(text, i, code)) bad = i;
  }
  units[end] = 0;
  if (bad < 0) return undefined;
  const problem = problemAt(text, bad, end);
  const from = problem === INCOMPLETE ? bad : pieceOf(text, start, bad);
  units[from] = 0;
  return { from, problem: new ReadProblem(problem, bad) };
}

const isAllowed = (code: number): boolean =>
  code === 0x0a || code === 0x0d || code === 0x09 || code === 0x85 || (code >= 0xa0 && code < 0xd800) || (code > 0xdfff && code < 0xfffe);

function isPaired(text: string, at: number, code: number): boolean {
  if (code < 0xd800 || code > 0xdfff) return false;
  const other = text.charCodeAt(code < 0xdc00 ? at + 1 : at - 1);
  return code < 0xdc00 ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other < 0xdc00;
}

const isEscapedByte = (code: number): boolean => code >= ESCAPED_BYTE + 0x80 && code <= ESCAPED_BYTE + 0xff;

/** Start of the piece of `PIECE` bytes that `bad` is in, as the document is read: without the CR of CR LF. */
function pieceOf(text: string, start: number, bad: number): number {
  let from = start;
  let size = 0;
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    const isHalf = code >= 0xd800 && code < 0xdc00;
    const width = isEscapedByte(code) ? utf8Width(code - ESCAPED_BYTE) || 1 : code < 0x80 ? 1 : code < 0x800 ? 2 : isHalf ? 4 : 3;
    const isDropped = code === 0x0d && text.charCodeAt(at + 1) === 0x0a;
    if (!isDropped && size + width > PIECE) {
      from = at;
      size = 0;
    }
    if (at === bad) return from === start && text.charCodeAt(start) === BYTE_ORDER_MARK ? start + 1 : from;
    if (!isDropped) size += isEscapedByte(code) ? 1 : width;
    if (isHalf) at++;
  }
}

/** What libyaml's reader says about the character at `at`. */
function problemAt(text: string, at: number, end: number): string {
  const code = text.charCodeAt(at);
  if (!isEscapedByte(code)) return code >= 0xd800 && code <= 0xdfff ? 'invalid Unicode character' : 'control characters are not allowed';
  const width = utf8Width(code - ESCAPED_BYTE);
  if (width === 0) return 'invalid leading UTF-8 octet';
  if (bytesUpTo(text, at, end, width) < width) return INCOMPLETE;
  let value = (code - ESCAPED_BYTE) & (0x7f >> width);
  for (let i = 1; i < width; i++) {
    const next = text.charCodeAt(at + i) - ESCAPED_BYTE;
    if ((next & ~0x3f) !== 0x80) return 'invalid trailing UTF-8 octet';
    value = value * 64 + (next & 0x3f);
  }
  return isTooLong(value, width) ? 'invalid length of a UTF-8 sequence' : 'invalid Unicode character';
}

/** Bytes from `at` to `end`, but not more than `enough`. */
function bytesUpTo(text: string, at: number, end: number, enough: number): number {
  let bytes = 0;
  for (let i = at; i < end && bytes < enough; i++) {
    const code = text.charCodeAt(i);
    bytes += isEscapedByte(code) || code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}
