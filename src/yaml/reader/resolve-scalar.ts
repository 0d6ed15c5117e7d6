import { decodeUtf8 } from './utf8.ts';

/** What kind of Go value a scalar is decoded to; floats keep their kind because `1.0` and `1` are different keys. */
export type ScalarType = 'string' | 'null' | 'bool' | 'int' | 'float';

export interface Scalar {
  readonly type: ScalarType;
  readonly value: null | boolean | number | bigint | string;
}

const WORDS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word): [string, Scalar] => [
    word,
    { type: 'bool', value: true },
  ]),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word): [string, Scalar] => [
    word,
    { type: 'bool', value: false },
  ]),
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, Scalar] => [word, { type: 'null', value: null }]),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, Scalar] => [word, { type: 'float', value: NaN }]),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word): [string, Scalar] => [word, { type: 'float', value: Infinity }]),
  ...['-.inf', '-.Inf', '-.INF'].map((word): [string, Scalar] => [word, { type: 'float', value: -Infinity }]),
]);

/** First characters of anything that is not simply a text: signs, digits, `.`, `~` and the letters of the words. */
const MAY_RESOLVE: Uint8Array = markFirstCharacters('+-.0123456789~yYnNtTfFoO');

function markFirstCharacters(characters: string): Uint8Array {
  const marks = new Uint8Array(128);
  for (const character of characters) marks[character.charCodeAt(0)] = 1;
  return marks;
}

/** Whether a plain scalar that begins with `code` can be anything but a text. */
export const mayResolve = (code: number): boolean => code < 128 && MAY_RESOLVE[code] === 1;

/** A plain scalar by go-yaml v2's rules: YAML 1.1 without sexagesimal numbers; dates stay texts. */
export function resolveScalar(text: string): Scalar {
  const first = text.charCodeAt(0);
  if (text !== '' && !mayResolve(first)) return { type: 'string', value: text };
  const word = WORDS.get(text);
  if (word) return word;
  if (first === 0x2e) return dotFloat(text) ?? { type: 'string', value: text };
  if (first <= 0x39) return resolveNumber(text) ?? { type: 'string', value: text };
  return { type: 'string', value: text };
}

const DOT_FLOAT = /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|0[bB]([01]+)|([0-9]+))$/;
const SMALL_INTEGER = /^(?:0|-?[1-9][0-9]{0,14})$/;

const dotFloat = (text: string): Scalar | undefined => (DOT_FLOAT.test(text) ? finite(Number(text)) : undefined);

/** A number too large for a double is a text. */
const finite = (value: number): Scalar | undefined => (Number.isFinite(value) ? { type: 'float', value } : undefined);

/** Underscores may stand anywhere but in front; a leading 0 means octal unless a digit says otherwise, then it is a float. */
function resolveNumber(text: string): Scalar | undefined {
  if (SMALL_INTEGER.test(text)) return { type: 'int', value: Number(text) };
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  const integer = parseInteger(plain);
  if (integer !== undefined) return { type: 'int', value: Number.isSafeInteger(Number(integer)) ? Number(integer) : integer };
  return FLOAT.test(plain) ? finite(Number(plain)) : undefined;
}

/** As `strconv.ParseInt` and, without a sign, `ParseUint` with base 0 and 64 bits. */
function parseInteger(text: string): bigint | undefined {
  const match = INTEGER.exec(text);
  if (!match) return undefined;
  const [, sign, hexadecimal, octal, binary, decimal] = match;
  if (decimal !== undefined && decimal.length > 1 && decimal.startsWith('0')) return undefined;
  const [prefix, digits] = hexadecimal ? ['0x', hexadecimal] : octal ? ['0o', octal] : binary ? ['0b', binary] : ['', decimal ?? ''];
  const significant = digits.replace(/^0+/, '');
  if (significant.length > 64) return undefined;
  const magnitude = BigInt(prefix + (significant || '0'));
  if (sign === '-') return magnitude <= 1n << 63n ? -magnitude : undefined;
  return magnitude < 1n << (sign === '+' ? 63n : 64n) ? magnitude : undefined;
}

const TAG_PREFIX = 'tag:yaml.org,2002:';
const shortTag = (tag: string): string => (tag.startsWith(TAG_PREFIX) ? `!!${tag.slice(TAG_PREFIX.length)}` : tag);
const TAG_NAMES: Record<ScalarType, string> = { string: '!!str', null: '!!null', bool: '!!bool', int: '!!int', float: '!!float' };

/** A scalar that has a tag, or the message why it cannot have it. Tags that YAML does not define are ignored, the value is a text. */
export function resolveTagged(text: string, tag: string): Scalar | { readonly problem: string } {
  const short = shortTag(tag);
  switch (short) {
    case '!!binary': {
      const value = decodeBase64(text);
      return value === undefined ? { problem: '!!binary value contains invalid base64 data' } : { type: 'string', value };
    }
    case '!!bool':
    case '!!int':
    case '!!float':
    case '!!null': {
      const resolved = resolveScalar(text);
      if (TAG_NAMES[resolved.type] === short) return resolved;
      const isFloat = short === '!!float' && resolved.type === 'int' && BigInt(resolved.value ?? 0) < 1n << 63n;
      if (isFloat) return { type: 'float', value: Number(resolved.value) };
      return { problem: `cannot decode ${TAG_NAMES[resolved.type]} \`${text}\` as a ${short}` };
    }
    case '!!timestamp': {
      if (isTimestamp(text)) return { type: 'string', value: text };
      const resolved = resolveScalar(text);
      return { problem: `cannot decode ${TAG_NAMES[resolved.type]} \`${text}\` as a !!timestamp` };
    }
    default:
      return { type: 'string', value: text };
  }
}

const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+](\d{2}):(\d{2}))|[ ](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/;

/** Whether Go's `time.Parse` takes a text with the layouts that go-yaml tries. */
export function isTimestamp(text: string): boolean {
  const match = TIMESTAMP.exec(text);
  if (!match) return false;
  const number = (group: number): number => Number(match[group] ?? match[group + 5] ?? 0);
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return false;
  const offset = match[7] === undefined || (Number(match[7]) <= 24 && Number(match[8]) <= 60);
  return number(4) < 24 && number(5) < 60 && number(6) < 60 && offset;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Standard base64 with padding; line breaks do not count. Bytes that are not UTF-8 become U+FFFD, each its own. */
function decodeBase64(text: string): string | undefined {
  const packed = text.replace(/[\r\n]/g, '');
  if (!BASE64.test(packed)) return undefined;
  return decodeUtf8(
    Uint8Array.from(atob(packed), (character) => character.charCodeAt(0)),
    () => '\ufffd',
  );
}
