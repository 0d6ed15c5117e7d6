import { root } from '../../model/field-path.ts';
import { deepCopy, deepEqual } from '../../model/json.ts';
import type { Release } from '../release.ts';
import { coerceMetadata } from './coerce-metadata.ts';
import { pruneUnknownFields } from './prune.ts';
import { someSchema, type SchemaProps } from './schema-props.ts';
import { focus, inside, ITEM, ROOT, surround, type Surrounding } from './surrounding.ts';

export const hasDefaults = (schema: SchemaProps): boolean => someSchema(schema, (each) => each.default !== undefined);

/** The schema with defaults that hold nothing the schema does not know: the one that objects are served by. The same where there is nothing to remove. */
export function withPrunedDefaults(schema: SchemaProps, release: Release): SchemaProps {
  return hasDefaults(schema) ? prune(schema, schema, ROOT, release) : schema;
}

/** Whether a default holds fields that the schema does not know. */
export const hasUnprunedDefaults = (schema: SchemaProps, release: Release): boolean => withPrunedDefaults(schema, release) !== schema;

function prune(schema: SchemaProps, whole: SchemaProps, place: Surrounding, release: Release): SchemaProps {
  let result = schema;
  const change = (part: Partial<SchemaProps>): void => {
    result = { ...result, ...part };
  };
  if (schema.default !== undefined) {
    const pruned = pruneDefault(schema.default, whole, place, release);
    if (!deepEqual(pruned, schema.default)) change({ default: pruned });
  }
  const { items, additionalProperties, properties } = schema;
  if (typeof additionalProperties === 'object') {
    const changed = prune(additionalProperties, whole, inside(place, '*'), release);
    if (changed !== additionalProperties) change({ additionalProperties: changed });
  }
  if (items && !Array.isArray(items)) {
    const changed = prune(items, whole, inside(place, ITEM), release);
    if (changed !== items) change({ items: changed });
  }
  for (const [name, property] of Object.entries(properties ?? {})) {
    const changed = prune(property, whole, inside(place, name), release);
    if (changed !== property) change({ properties: { ...result.properties, [name]: changed } });
  }
  return result;
}

function pruneDefault(value: unknown, whole: SchemaProps, place: Surrounding, release: Release): unknown {
  const object = surround(place, deepCopy(value));
  if (!object) return value;
  coerceMetadata(object, whole, root, true, { release, dropInvalid: true });
  pruneUnknownFields(object, whole, true);
  return focus(place, object);
}
