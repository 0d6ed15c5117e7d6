import { deepEqual } from '../../model/json.ts';
import { spend } from './work-limit.ts';
import {
  elementsOf,
  isError,
  isList,
  isMap,
  isOpaque,
  isTagged,
  isUint,
  keyText,
  NO_SUCH_OVERLOAD,
  type ListValue,
  type MapValue,
  type Value,
} from './value.ts';

/** `a == b`: numbers of different types by value, null only with null; an error where a schema's values cannot be compared. */
export function equal(a: Value, b: Value): Value {
  spend(1);
  if (isError(a)) return a;
  if (isError(b)) return b;
  if (a === null || b === null) return a === b;
  const order = compareNumbers(a, b);
  if (order !== undefined) return order === 0;
  if (isOfSchema(a) && !(isTagged(b) && a.kind === b.kind)) return isError(b) ? b : NO_SUCH_OVERLOAD;
  if (!isTagged(a) || !isTagged(b)) return a instanceof Uint8Array && b instanceof Uint8Array ? sameBytes(a, b) : a === b;
  if (a.kind === 'unknown' || b.kind === 'unknown') return a.kind === 'unknown' && b.kind === 'unknown' && deepEqual(a.value, b.value);
  if (isList(a)) return isList(b) && equalLists(a, b);
  if (isMap(a)) return isMap(b) && equalMaps(a, b);
  if (isOpaque(a)) return isOpaque(b) && a.type === b.type ? a.equals(b) : NO_SUCH_OVERLOAD;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'timestamp':
      return b.kind === 'timestamp' && a.seconds === b.seconds && a.nanos === b.nanos;
    case 'duration':
      return b.kind === 'duration' && a.nanos === b.nanos;
    case 'type':
      return b.kind === 'type' && a.name === b.name;
    case 'optional': {
      const other = b.kind === 'optional' ? b.value : undefined;
      return a.value === undefined || other === undefined ? a.value === other : equal(a.value, other);
    }
    default:
      return false;
  }
}

/** Lists and maps of a schema cannot be compared to other kinds of values; all others are just not equal. */
const isOfSchema = (value: Value): value is ListValue | MapValue =>
  (isList(value) && value.isTyped === true) || (isMap(value) && value.raw !== undefined);

export const isEqual = (a: Value, b: Value): boolean => equal(a, b) === true;

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

function equalLists(a: ListValue, b: ListValue): Value {
  if (a.length !== b.length) return false;
  if (a.as?.kind === 'set') return sameSet(a, b);
  if (a.as?.kind === 'map') {
    const { keyOf } = a.as;
    const mine = new Map(elementsOf(a).map((element) => [keyOf(element), element]));
    const seen = new Set<string>();
    for (const other of elementsOf(b)) {
      const element = mine.get(keyOf(other));
      if (element === undefined) return false;
      const result = equal(element, other);
      if (result !== true) return result;
      seen.add(keyOf(other));
    }
    return seen.size === mine.size;
  }
  for (let i = 0; i < a.length; i++) {
    const result = equal(a.at(i), b.at(i));
    if (result !== true) return result;
  }
  return true;
}

function sameSet(a: ListValue, b: ListValue): boolean {
  const mine = new Set(elementsOf(a).map(setKey));
  const others = elementsOf(b).map(setKey);
  return others.every((key) => mine.has(key)) && new Set(others).size === mine.size;
}

/** What tells the elements of a set apart. */
export function setKey(value: Value): string {
  const key = keyText(value);
  if (key !== undefined) return key;
  if (isList(value)) return `[${elementsOf(value).map(setKey).join('\0')}]`;
  if (isMap(value)) return `{${value.keys().map((name) => `${setKey(name)}\x01${setKey(value.find(name) ?? null)}`).sort().join('\0')}}`; // prettier-ignore
  return isTagged(value)
    ? `${value.kind} ${'nanos' in value ? String(value.nanos) : ''} ${'seconds' in value ? String(value.seconds) : ''}`
    : String(value);
}

function equalMaps(a: MapValue, b: MapValue): Value {
  if (a.objectType !== b.objectType || a.size !== b.size) return false;
  for (const key of a.keys()) {
    const other = b.find(key);
    if (other === undefined) return false;
    const value = a.find(key);
    const result = value === undefined ? false : equal(value, other);
    if (result !== true) return result;
  }
  for (const name of a.raw?.unknownKeys ?? []) {
    if (!b.raw) return NO_SUCH_OVERLOAD;
    const other = b.raw.get(name);
    if (other !== undefined && !deepEqual(a.raw?.get(name), other)) return false;
  }
  return true;
}

const numberOf = (value: Value): bigint | number | undefined =>
  typeof value === 'bigint' || typeof value === 'number' ? value : isUint(value) ? value.value : undefined;

/** -1, 0, 1, or NaN where one of two numbers is none; undefined unless both are numbers. */
export function compareNumbers(a: Value, b: Value): number | undefined {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left === undefined || right === undefined) return undefined;
  if (Number.isNaN(left) || Number.isNaN(right)) return NaN;
  // an int next to a double is rounded to one, as upstream does
  if (typeof left !== typeof right) return order(Number(left), Number(right));
  return order(left, right);
}

const order = (left: bigint | number, right: bigint | number): number => (left < right ? -1 : left > right ? 1 : 0);
