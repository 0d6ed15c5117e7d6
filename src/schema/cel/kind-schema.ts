import { OBJECT_META } from '../crd/object-meta-types.ts';
import { itemsOf, valuesOf, type SchemaProps } from '../crd/schema-props.ts';
import { oncePerObject } from '../../model/once-per-object.ts';
import type { GoType, SchemaRegistry } from '../registry.ts';

const TEXT: SchemaProps = { type: 'string' };
const TIME: SchemaProps = { type: 'string', format: 'date-time' };
/** Something without a type: expressions do not see it. */
const UNSEEN: SchemaProps = {};

/**
 * The schema of a built-in kind by its struct, as the server publishes it, as far as expressions look at it. A struct within itself is an object without
 * fields, quantities and arbitrary JSON have no type.
 */
export const structSchema = oncePerObject((registry: SchemaRegistry, name: string): SchemaProps => describe(registry, name, []));

function describe(registry: SchemaRegistry, name: string, around: readonly string[]): SchemaProps {
  if (around.includes(name)) return { type: 'object' };
  const within = [...around, name];
  const typed = (type: GoType): SchemaProps => {
    switch (type.kind) {
      case 'string':
        return TEXT;
      case 'bool':
        return { type: 'boolean' };
      case 'int32':
      case 'int64':
        return { type: 'integer' };
      case 'float64':
        return { type: 'number' };
      case 'bytes':
        return { type: 'string', format: 'byte' };
      case 'time':
      case 'micro-time':
        return TIME;
      case 'int-or-string':
        return { 'x-kubernetes-int-or-string': true };
      case 'raw':
      case 'fields':
        return { type: 'object' };
      case 'quantity':
      case 'json':
      case 'schema-or-array':
      case 'schema-or-bool':
      case 'schema-or-string-array':
        return UNSEEN;
      case 'pointer':
        return typed(type.element);
      case 'slice':
        return { type: 'array', items: typed(type.element) };
      case 'map':
        return { type: 'object', additionalProperties: typed(type.element) };
      case 'struct':
        return describe(registry, type.name, within);
    }
  };
  const fields = [...registry.struct(name).byJson];
  return { type: 'object', properties: Object.fromEntries(fields.map(([json, { field }]) => [json, typed(field.type)])) };
}

/** The schema of custom resources as the server publishes it: with all that every object has, in embedded ones, too. */
export function publishedSchema(schema: SchemaProps | undefined, registry: SchemaRegistry): SchemaProps {
  if (!schema) return { type: 'object' };
  const metadata = structSchema(registry, OBJECT_META);
  const withMeta = (of: SchemaProps): SchemaProps => ({
    ...of,
    properties: { ...of.properties, apiVersion: TEXT, kind: TEXT, metadata },
  });
  const publish = (of: SchemaProps): SchemaProps => {
    const [items, values] = [itemsOf(of), valuesOf(of)];
    const published: SchemaProps = {
      ...of,
      ...(of.properties && {
        properties: Object.fromEntries(Object.entries(of.properties).map(([name, property]) => [name, publish(property)])),
      }),
      ...(items && { items: publish(items) }),
      ...(values && { additionalProperties: publish(values) }),
    };
    return of['x-kubernetes-embedded-resource'] ? withMeta(published) : published;
  };
  return withMeta(publish(schema));
}
