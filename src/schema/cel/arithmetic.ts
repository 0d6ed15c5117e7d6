import { compareUtf8 } from '../../model/utf8-order.ts';
import { compareNumbers, setKey } from './equality.ts';
import { spend } from './work-limit.ts';
import {
  celError, duration, elementsOf, isDuration, isError, isList, isTimestamp, isUint, itemAt, listOf, NO_SUCH_OVERLOAD, uint,
  type ListValue, type TimestampValue, type Value,
} from './value.ts'; // prettier-ignore

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);
const MAX_UINT = 2n ** 64n - 1n;
const INT_OVERFLOW = celError('integer overflow');
const UINT_OVERFLOW = celError('unsigned integer overflow');
const DURATION_OVERFLOW = celError('duration overflow');
export const TIMESTAMP_OVERFLOW = celError('timestamp overflow');
const MIN_SECONDS = -62_135_596_800n;
const MAX_SECONDS = 253_402_300_799n;
const NANOS = 1_000_000_000n;

export const intOf = (value: bigint): Value => (value > MAX_INT || value < MIN_INT ? INT_OVERFLOW : value);
export const uintOf = (value: bigint): Value => (value > MAX_UINT || value < 0n ? UINT_OVERFLOW : uint(value));
const durationOf = (nanos: bigint): Value => (nanos > MAX_INT || nanos < MIN_INT ? DURATION_OVERFLOW : duration(nanos));

/** The timestamp of nanoseconds since 1970; an error outside of years 1 to 9999. */
export function timestampOf(nanosSinceEpoch: bigint, offset = 0): Value {
  const nanos = ((nanosSinceEpoch % NANOS) + NANOS) % NANOS;
  const seconds = (nanosSinceEpoch - nanos) / NANOS;
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) return TIMESTAMP_OVERFLOW;
  return { kind: 'timestamp', seconds, nanos: Number(nanos), ...(offset === 0 ? {} : { offset }) };
}
export const nanosOf = ({ seconds, nanos }: TimestampValue): bigint => seconds * NANOS + BigInt(nanos);

export function add(a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return intOf(a + b);
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Uint8Array.from([...a, ...b]);
  if (isUint(a) && isUint(b)) return uintOf(a.value + b.value);
  if (isList(a) && isList(b)) return concatenate(a, b);
  if (isDuration(a) && isDuration(b)) return durationOf(a.nanos + b.nanos);
  if (isDuration(a) && isTimestamp(b)) return timestampOf(nanosOf(b) + a.nanos, b.offset);
  if (isTimestamp(a) && isDuration(b)) return timestampOf(nanosOf(a) + b.nanos, a.offset);
  return NO_SUCH_OVERLOAD;
}

/** Lists of a schema that are sets or maps merge; all others are put one after the other. */
function concatenate(a: ListValue, b: ListValue): Value {
  if (a.as === undefined) return b.length === 0 && !a.isTyped ? a : a.length === 0 && !b.isTyped ? b : join(a, b);
  const keyOf = a.as.kind === 'set' ? setKey : a.as.keyOf;
  const merged = elementsOf(a);
  const places = new Map(merged.map((element, i) => [keyOf(element), i]));
  for (const element of elementsOf(b)) {
    const key = keyOf(element);
    const place = places.get(key);
    if (place !== undefined) merged[place] = element;
    else {
      places.set(key, merged.length);
      merged.push(element);
    }
  }
  return { ...listOf(merged), as: a.as, isTyped: true };
}

/** Both lists in one that shares their elements until it is grown; a loop that appends does not copy each time. */
function join(a: ListValue, b: ListValue): ListValue {
  const shared = growing.get(a);
  const items = shared?.length === a.length ? shared : elementsOf(a);
  spend(b.length);
  for (let i = 0; i < b.length; i++) items.push(b.at(i));
  const { length } = items;
  const list: ListValue = { kind: 'list', length, at: (index) => itemAt(items, index < length ? index : -1) };
  growing.set(list, items);
  return list;
}
const growing = new WeakMap<ListValue, Value[]>();

export function subtract(a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return intOf(a - b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (isUint(a) && isUint(b)) return uintOf(a.value - b.value);
  if (isDuration(a) && isDuration(b)) return durationOf(a.nanos - b.nanos);
  if (isTimestamp(a) && isDuration(b)) return timestampOf(nanosOf(a) - b.nanos, a.offset);
  if (isTimestamp(a) && isTimestamp(b)) return durationOf(nanosOf(a) - nanosOf(b));
  return NO_SUCH_OVERLOAD;
}

export function multiply(a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return intOf(a * b);
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  return isUint(a) && isUint(b) ? uintOf(a.value * b.value) : NO_SUCH_OVERLOAD;
}

export function divide(a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return b === 0n ? celError('division by zero') : intOf(a / b);
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  if (!isUint(a) || !isUint(b)) return NO_SUCH_OVERLOAD;
  return b.value === 0n ? celError('division by zero') : uint(a.value / b.value);
}

export function modulo(a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    if (b === 0n) return celError('modulus by zero');
    return a === MIN_INT && b === -1n ? INT_OVERFLOW : a % b;
  }
  if (!isUint(a) || !isUint(b)) return NO_SUCH_OVERLOAD;
  return b.value === 0n ? celError('modulus by zero') : uint(a.value % b.value);
}

export function negate(a: Value): Value {
  if (typeof a === 'bigint') return intOf(-a);
  if (typeof a === 'number') return -a;
  return isDuration(a) ? durationOf(-a.nanos) : NO_SUCH_OVERLOAD;
}

/** -1, 0 or 1; an error for values that have no order. */
export function compare(a: Value, b: Value): number | ReturnType<typeof celError> {
  const numbers = compareNumbers(a, b);
  if (numbers !== undefined) return Number.isNaN(numbers) ? celError('NaN values cannot be ordered') : numbers;
  if (typeof a === 'string' && typeof b === 'string') return Math.sign(compareUtf8(a, b));
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  if (isDuration(a) && isDuration(b)) return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
  if (isTimestamp(a) && isTimestamp(b)) {
    const difference = nanosOf(a) - nanosOf(b);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  return isError(b) ? b : NO_SUCH_OVERLOAD;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return (a[i] ?? 0) < (b[i] ?? 0) ? -1 : 1;
  return Math.sign(a.length - b.length);
}
