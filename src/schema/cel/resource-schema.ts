import { propertyOf, type SchemaProps } from '../crd/schema-props.ts';

const NAME_LENGTH = 253;
const capped = (schema: SchemaProps | undefined, limit: number): SchemaProps => ({
  type: 'string',
  maxLength: Math.min(schema?.maxLength ?? limit, limit),
});

/** The schema of a whole object as rules see it: with `apiVersion` and `kind`, and of metadata no more than `name` and `generateName`. */
export function asRuleResource(schema: SchemaProps): SchemaProps {
  const metadata = propertyOf(schema, 'metadata');
  const name = metadata && propertyOf(metadata, 'name');
  const generateName = metadata && propertyOf(metadata, 'generateName');
  const isText = (name_: string): boolean => propertyOf(schema, name_)?.type === 'string';
  if (isText('kind') && isText('apiVersion') && metadata?.type === 'object' && name?.type === 'string' && generateName?.type === 'string')
    return schema;
  const known = made.get(schema);
  if (known) return known;
  const text: SchemaProps = { type: 'string' };
  const properties = { name: capped(name, NAME_LENGTH), generateName: capped(generateName, NAME_LENGTH - 1) };
  const result: SchemaProps = {
    ...schema,
    properties: { ...schema.properties, kind: text, apiVersion: text, metadata: { type: 'object', properties } },
  };
  made.set(schema, result);
  return result;
}

const made = new WeakMap<SchemaProps, SchemaProps>();
