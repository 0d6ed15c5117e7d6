import { isObject } from '../../model/json.ts';
import { celError, type Value } from '../../schema/cel/value.ts';

/** JSON as expressions see it that know no schema of it: whole numbers are int, others double. */
export function plainValue(value: unknown): Value {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return value;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const at = (i: number): Value => (i in items ? plainValue(items[i]) : celError(`index out of bounds: ${i}`));
    return { kind: 'list', length: items.length, at };
  }
  if (!isObject(value)) return null;
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  const find = (key: Value): Value | undefined => (typeof key === 'string' && names.includes(key) ? plainValue(value[key]) : undefined);
  return { kind: 'map', size: names.length, find, keys: () => names };
}
