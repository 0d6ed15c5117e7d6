import { setOwn } from '../../../model/json.ts';
import { encodeBase64 } from '../../../model/base64.ts';
import { elementsOf, isDuration, isList, isMap, isTimestamp, isUint, type Value } from '../../../schema/cel/value.ts';
import { valueText } from '../../../schema/cel/library/standard.ts';

/** The JSON that an expression's value stands for, or why it stands for none. `nullValue` takes the place of nulls. */
export function jsonOf(value: Value, nullValue: unknown = null): { readonly json: unknown } | { readonly error: string } {
  try {
    return { json: convert(value, nullValue) };
  } catch (error) {
    if (!(error instanceof NoJson)) throw error;
    return { error: error.message };
  }
}

class NoJson extends Error {}

function convert(value: Value, nullValue: unknown): unknown {
  if (value === null) return nullValue;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return wholeNumber(value);
  if (value instanceof Uint8Array) return encodeBase64(value);
  if (isUint(value)) return wholeNumber(value.value);
  if (isList(value)) return elementsOf(value).map((item) => convert(item, nullValue));
  if (isTimestamp(value) || isDuration(value)) return valueText(value);
  if (!isMap(value)) throw new NoJson(`unsupported type: ${value.kind}`);
  const object: Record<string, unknown> = {};
  for (const key of value.keys()) {
    if (typeof key !== 'string') throw new NoJson(`map key ${valueText(key)} is not string`);
    setOwn(object, key, convert(value.find(key) ?? null, nullValue));
  }
  return object;
}

const wholeNumber = (value: bigint): number | bigint =>
  BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : value;

/**
 * What is wrong with the names of types in an object that an expression makes: each is the path of fields that leads there. `Object.spec{…}` can only stand
 * in the field `spec`; elements of lists and maps have the path of these.
 */
export function typeNameErrors(value: Value, path: string): string[] {
  if (isList(value)) return elementsOf(value).flatMap((item) => typeNameErrors(item, path));
  if (!isMap(value)) return [];
  const { objectType } = value;
  const wrong =
    objectType === undefined || objectType === path
      ? []
      : [`unexpected type name "${objectType}", expected "${path}", which matches field name path from root Object type`];
  const below = (key: Value): string => (objectType === undefined ? path : `${path}.${String(key)}`);
  return [...wrong, ...value.keys().flatMap((key) => typeNameErrors(value.find(key) ?? null, below(key)))];
}
