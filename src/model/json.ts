/**
 * A JSON value as manifests carry it. Whole numbers that a double cannot hold exactly (beyond ±2^53-1, up to 64 bits) are `bigint`.
 */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of `key` when it is the object's own, so that `constructor` and the like are no fields. */
export const own = (object: JsonObject, key: string): Json | undefined => (Object.hasOwn(object, key) ? object[key] : undefined);

/** A private copy whose objects and lists may be changed. */
export function deepCopy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(deepCopy) as T;
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) setOwn(copy, key, deepCopy((value as Record<string, unknown>)[key]));
  return copy as T;
}

/** Sets a key even when it is `__proto__`. */
export function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}

/** Whether two JSON values are the same; the order of keys does not count, an absent key and `undefined` are alike. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => deepEqual(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = definedKeys(a);
  return keys.length === definedKeys(b).length && keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]));
}

const definedKeys = (object: JsonObject): string[] => Object.keys(object).filter((key) => object[key] !== undefined);

/** JSON text with keys sorted when `sorted`, digits of `bigint` kept, indented by `indent` spaces. */
export function stringify(value: unknown, { indent = 0, sorted = false }: { indent?: number; sorted?: boolean } = {}): string {
  return write(value, indent, sorted, '\n');
}

function write(value: unknown, indent: number, sorted: boolean, line: string): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = line + ' '.repeat(indent);
  const [open, close, items] = Array.isArray(value)
    ? ['[', ']', value.map((item) => write(item, indent, sorted, inner))]
    : [
        '{',
        '}',
        entriesOf(value, sorted).map(([key, item]) => `${JSON.stringify(key)}:${indent ? ' ' : ''}${write(item, indent, sorted, inner)}`),
      ];
  if (items.length === 0) return open + close;
  return indent ? `${open}${inner}${items.join(`,${inner}`)}${line}${close}` : `${open}${items.join(',')}${close}`;
}

function entriesOf(object: object, sorted: boolean): [string, unknown][] {
  const entries = Object.entries(object).filter(([, item]) => item !== undefined);
  return sorted ? entries.sort(([a], [b]) => compareText(a, b)) : entries;
}

/** Orders texts by their UTF-16 code units, as sorting does by default: negative, zero or positive. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
