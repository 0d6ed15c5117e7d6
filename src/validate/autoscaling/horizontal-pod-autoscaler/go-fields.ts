import { isObject, type Json } from '../../../model/json.ts';
import { canonicalQuantity } from '../../../model/quantity.ts';

/** What a JSON text is read as. `T` is what the reader answers; a value that is not of the form makes it answer `FAILED`. */
export type Reader<T> = (value: Json) => T | typeof FAILED;
export const FAILED = Symbol('not of this form');

export const text: Reader<string> = (value) => (typeof value === 'string' ? value : FAILED);
export const integer: Reader<number> = (value) =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : FAILED;
export const quantity: Reader<string> = (value) =>
  typeof value === 'string' || typeof value === 'number' ? (canonicalQuantity(value) ?? FAILED) : FAILED;

export const listOf =
  <T>(element: Reader<T>): Reader<T[]> =>
  (value) => {
    if (!Array.isArray(value)) return FAILED;
    const items: T[] = [];
    for (const item of value as readonly Json[]) {
      const read = element(item);
      if (read === FAILED) return FAILED;
      items.push(read);
    }
    return items;
  };

export const mapOf =
  <T>(element: Reader<T>): Reader<Record<string, T>> =>
  (value) => {
    if (!isObject(value)) return FAILED;
    const out: Record<string, T> = {};
    for (const [name, item] of Object.entries(value)) {
      const read = item === undefined || item === null ? FAILED : element(item);
      if (read === FAILED) return FAILED;
      out[name] = read;
    }
    return out;
  };

/** A Go struct, as `encoding/json` reads it: names in any case, null as absent, unknown fields ignored. */
export const structOf =
  <T extends object>(fields: { readonly [K in keyof T]-?: Reader<NonNullable<T[K]>> }): Reader<Partial<T>> =>
  (value) => {
    if (!isObject(value)) return FAILED;
    const out: Partial<T> = {};
    for (const [name, item] of Object.entries(value)) {
      const field = namesOf(fields).find((known) => String(known).toLowerCase() === name.toLowerCase());
      if (field === undefined || item === undefined || item === null) continue;
      const read = fields[field](item);
      if (read === FAILED) return FAILED;
      out[field] = read;
    }
    return out;
  };

const namesOf = <T extends object>(fields: T): (keyof T)[] => Object.keys(fields) as (keyof T)[];

/** The value of a JSON text; undefined when it is none or not of the form. */
export function readText<T>(json: string | undefined, reader: Reader<T>): T | undefined {
  if (json === undefined) return undefined;
  try {
    const read = reader(JSON.parse(json) as Json);
    return read === FAILED ? undefined : read;
  } catch {
    return undefined;
  }
}
