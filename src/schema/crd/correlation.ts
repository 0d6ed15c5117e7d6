import { deepEqual, isObject } from '../../model/json.ts';
import { goQuote } from '../../model/go-text.ts';
import { itemsOf, memberOf, type SchemaProps } from './schema-props.ts';
import { isFields, kindOfValue } from './value.ts';

/**
 * A value of an updated object and the one it had before. An unchanged value is not refused although the schema does not allow it (any more).
 * Members of maps are matched by name, items of lists of type `map` by their keys, items of other lists not at all.
 */
export interface Correlation {
  readonly value: unknown;
  readonly old: unknown;
  /** Whether nothing has changed, as far as that can be told: values without a schema count as changed. */
  isUnchanged(): boolean;
  /** The member of this name, undefined when it had no value before. */
  member(name: string): Correlation | undefined;
  item(i: number): Correlation | undefined;
}

export function correlate(value: unknown, old: unknown, schema: SchemaProps): Correlation {
  const children = new Map<string | number, Correlation>();
  let unchanged: boolean | undefined;
  let oldItem: ((item: unknown) => unknown) | undefined;

  function once(name: string | number, make: () => Correlation | undefined): Correlation | undefined {
    const known = children.get(name);
    if (known) return known;
    const made = make();
    if (made) children.set(name, made);
    return made;
  }

  const self: Correlation = {
    value,
    old,
    isUnchanged: () => (unchanged ??= compare(self, schema)),
    member: (name) =>
      once(name, () => {
        if (!isFields(value) || !isFields(old) || !Object.hasOwn(value, name) || !Object.hasOwn(old, name)) return undefined;
        const below = memberOf(schema, name);
        return below && correlate(value[name], old[name], below);
      }),
    item: (i) =>
      once(i, () => {
        const items = itemsOf(schema);
        if (!items || !Array.isArray(value) || !Array.isArray(old) || i >= value.length) return undefined;
        oldItem ??= keyedItems(old, schema);
        const item: unknown = value[i];
        const before = oldItem(item);
        return before === undefined ? undefined : correlate(item, before, items);
      }),
  };
  return self;
}

function compare(node: Correlation, schema: SchemaProps): boolean {
  const { value, old } = node;
  if (Array.isArray(value) && Array.isArray(old)) {
    if (value.length !== old.length) return false;
    if (!isKeyed(schema) || value.length === 0) return deepEqual(value, old);
    return value.every((_, i) => node.item(i)?.isUnchanged() === true);
  }
  if (isObject(value) && isObject(old)) {
    const names = Object.keys(value);
    return names.length === Object.keys(old).length && names.every((name) => node.member(name)?.isUnchanged() === true);
  }
  return deepEqual(value, old);
}

const isKeyed = (schema: SchemaProps): boolean => schema['x-kubernetes-list-type'] === 'map';

/** Finds an item's former self by its keys; of several the first. */
function keyedItems(old: readonly unknown[], schema: SchemaProps): (item: unknown) => unknown {
  const names = schema['x-kubernetes-list-map-keys'] ?? [];
  if (!isKeyed(schema) || schema.type !== 'array' || names.length === 0) return () => undefined;
  const items = new Map<string, unknown>();
  for (const item of old) {
    const key = keyText(item, names);
    if (key !== undefined && !items.has(key)) items.set(key, item);
  }
  return (item) => {
    const key = keyText(item, names);
    return key === undefined ? undefined : items.get(key);
  };
}

/** The keys of an item; undefined when one is missing or no scalar. */
function keyText(item: unknown, names: readonly string[]): string | undefined {
  if (!isFields(item)) return undefined;
  const texts = names.map((name) => (Object.hasOwn(item, name) ? scalarText(item[name]) : undefined));
  return texts.includes(undefined) ? undefined : texts.join('\0');
}

function scalarText(value: unknown): string | undefined {
  switch (kindOfValue(value)) {
    case 'null':
    case 'slice':
    case 'map':
      return undefined;
    default:
      return typeof value === 'string' ? goQuote(value) : String(value);
  }
}
