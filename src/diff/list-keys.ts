import { deepEqual, isObject, own, stringify, type Json, type JsonObject } from '../model/json.ts';
import type { SchemaProps } from '../schema/crd/schema-props.ts';
import type { Field } from '../schema/registry.ts';

/** Items of two lists that are the same item by their keys; `label` reads `name=web` or `port=80,protocol=TCP`. */
export interface Pairs {
  readonly pairs: readonly { readonly label: string; readonly before?: number; readonly after?: number }[];
  /** Names of the items that both have, when their order differs. */
  readonly reordered?: { readonly before: readonly string[]; readonly after: readonly string[] };
}

/**
 * The fields that tell items of a list apart: the list map keys or the merge key of the schema, `name` where there is no schema and all items have one.
 * Undefined for lists without keys.
 */
export function listKeys(field: Field | undefined, before: readonly Json[], after: readonly Json[]): readonly string[] | undefined {
  if (field?.listType === 'map' && field.listMapKeys) return field.listMapKeys;
  if (field?.patchMergeKey !== undefined) return [field.patchMergeKey];
  if (field) return undefined;
  const items = [...before, ...after];
  return items.length > 0 && items.every((item) => isObject(item) && typeof own(item, 'name') === 'string') ? ['name'] : undefined;
}

/** The same of a list that the schema of a CRD describes. */
export const schemaKeys = (schema: SchemaProps): readonly string[] | undefined =>
  schema['x-kubernetes-list-type'] === 'map' ? schema['x-kubernetes-list-map-keys'] : undefined;

/**
 * Pairs items by keys, in the order of `after`, then what is gone. Items that are left on both sides and share a `name` are one item whose key changed (a
 * port with another number). Undefined when keys do not tell the items of a list apart.
 */
export function pairByKeys(keys: readonly string[], before: readonly Json[], after: readonly Json[]): Pairs | undefined {
  const labelsBefore = labelsOf(keys, before);
  const labelsAfter = labelsOf(keys, after);
  if (!labelsBefore || !labelsAfter) return undefined;
  const indexBefore = new Map(labelsBefore.map((label, i) => [label, i]));
  const known = new Set(labelsAfter);
  const renamed = new Map<string, number>();
  before.forEach((item, i) => {
    const name = nameOf(item);
    if (name !== undefined && !known.has(labelsBefore[i] ?? '')) renamed.set(name, i);
  });
  const partners = after.map((item, j) => {
    const same = indexBefore.get(labelsAfter[j] ?? '');
    const name = nameOf(item);
    if (same !== undefined || name === undefined) return same;
    const other = renamed.get(name);
    renamed.delete(name);
    return other;
  });
  const taken = new Set(partners);
  const pairs = [
    ...partners.map((i, j) => ({
      label: (i === undefined ? undefined : labelsBefore[i]) ?? labelsAfter[j] ?? '',
      ...(i !== undefined && { before: i }),
      after: j,
    })),
    ...labelsBefore.flatMap((label, i) => (taken.has(i) ? [] : [{ label, before: i }])),
  ];
  const kept = partners.filter((i) => i !== undefined);
  const ordered = [...kept].sort((a, b) => a - b);
  if (deepEqual(kept, ordered)) return { pairs };
  const names = (indexes: readonly number[]): string[] => indexes.map((i) => shortLabel(keys, before[i], labelsBefore[i] ?? ''));
  return { pairs, reordered: { before: names(ordered), after: names(kept) } };
}

/** `name=web` of each item; undefined when an item is no object, has none of the keys, or two are alike. */
function labelsOf(keys: readonly string[], items: readonly Json[]): string[] | undefined {
  const labels: string[] = [];
  for (const item of items) {
    const label = isObject(item) ? labelOf(keys, item) : '';
    if (label === '') return undefined;
    labels.push(label);
  }
  return new Set(labels).size === labels.length ? labels : undefined;
}

const labelOf = (keys: readonly string[], item: JsonObject): string =>
  keys.flatMap((key) => (own(item, key) === undefined ? [] : [`${key}=${keyText(own(item, key))}`])).join(',');

const keyText = (value: Json | undefined): string => (typeof value === 'string' ? value : stringify(value));

const shortLabel = (keys: readonly string[], item: Json | undefined, label: string): string => {
  const [only] = keys;
  const value = keys.length === 1 && only !== undefined && isObject(item) ? own(item, only) : undefined;
  return value === undefined ? label : keyText(value);
};

function nameOf(item: Json): string | undefined {
  const name = isObject(item) ? own(item, 'name') : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}
