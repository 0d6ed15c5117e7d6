import type { JSONSchemaProps } from '../../model/kinds/apiextensions-v1.ts';

/** A schema of a CRD in canonical form. Structural schemas are read straight from it: what is no value validation is their structure. */
export type SchemaProps = JSONSchemaProps;

/** The schema of a list's items; undefined where there is none, or several. */
export const itemsOf = ({ items }: SchemaProps): SchemaProps | undefined => (items && !Array.isArray(items) ? items : undefined);

export const propertyOf = ({ properties }: SchemaProps, name: string): SchemaProps | undefined =>
  properties && Object.hasOwn(properties, name) ? properties[name] : undefined;

/** The schema of a map's values; undefined for `true` and `false`, too. */
export const valuesOf = ({ additionalProperties }: SchemaProps): SchemaProps | undefined =>
  typeof additionalProperties === 'object' ? additionalProperties : undefined;

/** The schema of a member of an object or map. */
export const memberOf = (schema: SchemaProps, name: string): SchemaProps | undefined => propertyOf(schema, name) ?? valuesOf(schema);

export const hasProperties = ({ properties }: SchemaProps): boolean => properties !== undefined && Object.keys(properties).length > 0;

export const preservesUnknownFields = (schema: SchemaProps): boolean => schema['x-kubernetes-preserve-unknown-fields'] === true;

/** The same schema as that of a whole object, whose `apiVersion`, `kind` and `metadata` need no schema. */
export const asResource = (schema: SchemaProps): SchemaProps =>
  schema['x-kubernetes-embedded-resource'] ? schema : { ...schema, 'x-kubernetes-embedded-resource': true };

/** Fields that every object has. */
export const META_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** Whether `predicate` holds for the schema or any below it, wherever a schema may stand; the walk ends at the first. */
export function someSchema(schema: SchemaProps | undefined, predicate: (schema: SchemaProps) => boolean): boolean {
  if (!schema) return false;
  if (predicate(schema)) return true;
  const { items, additionalItems, dependencies } = schema;
  const some = (each: SchemaProps | undefined): boolean => someSchema(each, predicate);
  const someOf = (named: Readonly<Record<string, SchemaProps>> | undefined): boolean =>
    named !== undefined && Object.values(named).some(some);
  return (
    (Array.isArray(items) ? items.some(some) : some(items)) ||
    !!schema.allOf?.some(some) ||
    !!schema.anyOf?.some(some) ||
    !!schema.oneOf?.some(some) ||
    some(schema.not) ||
    someOf(schema.properties) ||
    some(valuesOf(schema)) ||
    someOf(schema.patternProperties) ||
    (typeof additionalItems === 'object' && some(additionalItems)) ||
    someOf(schema.definitions) ||
    Object.values(dependencies ?? {}).some((each) => !Array.isArray(each) && some(each))
  );
}
