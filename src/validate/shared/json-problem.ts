import { goQuote } from '../../model/go-text.ts';

const [QUOTE, BACKSLASH, MINUS, DOT, ZERO] = [0x22, 0x5c, 0x2d, 0x2e, 0x30];
const MAX_DEPTH = 10_000;
const END = 'unexpected end of JSON input';

class Stop extends Error {}

/** Why Go's `json.Unmarshal` would not read these bytes as an object: the error's text. Undefined when it would, as it does of `null`. */
export const jsonObjectProblem = (bytes: Uint8Array): string | undefined => jsonSyntaxProblem(bytes) ?? typeProblem(bytes);

/** What `json.Unmarshal` says of a value that is not of the Go type it is to be. */
export function jsonTypeProblem(value: unknown, type: string): string {
  const own = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return `json: cannot unmarshal ${own} into Go value of type ${type}`;
}

/** Why `json.Unmarshal` would not read these bytes as any value. */
export function jsonSyntaxProblem(bytes: Uint8Array): string | undefined {
  const scanner = { bytes, at: 0 };
  try {
    scanValue(scanner);
    skipSpace(scanner);
    if (scanner.at < bytes.length) refuse(scanner, 'after top-level value');
  } catch (error) {
    if (error instanceof Stop) return error.message;
    throw error;
  }
  return undefined;
}

interface Scanner {
  readonly bytes: Uint8Array;
  at: number;
}

function typeProblem(bytes: Uint8Array): string | undefined {
  const first = String.fromCharCode(bytes.find((byte) => !isSpace(byte)) ?? 0);
  if (first === '{' || first === 'n') return undefined;
  const type = first === '[' ? 'array' : first === '"' ? 'string' : first === 't' || first === 'f' ? 'bool' : 'number';
  return `json: cannot unmarshal ${type} into Go value of type map[string]interface {}`;
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= ZERO + 9;
const isHexDigit = (byte: number | undefined): boolean => byte !== undefined && /[0-9a-fA-F]/.test(String.fromCharCode(byte));

function refuse({ bytes, at }: Scanner, context: string): never {
  const byte = bytes[at];
  if (byte === undefined) throw new Stop(END);
  const char = String.fromCharCode(byte);
  const shown = char === "'" ? "\\'" : char === '"' ? '"' : goQuote(char).slice(1, -1);
  throw new Stop(`invalid character '${shown}' ${context}`);
}

function skipSpace(scanner: Scanner): void {
  while (scanner.at < scanner.bytes.length && isSpace(scanner.bytes[scanner.at] ?? 0)) scanner.at++;
}

/** The character at hand; empty at the end. */
const peek = ({ bytes, at }: Scanner): string => (at < bytes.length ? String.fromCharCode(bytes[at] ?? 0) : '');

/** One value with all that is in it; `open` holds how the objects and lists end that it is in. */
function scanValue(scanner: Scanner): void {
  const open: ('}' | ']')[] = [];
  for (;;) {
    skipSpace(scanner);
    const first = peek(scanner);
    if (first === '{' || first === '[') {
      if (open.length >= MAX_DEPTH) throw new Stop('exceeded max depth');
      const end = first === '{' ? '}' : ']';
      scanner.at++;
      skipSpace(scanner);
      if (peek(scanner) !== end) {
        open.push(end);
        if (end === '}') scanKey(scanner);
        continue;
      }
      scanner.at++;
    } else scanScalar(scanner, first);
    if (!goOn(scanner, open)) return;
  }
}

/** After a value: to the next one of what it is in, or out of it. False when it is in nothing. */
function goOn(scanner: Scanner, open: ('}' | ']')[]): boolean {
  for (;;) {
    const end = open.at(-1);
    if (end === undefined) return false;
    skipSpace(scanner);
    const next = peek(scanner);
    if (next !== ',' && next !== end) refuse(scanner, end === '}' ? 'after object key:value pair' : 'after array element');
    scanner.at++;
    if (next === end) open.pop();
    else {
      if (end === '}') scanKey(scanner);
      return true;
    }
  }
}

function scanScalar(scanner: Scanner, first: string): void {
  if (first === '"') scanString(scanner);
  else if (first === '-' || isDigit(scanner.bytes[scanner.at])) scanNumber(scanner);
  else if (first === 't') scanLiteral(scanner, 'true');
  else if (first === 'f') scanLiteral(scanner, 'false');
  else if (first === 'n') scanLiteral(scanner, 'null');
  else refuse(scanner, 'looking for beginning of value');
}

function scanKey(scanner: Scanner): void {
  skipSpace(scanner);
  if (peek(scanner) !== '"') refuse(scanner, 'looking for beginning of object key string');
  scanString(scanner);
  skipSpace(scanner);
  if (peek(scanner) !== ':') refuse(scanner, 'after object key');
  scanner.at++;
}

function scanString(scanner: Scanner): void {
  scanner.at++;
  for (;;) {
    const byte = scanner.bytes[scanner.at];
    if (byte === undefined || byte < 0x20) refuse(scanner, 'in string literal');
    scanner.at++;
    if (byte === QUOTE) return;
    if (byte === BACKSLASH) scanEscape(scanner);
  }
}

function scanEscape(scanner: Scanner): void {
  const char = peek(scanner);
  if (char === '' || !'bfnrt\\/"u'.includes(char)) refuse(scanner, 'in string escape code');
  scanner.at++;
  if (char !== 'u') return;
  for (let i = 0; i < 4; i++, scanner.at++)
    if (!isHexDigit(scanner.bytes[scanner.at])) refuse(scanner, 'in \\u hexadecimal character escape');
}

function scanNumber(scanner: Scanner): void {
  const { bytes } = scanner;
  const digits = (context: string): void => {
    if (!isDigit(bytes[scanner.at])) refuse(scanner, context);
    while (isDigit(bytes[scanner.at])) scanner.at++;
  };
  if (bytes[scanner.at] === MINUS) scanner.at++;
  if (bytes[scanner.at] === ZERO) scanner.at++;
  else digits('in numeric literal');
  if (bytes[scanner.at] === DOT) {
    scanner.at++;
    digits('after decimal point in numeric literal');
  }
  if (peek(scanner).toLowerCase() !== 'e') return;
  scanner.at++;
  if (peek(scanner) === '+' || peek(scanner) === '-') scanner.at++;
  digits('in exponent of numeric literal');
}

function scanLiteral(scanner: Scanner, word: string): void {
  for (const [i, char] of [...word].entries()) {
    if (i > 0 && peek(scanner) !== char) refuse(scanner, `in literal ${word} (expecting '${char}')`);
    scanner.at++;
  }
}
