import { goQuote } from '../../../model/go-text.ts';
import { timestampText } from '../timestamp.ts';
import { secondsText } from '../go-duration.ts';
import {
  celError, elementsOf, isDuration, isList, isMap, isTagged, isTimestamp, isUint, typeNameOf, type ListValue, type MapValue, type Value,
} from '../value.ts'; // prettier-ignore
import { toText } from './standard.ts';

/** What a clause such as `%.3f` asks for. */
export type Clause = 's' | 'd' | 'f' | 'e' | 'b' | 'x' | 'X' | 'o';

/** A piece of a format: text, or a clause with its precision. */
export type FormatPart = string | { readonly clause: Clause; readonly precision: number | undefined };

const COMPLAINTS: Readonly<Record<Clause, string>> = {
  s: 'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given ',
  d: 'decimal clause can only be used on integers, was given ',
  f: 'fixed-point clause can only be used on doubles, was given ',
  e: 'scientific clause can only be used on doubles, was given ',
  b: 'only integers and bools can be formatted as binary, was given ',
  x: 'only integers, byte buffers, and strings can be formatted as hex, was given ',
  X: 'only integers, byte buffers, and strings can be formatted as hex, was given ',
  o: 'octal clause can only be used on integers, was given ',
};

/** What is wrong with giving a value of a type to a clause. */
export const clauseComplaint = (clause: Clause, typeName: string): string => `error during formatting: ${COMPLAINTS[clause]}${typeName}`;

/** Splits a format; `args` are how many arguments there are. An `error` ends the list where upstream gives up, after the parts before it were used. */
export function parseFormat(format: string, args: number): readonly (FormatPart | { readonly error: string })[] {
  const parts: (FormatPart | { readonly error: string })[] = [];
  let used = 0;
  for (let at = 0; at < format.length;) {
    const next = format.indexOf('%', at);
    if (next !== at) parts.push(format.slice(at, next < 0 ? undefined : next));
    if (next < 0) break;
    if (format[next + 1] === '%') {
      parts.push('%');
      at = next + 2;
      continue;
    }
    if (used >= args) return [...parts, { error: `index ${used} out of range` }];
    if (next + 1 >= format.length) return [...parts, { error: 'unexpected end of string' }];
    used++;
    const [whole = '', digits, letter] = /^%(?:\.(\d*))?(.?)/su.exec(format.slice(next)) ?? [];
    if (letter === undefined || letter === '')
      return [
        ...parts,
        { error: 'could not parse formatting clause: error while parsing precision: could not find end of precision specifier' },
      ];
    if (digits === '') {
      const reason = 'error while converting precision to integer: strconv.Atoi: parsing "": invalid syntax';
      return [...parts, { error: `could not parse formatting clause: error while parsing precision: ${reason}` }];
    }
    if (!isClause(letter)) return [...parts, { error: `could not parse formatting clause: unrecognized formatting clause "${letter}"` }];
    parts.push({ clause: letter, precision: digits === undefined ? undefined : Number(digits) });
    at = next + whole.length;
  }
  return parts;
}

const isClause = (letter: string): letter is Clause => Object.hasOwn(COMPLAINTS, letter);

/** More digits than any double has; keeps what `%.100000f` makes bounded. */
const MAX_PRECISION = 1100;

/** `'%s is %d'.format([…])`. */
export function formatText(format: string, args: ListValue): Value {
  let text = '';
  let used = 0;
  for (const part of parseFormat(format, args.length)) {
    if (typeof part === 'string') text += part;
    else if ('error' in part) return celError(part.error);
    else {
      const value = args.at(used++);
      const shown = formatClause(part.clause, part.precision, value);
      if (shown === undefined) return celError(clauseComplaint(part.clause, typeNameOf(value)));
      text += shown;
    }
  }
  return text;
}

/** What a clause makes of a value; undefined when it cannot. */
export function formatClause(clause: Clause, precision: number | undefined, value: Value): string | undefined {
  switch (clause) {
    case 's':
      return displayText(value);
    case 'd':
      return integer(value)?.toString();
    case 'b':
      return typeof value === 'boolean' ? String(Number(value)) : integer(value)?.toString(2);
    case 'o':
      return integer(value)?.toString(8);
    case 'x':
    case 'X': {
      const hex = hexOf(value);
      return clause === 'X' ? hex?.toUpperCase() : hex;
    }
    case 'f':
    case 'e':
      return decimal(clause, Math.min(precision ?? 6, MAX_PRECISION), value);
  }
}

const integer = (value: Value): bigint | undefined => (typeof value === 'bigint' ? value : isUint(value) ? value.value : undefined);

function hexOf(value: Value): string | undefined {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  if (bytes instanceof Uint8Array) return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return integer(value)?.toString(16);
}

function decimal(clause: 'f' | 'e', precision: number, value: Value): string | undefined {
  const number = value === 'NaN' ? NaN : value === 'Infinity' ? Infinity : value === '-Infinity' ? -Infinity : value;
  if (typeof number !== 'number') return undefined;
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? '∞' : '-∞';
  if (clause === 'f') return grouped(fixed(number, precision));
  // upstream takes the precision for a width here, and always gives six digits
  const [digits = '', power = '+0'] = number.toExponential(6).split('e');
  return `${digits}×10${superscript(Number(power))}`.padStart(precision);
}

/** Thousands apart, as texts for people have them. */
function grouped(text: string): string {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(text) ?? [];
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest}`;
}

const fixed = (value: number, precision: number): string => {
  if (Math.abs(value) < 1e21) return value.toFixed(Math.min(precision, 100)) + '0'.repeat(Math.max(0, precision - 100));
  return BigInt(value).toString() + (precision > 0 ? `.${'0'.repeat(precision)}` : '');
};

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const superscript = (power: number): string =>
  (power < 0 ? '⁻' : '') + String(Math.abs(power)).padStart(2, '0').replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? ''); // prettier-ignore

/** What `%s` writes; undefined for values it cannot. */
function displayText(value: Value): string | undefined {
  if (value === null) return 'null';
  if (isList(value)) return displayList(value);
  if (isMap(value) && value.objectType === undefined) return displayMap(value);
  if (isTagged(value) && !['uint', 'timestamp', 'duration', 'type'].includes(value.kind)) return undefined;
  const text = toText(value);
  return typeof text === 'string' ? text : undefined;
}

/** A value within a list or map. */
function innerText(value: Value): string | undefined {
  if (isTimestamp(value)) return `timestamp(${goQuote(timestampText(value))})`;
  if (isDuration(value)) return `duration(${goQuote(secondsText(value.nanos))})`;
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return '"NaN"';
    return Number.isFinite(value) ? fixed(value, 6) : goQuote(value > 0 ? '+Inf' : '-Inf');
  }
  const text = displayText(value);
  if (text === undefined) return undefined;
  return typeof value === 'string' ? goQuote(text) : value instanceof Uint8Array ? `b${goQuote(text)}` : text;
}

function displayList(list: ListValue): string | undefined {
  const texts = elementsOf(list).map(innerText);
  return texts.includes(undefined) ? undefined : `[${texts.join(', ')}]`;
}

function displayMap(map: MapValue): string | undefined {
  const entries: [string, string][] = [];
  for (const key of map.keys()) {
    const [name, value] = [innerText(key), map.find(key)];
    const text = value === undefined ? undefined : innerText(value);
    if (name === undefined || text === undefined || typeof key === 'number') return undefined;
    entries.push([name, text]);
  }
  return `{${entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map((entry) => entry.join(':')).join(', ')}}`; // prettier-ignore
}
