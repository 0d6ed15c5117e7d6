import { encodeBase64 } from '../../model/base64.ts';
import { timestampOf } from './arithmetic.ts';
import { toText } from './library/standard.ts';
import { ANY, BOOL, BYTES, DOUBLE, DURATION, DYN, INT, listType, mapType, STRING, structType, TIMESTAMP, UINT, wrapperType, type CelType, type ScalarType } from './types.ts'; // prettier-ignore
import {
  celError, duration, elementsOf, isDuration, isError, isList, isMap, isOptional, isTimestamp, isUint, listOf, mapOf, typeNameOf,
  type CelError, type Value,
} from './value.ts'; // prettier-ignore

/** A message of protobuf that expressions can make: `google.protobuf.Int64Value{value: 1}`. */
export interface Message {
  /** What it is to the checker. */
  readonly type: CelType;
  readonly fields: Readonly<Record<string, CelType>>;
  /** What the message comes to; well-known ones are what they stand for: a wrapper its value, a `Struct` a map. */
  make(fields: ReadonlyMap<string, Value>): Value;
}

type Convert = (value: Value) => Value;
const MAX_INT32 = 2n ** 31n;
const MAX_UINT32 = 2n ** 32n;
const MAX_SAFE = 2n ** 53n - 1n;

const is =
  (type: string, native: string): Convert =>
  (value) =>
    typeNameOf(value) === type ? value : celError(conversionProblem(value, native));

/** What upstream says of a value that is not of a field's type, which differs by the value's type. */
function conversionProblem(value: Value, native: string): string {
  const type = typeNameOf(value);
  switch (type) {
    case 'string':
      return `unsupported native conversion from string to '${native}'`;
    case 'int':
    case 'uint':
      return `unsupported type conversion from '${type}' to ${native}`;
    case 'bool':
    case 'list':
    case 'map':
      return `type conversion error from ${type} to '${native}'`;
    case 'double':
    case 'bytes':
      return `type conversion error from ${type === 'double' ? 'Double' : 'Bytes'} to '${native}'`;
    default:
      return `type conversion error from '${type.replace('google.protobuf.', '')}' to '${native}'`;
  }
}

const toInt64 = is('int', 'int64');
const toUint64 = is('uint', 'uint64');
const toDouble = is('double', 'float64');
const toInt32: Convert = (value) =>
  typeof value === 'bigint' && (value >= MAX_INT32 || value < -MAX_INT32) ? celError('integer overflow') : is('int', 'int32')(value);
const toUint32: Convert = (value) =>
  isUint(value) && value.value >= MAX_UINT32 ? celError('unsigned integer overflow') : is('uint', 'uint32')(value);
const toFloat: Convert = (value) => (typeof value === 'number' ? Math.fround(value) : is('double', 'float32')(value));

/** A message with one field: the value, or its zero. */
const wrapper = (name: string, of: ScalarType, zero: Value, convert: Convert): readonly [string, Message] => [
  name,
  {
    type: wrapperType(of),
    fields: { value: of },
    make: (fields) => field(name, 'value', fields.get('value'), convert) ?? zero,
  },
];

const field = (message: string, name: string, value: Value | undefined, convert: Convert): Value | undefined =>
  converted(`${message}.${name}`, value, convert);

function converted(path: string, value: Value | undefined, convert: Convert): Value | undefined {
  const result = value === undefined ? undefined : convert(value);
  return result !== undefined && isError(result)
    ? celError(`field type conversion error for ${path} value type: ${result.message}`)
    : result;
}

/** A field that holds several values. */
function container(path: string, value: Value | undefined, fits: (value: Value) => boolean, convert: Convert): Value | undefined {
  return value === undefined || fits(value)
    ? converted(path, value, convert)
    : celError(`unsupported field type for ${path}: ${typeNameOf(value)}`);
}

/** A value as JSON has it: numbers are doubles, those that lose digits and what JSON does not have are texts. */
function toJson(value: Value): Value {
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number') return value;
  if (value instanceof Uint8Array) return encodeBase64(value);
  const whole = typeof value === 'bigint' ? value : isUint(value) ? value.value : undefined;
  if (whole !== undefined) return whole <= MAX_SAFE && whole >= -MAX_SAFE ? Number(whole) : whole.toString();
  if (isDuration(value) || isTimestamp(value)) return toText(value);
  if (isList(value)) return toJsonList(value);
  if (isMap(value)) return toJsonMap(value);
  if (isOptional(value)) return value.value === undefined ? celError('optional.none() dereference') : toJson(value.value);
  return celError(conversionProblem(value, '*structpb.Value'));
}

function toJsonList(value: Value): Value {
  if (!isList(value)) return celError(conversionProblem(value, '*structpb.ListValue'));
  const items = elementsOf(value).map(toJson);
  return items.find(isError) ?? listOf(items);
}

function toJsonMap(value: Value): Value {
  if (!isMap(value)) return celError(conversionProblem(value, '*structpb.Struct'));
  const entries: (readonly [Value, Value])[] = [];
  for (const key of value.keys()) {
    const item = toJson(value.find(key) ?? null);
    if (isError(item)) return item;
    if (typeof key !== 'string') return celError(conversionProblem(key, 'string'));
    entries.push([key, item]);
  }
  return mapOf(entries);
}

/** The kinds of a `Value`, of which one is set. */
const VALUE_KINDS: Readonly<Record<string, readonly [type: CelType, convert: Convert]>> = {
  null_value: [INT, (value) => (typeof value === 'bigint' ? null : is('int', 'protoreflect.EnumNumber')(value))],
  number_value: [DOUBLE, toDouble],
  string_value: [STRING, is('string', 'string')],
  bool_value: [BOOL, is('bool', 'bool')],
  struct_value: [mapType(STRING, DYN), toJsonMap],
  list_value: [listType(DYN), toJsonList],
};

const VALUE: Message = {
  type: DYN,
  fields: Object.fromEntries(Object.entries(VALUE_KINDS).map(([name, [type]]) => [name, type])),
  make(fields) {
    let result: Value = null;
    for (const [name, value] of fields) {
      const [, convert = toJson] = VALUE_KINDS[name] ?? [];
      result = field('google.protobuf.Value', name, value, convert) ?? null;
      if (isError(result)) return result;
    }
    return result;
  },
};

const wholeOf = (value: Value | undefined): bigint => (typeof value === 'bigint' ? value : 0n);
const firstError = (...values: readonly (Value | undefined)[]): CelError | undefined =>
  values.find((value): value is CelError => value !== undefined && isError(value));

/** `seconds` and `nanos`. */
const timeMessage = (name: string, type: CelType, make: (nanos: bigint) => Value): readonly [string, Message] => [
  name,
  {
    type,
    fields: { seconds: INT, nanos: INT },
    make(fields) {
      const seconds = field(name, 'seconds', fields.get('seconds'), toInt64);
      const nanos = field(name, 'nanos', fields.get('nanos'), toInt32);
      return firstError(seconds, nanos) ?? make(wholeOf(seconds) * NANOS + wholeOf(nanos));
    },
  },
];

const NANOS = 1_000_000_000n;
const MAX_DURATION = 2n ** 63n - 1n;
const clamped = (nanos: bigint): bigint => (nanos > MAX_DURATION ? MAX_DURATION : nanos < -MAX_DURATION - 1n ? -MAX_DURATION - 1n : nanos);

/** The messages that every program of protobuf knows. */
export const WELL_KNOWN_MESSAGES: ReadonlyMap<string, Message> = new Map<string, Message>([
  wrapper('google.protobuf.BoolValue', BOOL, false, is('bool', 'bool')),
  wrapper('google.protobuf.BytesValue', BYTES, new Uint8Array(), is('bytes', '[]uint8')),
  wrapper('google.protobuf.DoubleValue', DOUBLE, 0, toDouble),
  wrapper('google.protobuf.FloatValue', DOUBLE, 0, toFloat),
  wrapper('google.protobuf.Int64Value', INT, 0n, toInt64),
  wrapper('google.protobuf.Int32Value', INT, 0n, toInt32),
  wrapper('google.protobuf.UInt64Value', UINT, { kind: 'uint', value: 0n }, toUint64),
  wrapper('google.protobuf.UInt32Value', UINT, { kind: 'uint', value: 0n }, toUint32),
  wrapper('google.protobuf.StringValue', STRING, '', is('string', 'string')),
  timeMessage('google.protobuf.Duration', DURATION, (nanos) => duration(clamped(nanos))),
  timeMessage('google.protobuf.Timestamp', TIMESTAMP, (nanos) => timestampOf(nanos)),
  [
    'google.protobuf.ListValue',
    {
      type: listType(DYN),
      fields: { values: listType(DYN) },
      make: (fields) => container('google.protobuf.ListValue.values', fields.get('values'), isList, toJsonList) ?? listOf([]),
    },
  ],
  [
    'google.protobuf.Struct',
    {
      type: mapType(STRING, DYN),
      fields: { fields: mapType(STRING, DYN) },
      make: (fields) => container('google.protobuf.Struct.fields', fields.get('fields'), isMap, toJsonMap) ?? mapOf([]),
    },
  ],
  ['google.protobuf.Value', VALUE],
  [
    'google.protobuf.Any',
    // what an `Any` holds would have to be written in protobuf's encoding
    {
      type: ANY,
      fields: { type_url: STRING, value: BYTES },
      make: () => celError('unsupported conversion to ref.Val: (*dynamicpb.Message)'),
    },
  ],
  ['google.protobuf.Empty', { type: structType('google.protobuf.Empty'), fields: {}, make: () => mapOf([], 'google.protobuf.Empty') }],
]);

/** Names of constants, and what they are. */
export const ENUM_VALUES: ReadonlyMap<string, bigint> = new Map([['google.protobuf.NullValue.NULL_VALUE', 0n]]);
