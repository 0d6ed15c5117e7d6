import type { CelType } from './types.ts';
import { spend } from './work-limit.ts';

/**
 * A value while an expression is evaluated: int is `bigint`, double is `number`, string, bool, null and bytes are themselves; everything else is tagged.
 * Errors are values, too: `false && error` is false.
 */
export type Value = bigint | number | string | boolean | null | Bytes | Tagged | CelError;
export type Tagged = Uint | ListValue | MapValue | TimestampValue | DurationValue | TypeValue | OptionalValue | OpaqueValue | UnknownValue;
/** Bytes have no tag, so that asking any value for its tag tells. */
export type Bytes = Uint8Array & { readonly kind?: undefined };

export interface Uint {
  readonly kind: 'uint';
  readonly value: bigint;
}
export interface ListValue {
  readonly kind: 'list';
  readonly length: number;
  at(index: number): Value;
  /** How lists of a schema compare and add up when they are not in order: as sets, or by the keys of their elements. */
  readonly as?: ListKind;
  /** Whether it is a list of a schema, which cannot be compared to what is no list. */
  readonly isTyped?: true;
  /** Whether an index is an int, and no other number. */
  readonly hasIntIndices?: true;
}
export type ListKind = { readonly kind: 'set' } | { readonly kind: 'map'; readonly keyOf: (element: Value) => string };
export interface MapValue {
  readonly kind: 'map';
  readonly size: number;
  find(key: Value): Value | undefined;
  keys(): readonly Value[];
  /** The type of objects that expressions make: `Object.spec`, `JSONPatch`. */
  readonly objectType?: string;
  /** For values of a schema: whether two maps agree in what the schema does not know. */
  readonly raw?: { readonly unknownKeys: readonly string[]; get(key: string): unknown };
}
/** Seconds since 1970 and nanoseconds (0 to 999,999,999). `offset` is the zone it was written in, in seconds east of UTC; it only shows in texts. */
export interface TimestampValue {
  readonly kind: 'timestamp';
  readonly seconds: bigint;
  readonly nanos: number;
  readonly offset?: number;
}
export interface DurationValue {
  readonly kind: 'duration';
  readonly nanos: bigint;
}
export interface TypeValue {
  readonly kind: 'type';
  readonly name: string;
}
export interface OptionalValue {
  readonly kind: 'optional';
  readonly value: Value | undefined;
}
/** A value of a library: `kubernetes.Quantity`, `net.IP`. */
export interface OpaqueValue {
  readonly kind: 'opaque';
  readonly type: string;
  readonly value: unknown;
  equals(other: OpaqueValue): boolean;
  /** What the cost of operations counts; 1 where absent. */
  readonly size?: number;
}
/** What a schema keeps without knowing it (`x-kubernetes-preserve-unknown-fields`): it can only be compared. */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly value: unknown;
}
export interface CelError {
  readonly kind: 'error';
  readonly message: string;
}

export const celError = (message: string): CelError => ({ kind: 'error', message });
export const NO_SUCH_OVERLOAD = celError('no such overload');
export const uint = (value: bigint): Uint => ({ kind: 'uint', value });
export const typeValue = (name: string): TypeValue => ({ kind: 'type', name });
export const NONE: OptionalValue = { kind: 'optional', value: undefined };
export const some = (value: Value): OptionalValue => ({ kind: 'optional', value });
export const duration = (nanos: bigint): DurationValue => ({ kind: 'duration', nanos });

export const isTagged = (value: Value): value is Tagged | CelError =>
  typeof value === 'object' && value !== null && value.kind !== undefined;
export const isError = (value: Value): value is CelError => typeof value === 'object' && value !== null && value.kind === 'error';
export const isList = (value: Value): value is ListValue => typeof value === 'object' && value !== null && value.kind === 'list';
export const isMap = (value: Value): value is MapValue => typeof value === 'object' && value !== null && value.kind === 'map';
export const isUint = (value: Value): value is Uint => typeof value === 'object' && value !== null && value.kind === 'uint';
export const isOptional = (value: Value): value is OptionalValue =>
  typeof value === 'object' && value !== null && value.kind === 'optional';
export const isDuration = (value: Value): value is DurationValue =>
  typeof value === 'object' && value !== null && value.kind === 'duration';
export const isTimestamp = (value: Value): value is TimestampValue =>
  typeof value === 'object' && value !== null && value.kind === 'timestamp';
export const isOpaque = (value: Value): value is OpaqueValue => typeof value === 'object' && value !== null && value.kind === 'opaque';

export const listOf = (items: readonly Value[]): ListValue => ({ kind: 'list', length: items.length, at: (index) => itemAt(items, index) });

/** An item of a list; an error beyond its ends. */
export function itemAt(items: readonly Value[], index: number): Value {
  const item = items[index];
  return item === undefined ? celError(`index out of bounds: ${index}`) : item;
}

/** All elements of a list. */
export function elementsOf(list: ListValue): Value[] {
  spend(list.length);
  const items: Value[] = [];
  for (let i = 0; i < list.length; i++) items.push(list.at(i));
  return items;
}

/** A key of a map as text; undefined for values that are no keys. Equal numbers of different types are one key. */
export function keyText(key: Value): string | undefined {
  if (typeof key === 'string') return `s${key}`;
  if (typeof key === 'boolean') return `b${String(key)}`;
  if (typeof key === 'bigint') return `n${key}`;
  if (typeof key === 'number') return Number.isInteger(key) ? `n${BigInt(key)}` : `d${key}`;
  return isUint(key) ? `n${key.value}` : undefined;
}

/** A map of entries; the last of equal keys counts. Equal numbers of different types are different keys here, but found by each other: first ints, then uints. */
export function mapOf(entries: readonly (readonly [key: Value, value: Value])[], objectType?: string): MapValue {
  const found = new Map<string, readonly [Value, Value]>();
  for (const entry of entries) found.set(`${typeNameOf(entry[0])} ${keyText(entry[0]) ?? ''}`, entry);
  return {
    kind: 'map',
    size: found.size,
    find: (key) => {
      const text = keyText(key);
      if (text === undefined) return undefined;
      const own = found.get(`${typeNameOf(key)} ${text}`);
      return (own ?? (text.startsWith('n') ? (found.get(`int ${text}`) ?? found.get(`uint ${text}`)) : undefined))?.[1];
    },
    keys: () => [...found.values()].map(([key]) => key),
    ...(objectType === undefined ? {} : { objectType }),
  };
}

/** The name of a value's type as messages have it. */
export function typeNameOf(value: Value): string {
  if (value === null) return 'null_type';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'double';
  if (value instanceof Uint8Array) return 'bytes';
  switch (value.kind) {
    case 'map':
      return value.objectType ?? 'map';
    case 'timestamp':
      return 'google.protobuf.Timestamp';
    case 'duration':
      return 'google.protobuf.Duration';
    case 'optional':
      return 'optional_type';
    case 'opaque':
      return value.type;
    case 'uint':
    case 'list':
    case 'type':
    case 'error':
    case 'unknown':
      return value.kind;
  }
}

/** Whether an argument may be given where `type` is declared. */
export function isRuntimeType(type: CelType, value: Value): boolean {
  switch (type.kind) {
    case 'dyn':
    case 'any':
    case 'param':
      return true;
    case 'list':
      return isList(value) && (value.length === 0 || isRuntimeType(type.parameters[0], value.at(0)));
    case 'map': {
      if (!isMap(value) || value.objectType !== undefined) return false;
      const [key] = value.size === 0 ? [] : value.keys();
      if (key === undefined) return true;
      const item = value.find(key);
      return isRuntimeType(type.parameters[0], key) && (item === undefined || isRuntimeType(type.parameters[1], item));
    }
    case 'null':
      return value === null;
    case 'timestamp':
      return isTimestamp(value);
    case 'duration':
      return isDuration(value);
    case 'type':
      return isTagged(value) && value.kind === 'type';
    case 'struct':
    case 'opaque':
      return typeNameOf(value) === type.name;
    case 'error':
      return false;
    default:
      return typeNameOf(value) === type.kind;
  }
}
