import { duplicate, invalid, type FieldError } from '../../model/field-error.ts';
import { child, index, key, type FieldPath } from '../../model/field-path.ts';
import { sortedGoJson } from '../../model/sorted-json.ts';
import { shownValue } from './coerce-metadata.ts';
import { itemsOf, propertyOf, valuesOf, type SchemaProps } from './schema-props.ts';
import { isFields, type Fields } from './value.ts';

/** That lists of type `set` hold each item, and those of type `map` each key, only once. Each repeated one is named at its second appearance. */
export function validateListTypes(value: unknown, schema: SchemaProps | undefined, at: FieldPath): FieldError[] {
  if (!schema) return [];
  if (Array.isArray(value)) return validateList(value, schema, at);
  if (!isFields(value)) return [];
  const names = Object.keys(value);
  const values = valuesOf(schema);
  const underValues = values ? names.flatMap((name) => validateListTypes(value[name], values, key(at, name))) : [];
  const underProperties = names.flatMap((name) => validateListTypes(value[name], propertyOf(schema, name), child(at, name)));
  return [...underValues, ...underProperties];
}

function validateList(list: readonly unknown[], schema: SchemaProps, at: FieldPath): FieldError[] {
  const items = itemsOf(schema);
  return [
    ...(schema['x-kubernetes-list-type'] === 'set' ? repeated(list).map((i) => duplicate(index(at, i), shownValue(list[i] ?? null))) : []),
    ...(schema['x-kubernetes-list-type'] === 'map' ? validateKeys(list, schema['x-kubernetes-list-map-keys'] ?? [], at) : []),
    ...(items ? list.flatMap((item, i) => validateListTypes(item, items, index(at, i))) : []),
  ];
}

function validateKeys(list: readonly unknown[], names: readonly string[], at: FieldPath): FieldError[] {
  const misfit = list.findIndex((item) => item !== null && !isFields(item));
  if (misfit >= 0) return [invalid(index(at, misfit), shownValue(list[misfit]), 'must be an object for an array of list-type map')];
  const keys = list.map((item) => keyOf(isFields(item) ? item : {}, names));
  return repeated(keys).map((i) => duplicate(index(at, i), shownValue(keys[i])));
}

const keyOf = (item: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.filter((name) => Object.hasOwn(item, name)).map((name) => [name, item[name]]));

/** Where values stand for the second time. */
function repeated(values: readonly unknown[]): number[] {
  const times = new Map<string, number>();
  return values.flatMap((value, i) => {
    const text = sortedGoJson(value ?? null);
    const seen = times.get(text) ?? 0;
    times.set(text, seen + 1);
    return seen === 1 ? [i] : [];
  });
}
