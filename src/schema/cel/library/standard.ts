import { goQuote } from '../../../model/go-text.ts';
import { add, compare, divide, intOf, modulo, multiply, negate, subtract, timestampOf, uintOf } from '../arithmetic.ts';
import { fn, overload, singleton, type FunctionDeclaration, type Implementation, type Library } from '../declarations.ts';
import { equal } from '../equality.ts';
import { parseGoDuration, secondsText } from '../go-duration.ts';
import { goFloat } from '../go-float.ts';
import { STANDARD_MACROS } from '../macros.ts';
import { matches } from '../regex.ts';
import { civilTime, parseTimestamp, timestampText, type CivilTime } from '../timestamp.ts';
import { BOOL, BYTES, DOUBLE, DURATION, DYN, INT, NULL, STRING, TIMESTAMP, TYPE, UINT, listType, mapType } from '../types.ts';
import {
  celError, duration, isDuration, isError, isList, isMap, isOpaque, isTagged, isTimestamp, isUint, NO_SUCH_OVERLOAD, typeNameOf, typeValue,
  elementsOf, type Value,
} from '../value.ts'; // prettier-ignore

/** Length of a text in code points. */
export const codePoints = (text: string): number => {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xd800 || unit > 0xdbff || i + 1 >= text.length) count++;
    else {
      const low = text.charCodeAt(i + 1);
      if (low >= 0xdc00 && low <= 0xdfff) i++;
      count++;
    }
  }
  return count;
};

/** What `size()` counts; undefined for values that have no size. */
export function sizeOf(value: Value): number | undefined {
  if (typeof value === 'string') return codePoints(value);
  if (value instanceof Uint8Array) return value.length;
  if (isList(value)) return value.length;
  if (isMap(value)) return value.size;
  return isOpaque(value) ? value.size : undefined;
}

/** Whether a container has an element or a key. */
export function contains(element: Value, container: Value): Value {
  if (isMap(container)) {
    const found = container.find(element);
    return found !== undefined && isError(found) ? found : found !== undefined;
  }
  if (!isList(container)) return NO_SUCH_OVERLOAD;
  let error: Value | undefined;
  for (const item of elementsOf(container)) {
    const result = equal(item, element);
    if (result === true) return true;
    if (typeof result !== 'boolean') error ??= result;
  }
  return error ?? false;
}

export const conversionError = (from: Value, to: string): Value => celError(`type conversion error from '${typeNameOf(from)}' to '${to}'`);

const ordered = (name: string, id: string, holds: (order: number) => boolean): FunctionDeclaration => {
  const signatures = [
    'bool', 'int64', 'int64_double', 'int64_uint64', 'uint64', 'uint64_double', 'uint64_int64', 'double', 'double_int64', 'double_uint64', 'string', 'bytes',
    'timestamp', 'duration',
  ].map((suffix) => {
    const [left = '', right = left] = suffix.replaceAll('int64', 'int').split('_');
    return `${id}_${suffix}(${left}, ${right}) -> bool`;
  }); // prettier-ignore
  return singleton(name, (a = null, b = null) => {
    const order = compare(a, b);
    return typeof order === 'number' ? holds(order) : order;
  }, ...signatures); // prettier-ignore
};

const strings =
  (run: (text: string, other: string) => boolean): Implementation =>
  (text, other) =>
    typeof text === 'string' && typeof other === 'string' ? run(text, other) : NO_SUCH_OVERLOAD;

/** What the first operand of an operator can be; the server says of others which operator has no overload. */
const OPERANDS: Readonly<Record<string, readonly string[]>> = {
  '_+_': ['int', 'uint', 'double', 'string', 'bytes', 'duration', 'timestamp', 'list'],
  '_-_': ['int', 'uint', 'double', 'duration', 'timestamp'],
  '_*_': ['int', 'uint', 'double'],
  '_/_': ['int', 'uint', 'double'],
  '_%_': ['int', 'uint'],
  '-_': ['int', 'double', 'bool', 'duration'],
  ...Object.fromEntries(
    ['_<_', '_<=_', '_>_', '_>=_'].map((name) => [name, ['int', 'uint', 'double', 'bool', 'string', 'bytes', 'duration', 'timestamp']]),
  ),
  size: ['string', 'bytes', 'list', 'map'],
};
/** Types that answer for themselves to functions that they do not know. */
const RECEIVERS: readonly string[] = ['string', 'duration', 'timestamp'];

const kindOf = (value: Value): string => typeNameOf(value).replace('google.protobuf.', '').toLowerCase();

/** The same function for first operands that can be one, with the server's words for others. */
export function forOperands(declared: FunctionDeclaration, operands = OPERANDS[declared.name]): FunctionDeclaration {
  const { name, run } = declared;
  if (!run || !operands) return declared;
  const misfit = celError(`no such overload: ${name}`);
  const isMisfit = (first: Value): boolean => {
    const kind = isMap(first) ? 'map' : kindOf(first);
    return !operands.includes(kind) && !RECEIVERS.includes(kind);
  };
  return {
    ...declared,
    run: (first = null, second = null) => (isMisfit(first) ? misfit : run(first, second)),
  };
}

const OPERATORS: readonly FunctionDeclaration[] = [
  singleton('_?_:_', () => NO_SUCH_OVERLOAD, 'conditional(bool, A, A) -> A'),
  singleton('_&&_', () => NO_SUCH_OVERLOAD, 'logical_and(bool, bool) -> bool'),
  singleton('_||_', () => NO_SUCH_OVERLOAD, 'logical_or(bool, bool) -> bool'),
  singleton('!_', (a) => (typeof a === 'boolean' ? !a : NO_SUCH_OVERLOAD), 'logical_not(bool) -> bool'),
  fn('@not_strictly_false', overload('not_strictly_false(bool) -> bool', (a) => (typeof a === 'boolean' ? a : true))),
  singleton('_==_', (a = null, b = null) => equal(a, b), 'equals(A, A) -> bool'),
  singleton('_!=_', (a = null, b = null) => equal(a, b) !== true, 'not_equals(A, A) -> bool'),
  singleton(
    '_+_', (a = null, b = null) => add(a, b),
    'add_bytes(bytes, bytes) -> bytes', 'add_double(double, double) -> double', 'add_duration_duration(duration, duration) -> duration',
    'add_duration_timestamp(duration, timestamp) -> timestamp', 'add_timestamp_duration(timestamp, duration) -> timestamp', 'add_int64(int, int) -> int',
    'add_list(list(A), list(A)) -> list(A)', 'add_string(string, string) -> string', 'add_uint64(uint, uint) -> uint',
  ),
  singleton('_/_', (a = null, b = null) => divide(a, b), 'divide_double(double, double) -> double', 'divide_int64(int, int) -> int', 'divide_uint64(uint, uint) -> uint'),
  singleton('_%_', (a = null, b = null) => modulo(a, b), 'modulo_int64(int, int) -> int', 'modulo_uint64(uint, uint) -> uint'),
  singleton('_*_', (a = null, b = null) => multiply(a, b), 'multiply_double(double, double) -> double', 'multiply_int64(int, int) -> int', 'multiply_uint64(uint, uint) -> uint'),
  singleton('-_', (a = null) => negate(a), 'negate_double(double) -> double', 'negate_int64(int) -> int'),
  singleton(
    '_-_', (a = null, b = null) => subtract(a, b),
    'subtract_double(double, double) -> double', 'subtract_duration_duration(duration, duration) -> duration', 'subtract_int64(int, int) -> int',
    'subtract_timestamp_duration(timestamp, duration) -> timestamp', 'subtract_timestamp_timestamp(timestamp, timestamp) -> duration',
    'subtract_uint64(uint, uint) -> uint',
  ),
  ordered('_<_', 'less', (order) => order < 0),
  ordered('_<=_', 'less_equals', (order) => order <= 0),
  ordered('_>_', 'greater', (order) => order > 0),
  ordered('_>=_', 'greater_equals', (order) => order >= 0),
  singleton('_[_]', () => NO_SUCH_OVERLOAD, 'index_list(list(A), int) -> A', 'index_map(map(A, B), A) -> B'),
  singleton('@in', (a = null, b = null) => contains(a, b), 'in_list(A, list(A)) -> bool', 'in_map(A, map(A, B)) -> bool'),
  singleton(
    'size', (a = null) => {
      const size = sizeOf(a);
      return size === undefined ? NO_SUCH_OVERLOAD : BigInt(size);
    },
    'size_bytes(bytes) -> int', 'bytes_size: bytes.() -> int', 'size_list(list(A)) -> int', 'list_size: list(A).() -> int', 'size_map(map(A, B)) -> int',
    'map_size: map(A, B).() -> int', 'size_string(string) -> int', 'string_size: string.() -> int',
  ),
]; // prettier-ignore

const MIN_DOUBLE = -(2 ** 63);

function toInt(value: Value = null): Value {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number')
    return !Number.isFinite(value) || value <= MIN_DOUBLE || value >= 2 ** 63 ? celError('integer overflow') : BigInt(Math.trunc(value));
  if (typeof value === 'string')
    return /^[+-]?\d+$/.test(value) && value.length < 64
      ? inRange(intOf(BigInt(value.replace('+', ''))), value, 'int')
      : conversionError(value, 'int');
  if (isUint(value)) return intOf(value.value);
  if (isDuration(value)) return value.nanos;
  return isTimestamp(value) ? value.seconds : conversionError(value, 'int');
}

const inRange = (result: Value, from: Value, to: string): Value => (isError(result) ? conversionError(from, to) : result);

function toUint(value: Value = null): Value {
  if (isUint(value)) return value;
  if (typeof value === 'bigint') return uintOf(value);
  if (typeof value === 'number')
    return !Number.isFinite(value) || value < 0 || value >= 2 ** 64
      ? celError('unsigned integer overflow')
      : uintOf(BigInt(Math.trunc(value)));
  return typeof value === 'string' && /^\d{1,64}$/.test(value)
    ? inRange(uintOf(BigInt(value)), value, 'uint')
    : conversionError(value, 'uint');
}

function toDouble(value: Value = null): Value {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (isUint(value)) return Number(value.value);
  const parsed = typeof value === 'string' ? parseGoFloat(value) : undefined;
  return parsed ?? conversionError(value, 'double');
}

/** A number as Go's `strconv.ParseFloat` reads it; undefined when it is none or too large. */
function parseGoFloat(text: string): number | undefined {
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (special)
    return special[2]?.toLowerCase() === 'nan' ? (special[1] === '' ? NaN : undefined) : special[1] === '-' ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) || text.length > 4096) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

export function toText(value: Value = null): Value {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return goFloat(value);
  if (value instanceof Uint8Array) return decodeUtf8(value) ?? celError('invalid UTF-8 in bytes, cannot convert to string');
  if (isUint(value)) return String(value.value);
  if (isDuration(value)) return secondsText(value.nanos);
  if (isTimestamp(value)) return timestampText(value);
  return isTagged(value) && value.kind === 'type' ? value.name : conversionError(value, 'string');
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const FALSE = ['0', 'f', 'F', 'FALSE', 'false', 'False'];
function toBool(value: Value = null): Value {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return conversionError(value, 'bool');
  return TRUE.includes(value) || (FALSE.includes(value) ? false : conversionError(value, 'bool'));
}

function toDuration(value: Value = null): Value {
  const nanos = typeof value === 'string' ? parseGoDuration(value) : undefined;
  return nanos !== undefined ? duration(nanos) : isDuration(value) ? value : conversionError(value, 'google.protobuf.Duration');
}

function toTimestamp(value: Value = null): Value {
  if (typeof value === 'bigint') return timestampOf(value * 1_000_000_000n);
  const parsed = typeof value === 'string' ? parseTimestamp(value) : isTimestamp(value) ? value : undefined;
  return parsed ?? conversionError(value, 'google.protobuf.Timestamp');
}

const identity: Implementation = (value = null) => value;
/** Conversions whose one implementation serves all signatures. */
const conversion = (name: string, run: Implementation, ...signatures: readonly string[]): FunctionDeclaration =>
  fn(name, ...signatures.map((signature) => overload(signature, run)));

const CONVERSIONS: readonly FunctionDeclaration[] = [
  singleton('type', (value = null) => typeValue(typeNameOf(value)), 'type(A) -> type(A)'),
  conversion('bool', toBool, 'bool_to_bool(bool) -> bool', 'string_to_bool(string) -> bool'),
  conversion('bytes', (value = null) => (typeof value === 'string' ? new TextEncoder().encode(value) : value), 'bytes_to_bytes(bytes) -> bytes', 'string_to_bytes(string) -> bytes'),
  conversion('double', toDouble, 'double_to_double(double) -> double', 'int64_to_double(int) -> double', 'string_to_double(string) -> double', 'uint64_to_double(uint) -> double'),
  conversion('duration', toDuration, 'duration_to_duration(duration) -> duration', 'string_to_duration(string) -> duration'),
  singleton('dyn', identity, 'to_dyn(A) -> dyn'),
  conversion('int', toInt, 'int64_to_int64(int) -> int', 'double_to_int64(double) -> int', 'duration_to_int64(duration) -> int', 'string_to_int64(string) -> int', 'timestamp_to_int64(timestamp) -> int', 'uint64_to_int64(uint) -> int'),
  conversion(
    'string', toText, 'string_to_string(string) -> string', 'bool_to_string(bool) -> string', 'bytes_to_string(bytes) -> string', 'double_to_string(double) -> string',
    'duration_to_string(duration) -> string', 'int64_to_string(int) -> string', 'timestamp_to_string(timestamp) -> string', 'uint64_to_string(uint) -> string',
  ),
  conversion('timestamp', toTimestamp, 'timestamp_to_timestamp(timestamp) -> timestamp', 'int64_to_timestamp(int) -> timestamp', 'string_to_timestamp(string) -> timestamp'),
  conversion('uint', toUint, 'uint64_to_uint64(uint) -> uint', 'double_to_uint64(double) -> uint', 'int64_to_uint64(int) -> uint', 'string_to_uint64(string) -> uint'),
]; // prettier-ignore

const TEXT: readonly FunctionDeclaration[] = [
  singleton('contains', strings((text, other) => text.includes(other)), 'contains_string: string.(string) -> bool'),
  singleton('endsWith', strings((text, other) => text.endsWith(other)), 'ends_with_string: string.(string) -> bool'),
  singleton('startsWith', strings((text, other) => text.startsWith(other)), 'starts_with_string: string.(string) -> bool'),
  singleton('matches', (text, pattern) => (typeof text === 'string' && typeof pattern === 'string' ? matches(text, pattern) : NO_SUCH_OVERLOAD), 'matches(string, string) -> bool', 'matches_string: string.(string) -> bool'),
]; // prettier-ignore

/** A getter of a timestamp's part, in UTC or a zone, and where durations have it, of a duration. */
function getter(name: string, id: string, part: (time: CivilTime) => number, ofDuration?: bigint): FunctionDeclaration {
  const get: Implementation = (value = null, zone) => {
    if (!isTimestamp(value)) return NO_SUCH_OVERLOAD;
    const time = civilTime(value, typeof zone === 'string' ? zone : undefined);
    return 'error' in time ? celError(time.error) : BigInt(part(time));
  };
  const overloads = [
    overload(`timestamp_to_${id}: timestamp.() -> int`, get),
    overload(`timestamp_to_${id}_with_tz: timestamp.(string) -> int`, get),
  ];
  if (ofDuration === undefined) return fn(name, ...overloads);
  const whole: Implementation = (value = null) => (isDuration(value) ? value.nanos / ofDuration : NO_SUCH_OVERLOAD);
  return fn(name, ...overloads, overload(`duration_to_${id}: duration.() -> int`, whole));
}

const TIME: readonly FunctionDeclaration[] = [
  getter('getFullYear', 'year', ({ year }) => year),
  getter('getMonth', 'month', ({ month }) => month - 1),
  getter('getDayOfYear', 'day_of_year', ({ dayOfYear }) => dayOfYear),
  getter('getDayOfMonth', 'day_of_month', ({ day }) => day - 1),
  getter('getDate', 'day_of_month_1_based', ({ day }) => day),
  getter('getDayOfWeek', 'day_of_week', ({ weekday }) => weekday),
  getter('getHours', 'hours', ({ hour }) => hour, 3_600_000_000_000n),
  getter('getMinutes', 'minutes', ({ minute }) => minute, 60_000_000_000n),
  getter('getSeconds', 'seconds', ({ second }) => second, 1_000_000_000n),
  getter('getMilliseconds', 'milliseconds', ({ millisecond }) => millisecond, 1_000_000n),
];

/** CEL's own functions, operators and types. */
export const STANDARD: Library = {
  functions: [...OPERATORS, ...CONVERSIONS, ...TEXT, ...TIME].map((declared) => forOperands(declared)),
  macros: STANDARD_MACROS,
  types: [BOOL, BYTES, DOUBLE, DURATION, INT, NULL, STRING, TIMESTAMP, TYPE, UINT, listType(DYN), mapType(DYN, DYN)],
};

/** A value as upstream's `%v` prints it in messages. */
export function valueText(value: Value): string {
  if (isList(value)) return `[${elementsOf(value).map(valueText).join(', ')}]`;
  const text = toText(value);
  return typeof text === 'string' ? text : value === null ? 'NULL_VALUE' : goQuote(typeNameOf(value));
}
