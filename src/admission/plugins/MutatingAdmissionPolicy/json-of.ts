import { setOwn } from '../../../model/json.ts';
import { encodeBase64 } from '../../../model/base64.ts';
import { isDuration, isList, isMap, isTimestamp, isUint, type Value } from '../../../schema/cel/value.ts';
import { valueText } from '../../../schema/cel/library/standard.ts';

/** Values that one expression may make an object of. Lists can hold one list many times, so that a small expression stands for a vast object. */
const MAX_VALUES = 500_000;

/** The JSON that an expression's value stands for, or why it stands for none. `nullValue` takes the place of nulls. */
export function jsonOf(value: Value, nullValue: unknown = null): { readonly json: unknown } | { readonly error: string } {
  let remaining = MAX_VALUES;
  try {
    return { json: convert(value) };
  } catch (error) {
    if (!(error instanceof NoJson)) throw error;
    return { error: error.message };
  }

  function convert(item: Value): unknown {
    if (--remaining < 0) throw new NoJson(`more than ${MAX_VALUES} values`);
    if (item === null) return nullValue;
    if (typeof item === 'string' || typeof item === 'boolean' || typeof item === 'number') return item;
    if (typeof item === 'bigint') return wholeNumber(item);
    if (item instanceof Uint8Array) return encodeBase64(item);
    if (isUint(item)) return wholeNumber(item.value);
    if (isList(item)) return Array.from({ length: item.length }, (_, i) => convert(item.at(i)));
    if (isTimestamp(item) || isDuration(item)) return valueText(item);
    if (!isMap(item)) throw new NoJson(`unsupported type: ${item.kind}`);
    const object: Record<string, unknown> = {};
    for (const key of item.keys()) {
      if (typeof key !== 'string') throw new NoJson(`map key ${valueText(key)} is not string`);
      setOwn(object, key, convert(item.find(key) ?? null));
    }
    return object;
  }
}

class NoJson extends Error {}

const wholeNumber = (value: bigint): number | bigint =>
  BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : value;

/**
 * What is wrong with the names of types in an object that an expression makes and that `jsonOf` can convert: each is the path of fields that leads there. `Object.spec{…}` can only stand
 * in the field `spec`; elements of lists and maps have the path of these.
 */
export function typeNameErrors(value: Value, path: string): string[] {
  if (isList(value)) return Array.from({ length: value.length }, (_, i) => typeNameErrors(value.at(i), path)).flat();
  if (!isMap(value)) return [];
  const { objectType } = value;
  const wrong =
    objectType === undefined || objectType === path
      ? []
      : [`unexpected type name "${objectType}", expected "${path}", which matches field name path from root Object type`];
  const below = (key: Value): string => (objectType === undefined ? path : `${path}.${String(key)}`);
  return [...wrong, ...value.keys().flatMap((key) => typeNameErrors(value.find(key) ?? null, below(key)))];
}
