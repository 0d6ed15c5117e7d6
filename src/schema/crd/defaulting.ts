import { deepCopy, setOwn } from '../../model/json.ts';
import { itemsOf, memberOf, propertyOf, valuesOf, type SchemaProps } from './schema-props.ts';
import { isFields } from './value.ts';

/** Null where the schema allows none. */
const isForbiddenNull = (value: unknown, schema: SchemaProps | undefined): boolean =>
  value === null && schema !== undefined && !schema.nullable;

/** Removes nulls that the schema neither allows nor replaces by a default. Changes `value`. */
export function pruneNulls(value: unknown, schema: SchemaProps | undefined): void {
  if (Array.isArray(value)) for (const item of value) pruneNulls(item, schema && itemsOf(schema));
  if (!isFields(value)) return;
  for (const name of Object.keys(value)) {
    const member = schema && memberOf(schema, name);
    if (isForbiddenNull(value[name], member) && member?.default === undefined) delete value[name];
    else pruneNulls(value[name], member);
  }
}

/** Fills in the defaults of the schema, level by level: below a value that comes from a default, too. Changes `value`. */
export function applyDefaults(value: unknown, schema: SchemaProps | undefined): void {
  if (!schema) return;
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    for (const [i, item] of value.entries()) {
      if (isForbiddenNull(item, items)) value[i] = defaultOf(items);
      applyDefaults(value[i], items);
    }
  }
  if (!isFields(value)) return;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (property.default === undefined) continue;
    if (!Object.hasOwn(value, name) || isForbiddenNull(value[name], property)) setOwn(value, name, deepCopy(property.default));
  }
  const values = valuesOf(schema);
  for (const name of Object.keys(value)) {
    const property = propertyOf(schema, name);
    if (!property && isForbiddenNull(value[name], values)) value[name] = defaultOf(values);
    applyDefaults(value[name], property ?? values);
  }
}

const defaultOf = (schema: SchemaProps | undefined): unknown => deepCopy(schema?.default ?? null);
