import {
  BLANK,
  BLANK_OR_END,
  BREAK,
  BREAK_OR_END,
  CLASS_OF,
  COLON,
  DIGIT,
  END,
  FLOW_INDICATOR,
  breakLength,
  breakText,
  hexValue,
  isDocumentIndicator,
} from './characters.ts';
import type { Scanner } from './scanner.ts';
import { Token } from './token.ts';

const classAt = (units: Uint16Array, at: number): number => CLASS_OF[units[at] ?? 0] ?? 0;

/** What the line breaks between two parts of a flow scalar become: one is a space, more are one less. */
const fold = (first: string, more: string): string => (first !== '\n' ? first + more : more === '' ? ' ' : more);

/** A scalar without quotes; it may go on over lines that are indented deeper than the collection around it. */
export function scanPlainScalar(scanner: Scanner): void {
  const { units, text } = scanner;
  const inFlow = scanner.flowLevel > 0;
  const stop = inFlow ? BLANK_OR_END | COLON | FLOW_INDICATOR : BLANK_OR_END | COLON;
  const indent = scanner.indent + 1;
  const start = scanner.pos;
  let pos = start;
  let end = start;
  let joined = '';
  let partStart = start;
  let hasBreaks = false;
  let firstBreak = 0;
  let moreBreaks = '';
  for (;;) {
    if (units[pos] === 0x23 || (pos === scanner.lineStart && isDocumentIndicator(units, pos))) break;
    const from = pos;
    for (;;) {
      const flags = classAt(units, pos);
      if (flags & stop && !(flags & COLON && !(classAt(units, pos + 1) & BLANK_OR_END))) break;
      pos++;
    }
    if (pos > from) {
      if (hasBreaks) {
        joined += text.slice(partStart, end) + fold(breakText(firstBreak), moreBreaks);
        partStart = from;
        hasBreaks = false;
        moreBreaks = '';
      }
      end = pos;
    }
    if (!(classAt(units, pos) & (BLANK | BREAK))) break;
    for (let flags = classAt(units, pos); flags & (BLANK | BREAK); flags = classAt(units, pos)) {
      if (flags & BLANK) {
        if (hasBreaks && units[pos] === 0x09 && pos - scanner.lineStart < indent) {
          scanner.pos = pos;
          scanner.fail('found a tab character that violates indentation');
        }
        pos++;
      } else {
        if (hasBreaks) moreBreaks += breakText(units[pos] ?? 0);
        else firstBreak = units[pos] ?? 0;
        hasBreaks = true;
        pos += breakLength(units, pos);
        scanner.line++;
        scanner.lineStart = pos;
      }
    }
    if (!inFlow && pos - scanner.lineStart < indent) break;
  }
  scanner.pos = pos;
  const isJoined = partStart !== start;
  scanner.append(Token.PlainScalar, start, end, isJoined ? scanner.strings.push(joined + text.slice(partStart, end)) - 1 : -1);
  if (hasBreaks) scanner.simpleKeyAllowed = true;
}

/** A scalar in `'` or `"`. On one line and without escapes, its value is the text between the quotes. */
export function scanQuotedScalar(scanner: Scanner, quote: number): void {
  const { units } = scanner;
  const start = scanner.pos;
  let pos = start + 1;
  for (;;) {
    const code = units[pos] ?? 0;
    if (code === quote) {
      if (quote === 0x27 && units[pos + 1] === quote) break;
      scanner.pos = pos + 1;
      return scanner.append(Token.QuotedScalar, start, pos + 1);
    }
    if (code === 0x5c && quote === 0x22) break;
    if ((CLASS_OF[code] ?? 0) & BREAK_OR_END) break;
    pos++;
  }
  const value = readQuoted(scanner, quote);
  scanner.append(Token.QuotedScalar, start, scanner.pos, scanner.strings.push(value) - 1);
}

function readQuoted(scanner: Scanner, quote: number): string {
  const { units, text } = scanner;
  let value = '';
  const start = scanner.pos++;
  for (;;) {
    if (scanner.pos === scanner.lineStart && isDocumentIndicator(units, scanner.pos))
      scanner.fail('found unexpected document indicator', start);
    if (units[scanner.pos] === 0) scanner.fail('found unexpected end of stream', start);
    let hasBreaks = false;
    let from = scanner.pos;
    while (!(classAt(units, scanner.pos) & BLANK_OR_END)) {
      const code = units[scanner.pos];
      if (code === quote) {
        if (quote === 0x22 || units[scanner.pos + 1] !== quote) break;
        value += text.slice(from, scanner.pos + 1);
        scanner.pos += 2;
        from = scanner.pos;
      } else if (code === 0x5c && quote === 0x22) {
        value += text.slice(from, scanner.pos);
        if (classAt(units, scanner.pos + 1) & BREAK) {
          scanner.pos++;
          passBreak(scanner);
          hasBreaks = true;
          from = scanner.pos;
          break;
        }
        value += readEscape(scanner);
        from = scanner.pos;
      } else scanner.pos++;
    }
    value += text.slice(from, scanner.pos);
    if (units[scanner.pos] === quote) break;
    const blanks = scanner.pos;
    let firstBreak = '';
    let moreBreaks = '';
    for (let flags = classAt(units, scanner.pos); flags & (BLANK | BREAK); flags = classAt(units, scanner.pos)) {
      if (flags & BLANK) scanner.pos++;
      else {
        const broken = passBreak(scanner);
        if (hasBreaks) moreBreaks += broken;
        else firstBreak = broken;
        hasBreaks = true;
      }
    }
    value += hasBreaks ? fold(firstBreak, moreBreaks) : text.slice(blanks, scanner.pos);
  }
  scanner.pos++;
  return value;
}

function passBreak(scanner: Scanner): string {
  const broken = breakText(scanner.units[scanner.pos] ?? 0);
  scanner.pos += breakLength(scanner.units, scanner.pos);
  scanner.line++;
  scanner.lineStart = scanner.pos;
  return broken;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\u001b'],
  [' ', ' '],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['N', '\u0085'],
  ['_', '\u00a0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);
const ESCAPE_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** Unlike JSON, `\/` and surrogates are refused. */
function readEscape(scanner: Scanner): string {
  const letter = String.fromCharCode(scanner.units[scanner.pos + 1] ?? 0);
  const plain = ESCAPES.get(letter);
  const length = ESCAPE_LENGTHS.get(letter) ?? 0;
  if (plain === undefined && length === 0) scanner.fail('found unknown escape character');
  scanner.pos += 2;
  if (plain !== undefined) return plain;
  let code = 0;
  for (let i = 0; i < length; i++) {
    const digit = hexValue(scanner.units[scanner.pos + i] ?? 0);
    if (digit < 0) scanner.fail('did not find expected hexdecimal number');
    code = code * 16 + digit;
  }
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) scanner.fail('found invalid Unicode character escape code');
  scanner.pos += length;
  return String.fromCodePoint(code);
}

interface BlockHeader {
  /** -1 strips the final line break, 1 keeps all, 0 keeps one. */
  readonly chomping: -1 | 0 | 1;
  /** Spaces more than the surrounding collection has; 0 when the text tells. */
  readonly increment: number;
}

/** A `|` or `>` scalar. */
export function scanBlockScalar(scanner: Scanner, literal: boolean): void {
  const { units, text } = scanner;
  const start = scanner.pos;
  scanner.pos++;
  const { chomping, increment } = scanBlockHeader(scanner);
  const given = increment === 0 ? 0 : Math.max(scanner.indent, 0) + increment;
  let { indent, breaks } = passIndentation(scanner, given);
  let value = '';
  let lineBreak = '';
  let afterBlank = false;
  let end = scanner.pos;
  while (scanner.pos - scanner.lineStart === indent && units[scanner.pos] !== 0) {
    const startsBlank = (classAt(units, scanner.pos) & BLANK) !== 0;
    if (!literal && !afterBlank && !startsBlank && lineBreak === '\n') {
      if (breaks === '') value += ' ';
    } else value += lineBreak;
    value += breaks;
    afterBlank = startsBlank;
    let pos = scanner.pos;
    while (!(classAt(units, pos) & BREAK_OR_END)) pos++;
    value += text.slice(scanner.pos, pos);
    scanner.pos = pos;
    end = pos;
    lineBreak = classAt(units, pos) & BREAK ? passBreak(scanner) : '';
    ({ indent, breaks } = passIndentation(scanner, indent));
  }
  if (chomping !== -1) value += lineBreak;
  if (chomping === 1) value += breaks;
  scanner.append(Token.BlockScalar, start, end, scanner.strings.push(value) - 1);
}

function scanBlockHeader(scanner: Scanner): BlockHeader {
  const { units } = scanner;
  let chomping = takeChomping(scanner);
  const increment = takeIncrement(scanner);
  if (chomping === 0 && increment > 0) chomping = takeChomping(scanner);
  while (classAt(units, scanner.pos) & BLANK) scanner.pos++;
  if (units[scanner.pos] === 0x23) while (!(classAt(units, scanner.pos) & BREAK_OR_END)) scanner.pos++;
  if (!(classAt(units, scanner.pos) & BREAK_OR_END)) scanner.fail('did not find expected comment or line break');
  if (!(classAt(units, scanner.pos) & END)) passBreak(scanner);
  return { chomping, increment };
}

function takeChomping(scanner: Scanner): -1 | 0 | 1 {
  const code = scanner.units[scanner.pos];
  if (code !== 0x2b && code !== 0x2d) return 0;
  scanner.pos++;
  return code === 0x2b ? 1 : -1;
}

function takeIncrement(scanner: Scanner): number {
  if (!(classAt(scanner.units, scanner.pos) & DIGIT)) return 0;
  const digit = (scanner.units[scanner.pos] ?? 0) - 0x30;
  if (digit === 0) scanner.fail('found an indentation indicator equal to 0');
  scanner.pos++;
  return digit;
}

/** Passes empty lines and the indentation of the next one; an `indent` of 0 is found out. */
function passIndentation(scanner: Scanner, indent: number): { indent: number; breaks: string } {
  const { units } = scanner;
  let breaks = '';
  let deepest = 0;
  for (;;) {
    while ((indent === 0 || scanner.pos - scanner.lineStart < indent) && units[scanner.pos] === 0x20) scanner.pos++;
    const column = scanner.pos - scanner.lineStart;
    if (column > deepest) deepest = column;
    if ((indent === 0 || column < indent) && units[scanner.pos] === 0x09) {
      scanner.fail('found a tab character where an indentation space is expected');
    }
    if (!(classAt(units, scanner.pos) & BREAK)) break;
    breaks += passBreak(scanner);
  }
  return { indent: indent === 0 ? Math.max(deepest, scanner.indent + 1, 1) : indent, breaks };
}
