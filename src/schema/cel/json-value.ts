import { isFields, kindOfValue, type Fields } from '../crd/value.ts';
import { goTypeName } from './go-type-name.ts';
import { celError, type ListValue, type MapValue, type Value } from './value.ts';

/**
 * JSON as expressions see it that know no schema of it: whole numbers are int, all others double. Members are made when they are asked for. What comes
 * from a type of the server (`isTyped`) cannot be compared to values of other kinds, as lists and maps of a schema cannot.
 */
export function jsonValue(value: unknown, isTyped: boolean): Value {
  switch (kindOfValue(value)) {
    case 'int':
      return typeof value === 'bigint' ? value : BigInt(Number(value));
    case 'float':
      return Number(value);
    case 'slice':
      return Array.isArray(value) ? jsonList(value, isTyped) : null;
    case 'map':
      return isFields(value) ? jsonMap(value, isTyped) : null;
    case 'string':
      return typeof value === 'string' ? value : null;
    case 'bool':
      return value === true;
    case 'null':
      return null;
  }
}

function jsonList(items: readonly unknown[], isTyped: boolean): ListValue {
  const members: Value[] = [];
  const at = (index: number): Value => {
    if (index < 0 || index >= items.length) return celError(`index out of bounds: ${index}`);
    return (members[index] ??= jsonValue(items[index], isTyped));
  };
  return isTyped ? { kind: 'list', length: items.length, at, isTyped, hasIntIndices: true } : { kind: 'list', length: items.length, at };
}

const NOTHING_UNKNOWN = { unknownKeys: [], get: () => undefined };

function jsonMap(fields: Fields, isTyped: boolean): MapValue {
  let names: string[] | undefined;
  const keys = (): string[] => (names ??= Object.keys(fields).filter((name) => fields[name] !== undefined));
  const members = new Map<string, Value>();
  const find = (key: Value): Value | undefined => {
    if (typeof key !== 'string') return isTyped ? celError(`unsupported map key type: ${goTypeName(key)}`) : undefined;
    const known = members.get(key);
    if (known !== undefined || !Object.hasOwn(fields, key) || fields[key] === undefined) return known;
    const made = jsonValue(fields[key], isTyped);
    members.set(key, made);
    return made;
  };
  const map: MapValue = {
    kind: 'map',
    get size() {
      return keys().length;
    },
    find,
    keys,
  };
  return isTyped ? Object.assign(map, { raw: NOTHING_UNKNOWN }) : map;
}
