import type { Issue } from '../source.ts';
import type { Token, TokenKind } from './token.ts';

export interface Lexed {
  /** Without white space and comments, ending with `<EOF>`. */
  readonly tokens: readonly Token[];
  /** White space and comments. */
  readonly hidden: readonly Hidden[];
  readonly issues: readonly Issue[];
}
export type Hidden = Pick<Token, 'at' | 'end' | 'text'>;

/** What an attempt at one place found: a token of `kind` up to `end`, or nothing, given up on the character at `end`. */
interface Attempt {
  readonly kind?: TokenKind | 'hidden';
  readonly end: number;
}

const KEYWORDS: ReadonlySet<string> = new Set(['in', 'true', 'false', 'null']);
const isKeyword = (text: string): text is TokenKind => KEYWORDS.has(text);
const PUNCTUATION = [
  '==',
  '!=',
  '<=',
  '>=',
  '&&',
  '||',
  '<',
  '>',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  '.',
  ',',
  '-',
  '!',
  '?',
  ':',
  '+',
  '*',
  '/',
  '%',
] as const;

const isDigit = (char: string | undefined): boolean => char !== undefined && char >= '0' && char <= '9';
const HEX = new Set('0123456789abcdefABCDEF');
const LETTERS = new Set('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_');
const SPACES = new Set('\t \r\n\f');
const isHex = (char: string | undefined): boolean => char !== undefined && HEX.has(char);
const isLetter = (char: string | undefined): boolean => char !== undefined && LETTERS.has(char);
const isSpace = (char: string | undefined): boolean => char !== undefined && SPACES.has(char);

/** Splits an expression into tokens. What is no token is an issue, and the characters looked at are skipped. Longest match wins. */
export function lex(text: string): Lexed {
  const chars = [...text];
  const tokens: Token[] = [];
  const hidden: Hidden[] = [];
  const issues: Issue[] = [];
  let at = 0;
  while (at < chars.length) {
    const { kind, end } = attempt(chars, at);
    if (kind === undefined) {
      const shown = chars.slice(at, end + 1).join('');
      issues.push({ offset: at, message: `Syntax error: token recognition error at: '${shown}'` });
      at = end + 1;
      continue;
    }
    const found = { text: chars.slice(at, end).join(''), at, end };
    if (kind === 'hidden') hidden.push(found);
    else tokens.push({ kind, ...found });
    at = end;
  }
  tokens.push({ kind: '<EOF>', text: '<EOF>', at: chars.length, end: chars.length });
  return { tokens, hidden, issues };
}

/** Tabs and line breaks as messages show them. */
export const escapeSpace = (text: string): string => text.replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');

function attempt(chars: readonly string[], at: number): Attempt {
  const char = chars[at];
  if (isSpace(char)) return { kind: 'hidden', end: skipWhile(chars, at, isSpace) };
  if (char === '/' && chars[at + 1] === '/')
    return { kind: 'hidden', end: skipWhile(chars, at, (other) => other !== undefined && other !== '\n') };
  if (isDigit(char) || (char === '.' && isDigit(chars[at + 1]))) return readNumber(chars, at);
  if (char === '"' || char === "'") return readString(chars, at, at, 'STRING');
  if (char === '`') return readEscapedIdentifier(chars, at);
  if (isLetter(char)) return readPrefixedString(chars, at) ?? readWord(chars, at);
  const symbol = PUNCTUATION.find((text) => text === (text.length === 1 ? char : `${char}${chars[at + 1] ?? ''}`));
  if (symbol) return { kind: symbol, end: at + symbol.length };
  return { end: char === '=' || char === '&' || char === '|' ? at + 1 : at };
}

function skipWhile(chars: readonly string[], from: number, holds: (char: string | undefined) => boolean): number {
  let at = from;
  while (at < chars.length && holds(chars[at])) at++;
  return at;
}

function readWord(chars: readonly string[], at: number): Attempt {
  const end = skipWhile(chars, at, (char) => isLetter(char) || isDigit(char));
  const word = chars.slice(at, end).join('');
  return { kind: isKeyword(word) ? word : 'IDENTIFIER', end };
}

function readNumber(chars: readonly string[], at: number): Attempt {
  if (chars[at] === '0' && chars[at + 1] === 'x' && isHex(chars[at + 2])) {
    const end = skipWhile(chars, at + 2, isHex);
    return isUnsigned(chars[end]) ? { kind: 'NUM_UINT', end: end + 1 } : { kind: 'NUM_INT', end };
  }
  const whole = skipWhile(chars, at, isDigit);
  const hasFraction = chars[whole] === '.' && isDigit(chars[whole + 1]);
  const mantissa = hasFraction ? skipWhile(chars, whole + 1, isDigit) : whole;
  const end = exponentEnd(chars, mantissa);
  if (hasFraction || end > mantissa) return { kind: 'NUM_FLOAT', end };
  return isUnsigned(chars[whole]) ? { kind: 'NUM_UINT', end: whole + 1 } : { kind: 'NUM_INT', end: whole };
}

const isUnsigned = (char: string | undefined): boolean => char === 'u' || char === 'U';

function exponentEnd(chars: readonly string[], at: number): number {
  if (chars[at] !== 'e' && chars[at] !== 'E') return at;
  const digits = chars[at + 1] === '+' || chars[at + 1] === '-' ? at + 2 : at + 1;
  return isDigit(chars[digits]) ? skipWhile(chars, digits, isDigit) : at;
}

/** `r"…"`, `b'…'`, `br"""…"""`: only when it closes; otherwise the letters are a word. */
function readPrefixedString(chars: readonly string[], at: number): Attempt | undefined {
  if (!'bBrR'.includes(chars[at] ?? ' ')) return undefined;
  const [, bytes = '', raw = ''] = /^([bB]?)([rR]?)/.exec(chars.slice(at, at + 2).join('')) ?? [];
  const quote = at + bytes.length + raw.length;
  if (quote === at || (chars[quote] !== '"' && chars[quote] !== "'")) return undefined;
  const read = readString(chars, at, quote, bytes === '' ? 'STRING' : 'BYTES', raw !== '');
  return read.kind === undefined ? undefined : read;
}

function readString(chars: readonly string[], start: number, quote: number, kind: TokenKind, raw = false): Attempt {
  const mark = chars[quote] ?? '';
  if (chars[quote + 1] === mark && chars[quote + 2] === mark) {
    const end = closing(chars, quote + 3, mark, true, raw);
    if (end.kind !== undefined) return { kind, end: end.end };
  }
  const end = closing(chars, quote + 1, mark, false, raw);
  return end.kind === undefined ? { end: end.end } : { kind, end: end.end };
}

function closing(chars: readonly string[], from: number, mark: string, triple: boolean, raw: boolean): Attempt {
  let at = from;
  for (;;) {
    const char = chars[at];
    if (char === undefined) return { end: at };
    if (char === mark && (!triple || (chars[at + 1] === mark && chars[at + 2] === mark)))
      return { kind: 'STRING', end: at + (triple ? 3 : 1) };
    if (!triple && (char === '\n' || char === '\r')) return { end: at };
    if (char === '\\' && !raw) {
      const escape = escapeEnd(chars, at);
      if (escape.kind === undefined) return escape;
      at = escape.end;
    } else at++;
  }
}

function escapeEnd(chars: readonly string[], at: number): Attempt {
  const letter = chars[at + 1] ?? '';
  if ('abfnrtv"\'\\?`'.includes(letter) && letter !== '') return { kind: 'STRING', end: at + 2 };
  const [digits, holds] =
    letter === 'x' || letter === 'X'
      ? [2, isHex]
      : letter === 'u'
        ? [4, isHex]
        : letter === 'U'
          ? [8, isHex]
          : /^[0-3]$/.test(letter)
            ? [2, (char: string | undefined): boolean => char !== undefined && /^[0-7]$/.test(char)]
            : [0, isHex];
  if (digits === 0) return { end: at + 1 };
  for (let i = 0; i < digits; i++) if (!holds(chars[at + 2 + i])) return { end: at + 2 + i };
  return { kind: 'STRING', end: at + 2 + digits };
}

function readEscapedIdentifier(chars: readonly string[], at: number): Attempt {
  const end = skipWhile(chars, at + 1, (char) => char !== undefined && /^[A-Za-z0-9_.\-/ ]$/.test(char));
  return chars[end] === '`' && end > at + 1 ? { kind: 'ESC_IDENTIFIER', end: end + 1 } : { end };
}
