import { fieldErrorText, forbidden, invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, index, key, pathText, type FieldPath } from '../../../model/field-path.ts';
import { compareUtf8 } from '../../../model/utf8-order.ts';
import { compilePattern } from '../../../schema/crd/pattern.ts';
import {
  hasProperties,
  itemsOf,
  preservesUnknownFields,
  propertyOf,
  valuesOf,
  type SchemaProps,
} from '../../../schema/crd/schema-props.ts';

type Level = 'root' | 'item' | 'field';

const NEEDS_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

/** That a schema is structural: every value has one type, which validations in `allOf`, `anyOf`, `oneOf` and `not` only narrow. Sorted by text. */
export function validateStructural(schema: SchemaProps, at: FieldPath): FieldError[] {
  const errors = [...validateNode(schema, 'root', at), ...validateCompleteness(schema, schema, at, at)];
  if (errors.length < 2) return errors;
  return errors
    .map((error) => ({ error, text: fieldErrorText(error) }))
    .sort((a, b) => compareUtf8(a.text, b.text))
    .map(({ error }) => error);
}

function validateNode(schema: SchemaProps, level: Level, at: FieldPath): FieldError[] {
  const { type = '', items, properties = {}, additionalProperties } = schema;
  const itemSchema = itemsOf(schema);
  const values = valuesOf(schema);
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const errors: FieldError[] = [];
  if (type === 'array' && !items) errors.push(required(child(at, 'items'), 'must be specified'));
  if (itemSchema) errors.push(...validateNode(itemSchema, 'item', child(at, 'items')));
  for (const [name, property] of Object.entries(properties))
    errors.push(...validateNode(property, 'field', key(child(at, 'properties'), name)));
  if (additionalProperties !== undefined && level === 'root')
    errors.push(forbidden(child(at, 'additionalProperties'), 'must not be used at the root'));
  if (values) errors.push(...validateNode(values, 'field', child(at, 'additionalProperties')));
  errors.push(...validateExtensions(schema, at));
  errors.push(...validateValidations(schema, isIntOrString(schema.anyOf), isIntOrString(schema.allOf?.[0]?.anyOf), at));
  errors.push(...validateType(schema, level, at));
  if (isEmbedded && additionalProperties !== undefined)
    errors.push(forbidden(child(at, 'additionalProperties'), 'must not be used if x-kubernetes-embedded-resource is set'));
  if (level === 'root' && type !== '' && type !== 'object') errors.push(invalid(child(at, 'type'), type, 'must be object at the root'));
  errors.push(...validateMetaFields(schema, level, at));
  if (isEmbedded && !preservesUnknownFields(schema) && !hasProperties(schema)) {
    const detail = 'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
    errors.push(required(child(at, 'properties'), detail));
  }
  return errors;
}

function validateType(schema: SchemaProps, level: Level, at: FieldPath): FieldError[] {
  const { type = '' } = schema;
  const there = child(at, 'type');
  if (schema['x-kubernetes-embedded-resource'] && type !== 'object') {
    const detail = 'must be object if x-kubernetes-embedded-resource is true';
    return [type === '' ? required(there, detail) : invalid(there, type, detail)];
  }
  const isOpen = schema['x-kubernetes-int-or-string'] || preservesUnknownFields(schema);
  return type === '' && !isOpen ? [required(there, NEEDS_TYPE[level])] : [];
}

function validateExtensions(schema: SchemaProps, at: FieldPath): FieldError[] {
  if (!schema['x-kubernetes-int-or-string']) return [];
  const detail = 'must be false if x-kubernetes-int-or-string is true';
  return [
    ...(preservesUnknownFields(schema) ? [invalid(child(at, 'x-kubernetes-preserve-unknown-fields'), true, detail)] : []),
    ...(schema['x-kubernetes-embedded-resource'] ? [invalid(child(at, 'x-kubernetes-embedded-resource'), true, detail)] : []),
  ];
}

/** `kind`, `apiVersion` and `metadata` of the object and of embedded ones. */
function validateMetaFields(schema: SchemaProps, level: Level, at: FieldPath): FieldError[] {
  const isObject = level === 'root' || schema['x-kubernetes-embedded-resource'] === true;
  const properties = child(at, 'properties');
  const texts = ['kind', 'apiVersion'].flatMap((name) => {
    const property = isObject ? propertyOf(schema, name) : undefined;
    return property && property.type !== 'string'
      ? [invalid(child(key(properties, name), 'type'), property.type ?? '', 'must be string')]
      : [];
  });
  const metadata = propertyOf(schema, 'metadata');
  if (!metadata) return texts;
  const there = key(properties, 'metadata');
  return [
    ...texts,
    ...(isObject && metadata.type !== 'object' ? [invalid(child(there, 'type'), metadata.type ?? '', 'must be object')] : []),
    ...(level === 'root' && !isPlainMetadata(metadata)
      ? [forbidden(there, 'must not specify anything other than name and generateName, but metadata is implicitly specified')]
      : []),
  ];
}

const NAME_FIELDS: readonly string[] = ['name', 'generateName'];
/** Lists that count as absent when they are empty. */
const LISTS: readonly string[] = ['enum', 'allOf', 'anyOf', 'oneOf'];

function isPlainMetadata(metadata: SchemaProps): boolean {
  const names = Object.keys(metadata.properties ?? {});
  const isPlain = (name: string, value: unknown): boolean => {
    if (name === 'properties') return names.every((each) => NAME_FIELDS.includes(each));
    return name === 'type' || name === 'default' || (LISTS.includes(name) && Array.isArray(value) && value.length === 0);
  };
  return Object.entries(metadata).every(([name, value]) => isPlain(name, value));
}

/** The one way to say that a value is a number or a text. */
function isIntOrString(schemas: readonly SchemaProps[] | undefined): boolean {
  if (schemas?.length !== 2) return false;
  return schemas.every((schema, i) => Object.keys(schema).length === 1 && schema.type === (i === 0 ? 'integer' : 'string'));
}

/** What only narrows: the schemas of logic junctors, and the pattern. */
function validateValidations(schema: SchemaProps, skipAnyOf: boolean, skipFirstAllOfAnyOf: boolean, at: FieldPath): FieldError[] {
  const { anyOf = [], allOf = [], oneOf = [], not, pattern } = schema;
  const compiled = pattern ? compilePattern(pattern) : undefined;
  return [
    ...(skipAnyOf ? [] : anyOf.flatMap((each, i) => validateNested(each, false, index(child(at, 'anyOf'), i)))),
    ...allOf.flatMap((each, i) => validateNested(each, skipFirstAllOfAnyOf && i === 0, index(child(at, 'allOf'), i))),
    ...oneOf.flatMap((each, i) => validateNested(each, false, index(child(at, 'oneOf'), i))),
    ...(not ? validateNested(not, false, child(at, 'not')) : []),
    ...(compiled?.error === undefined
      ? []
      : [invalid(child(at, 'pattern'), pattern, `must be a valid regular expression, but isn't: ${compiled.error}`)]),
  ];
}

/** What a schema below a logic junctor must not have, and how it must be instead. */
const STRUCTURE: readonly (readonly [name: keyof SchemaProps, detail: string])[] = [
  ['type', 'must be empty to be structural'],
  ['additionalProperties', 'must be undefined to be structural'],
  ['default', 'must be undefined to be structural'],
  ['title', 'must be empty to be structural'],
  ['description', 'must be empty to be structural'],
  ['nullable', 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', 'must be false to be structural'],
  ['x-kubernetes-int-or-string', 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', 'must be empty to be structural'],
  ['x-kubernetes-list-type', 'must be undefined to be structural'],
  ['x-kubernetes-map-type', 'must be undefined to be structural'],
  ['x-kubernetes-validations', 'must be empty to be structural'],
];

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== false && value !== '' && !(Array.isArray(value) && value.length === 0);

function validateNested(schema: SchemaProps, skipAnyOf: boolean, at: FieldPath): FieldError[] {
  const items = itemsOf(schema);
  const properties = child(at, 'properties');
  return [
    ...validateValidations(schema, skipAnyOf, false, at),
    ...(items ? validateNested(items, false, child(at, 'items')) : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) => validateNested(property, false, key(properties, name))),
    ...STRUCTURE.flatMap(([name, detail]) => (isGiven(schema[name]) ? [forbidden(child(at, name), detail)] : [])),
    ...(propertyOf(schema, 'metadata') ? [forbidden(key(properties, 'metadata'), 'must not be specified in a nested context')] : []),
  ];
}

/** That fields and items which logic junctors speak of have a schema outside of them, too. */
function validateCompleteness(nested: SchemaProps, schema: SchemaProps | undefined, at: FieldPath, nestedAt: FieldPath): FieldError[] {
  const { not, allOf = [], anyOf = [], oneOf = [] } = nested;
  const below = (each: SchemaProps, there: FieldPath): FieldError[] => validateNestedCompleteness(each, schema, at, there);
  return [
    ...(not ? below(not, child(nestedAt, 'not')) : []),
    ...allOf.flatMap((each, i) => below(each, index(child(nestedAt, 'allOf'), i))),
    ...anyOf.flatMap((each, i) => below(each, index(child(nestedAt, 'anyOf'), i))),
    ...oneOf.flatMap((each, i) => below(each, index(child(nestedAt, 'oneOf'), i))),
  ];
}

function validateNestedCompleteness(
  nested: SchemaProps,
  schema: SchemaProps | undefined,
  at: FieldPath,
  nestedAt: FieldPath,
): FieldError[] {
  if (!schema) return [required(at, `because it is defined in ${pathText(nestedAt)}`)];
  const items = itemsOf(nested);
  return [
    ...validateCompleteness(nested, schema, at, nestedAt),
    ...(items ? validateNestedCompleteness(items, itemsOf(schema), child(at, 'items'), child(nestedAt, 'items')) : []),
    ...Object.entries(nested.properties ?? {}).flatMap(([name, property]) =>
      validateNestedCompleteness(
        property,
        propertyOf(schema, name),
        key(child(at, 'properties'), name),
        key(child(nestedAt, 'properties'), name),
      ),
    ),
  ];
}
