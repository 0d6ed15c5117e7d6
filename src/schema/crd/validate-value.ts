import { child, index, type FieldPath } from '../../model/field-path.ts';
import type { FieldError } from '../../model/field-error.ts';
import type { Release } from '../release.ts';
import type { Correlation } from './correlation.ts';
import { hasFormat, isKnownFormat, normalFormat, supportedFormat } from './formats.ts';
import { validateNumber } from './number-rules.ts';
import { itemsOf, valuesOf, type SchemaProps } from './schema-props.ts';
import { single, stringObjection, validateEnum, validateType } from './validate-scalar.ts';
import { isFields, kindOfValue, type Fields } from './value.ts';
import {
  add,
  emptyResult,
  generalObjection,
  isValid,
  merge,
  requiredObjection,
  tooManyObjection,
  typeObjection,
  valueObjection,
  type Objection,
  type Place,
  type ValueResult,
} from './value-result.ts';

/** How values are validated. */
export interface ValueContext {
  readonly release: Release;
  /** Whom upstream's unattributed objections are told of, and what all paths start from. */
  readonly base: FieldPath;
  /** For a default in a CRD, formats the server does not know and the two types of int-or-string play no role. */
  readonly isDefault: boolean;
}

/** That a value is what its schema asks for, in the server's words. With `correlation`, what has not changed is not objected to. */
export function validateValue(
  value: unknown,
  schema: SchemaProps,
  base: FieldPath,
  { release, isDefault = false }: { readonly release: Release; readonly isDefault?: boolean },
  correlation?: Correlation,
): FieldError[] {
  const context: ValueContext = { release, base, isDefault };
  return [...check(context, schema, value, { path: base, name: '' }, correlation).objections.values()];
}

/** The whole check at a place where unchanged values are let through. */
function check(
  context: ValueContext,
  schema: SchemaProps,
  value: unknown,
  place: Place,
  correlation: Correlation | undefined,
): ValueResult {
  const result = validate(context, schema, value, place, correlation);
  if (isValid(result) || !correlation?.isUnchanged()) return result;
  return { objections: new Map(), matches: result.matches };
}

function typesOf({ isDefault }: ValueContext, schema: SchemaProps): readonly string[] {
  if (schema['x-kubernetes-int-or-string'] && !isDefault) return INT_OR_STRING;
  return schema.type ? [schema.type] : [];
}

const INT_OR_STRING = ['integer', 'string'];

function validate(
  context: ValueContext,
  schema: SchemaProps,
  value: unknown,
  place: Place,
  correlation: Correlation | undefined,
): ValueResult {
  const result = emptyResult();
  const types = typesOf(context, schema);
  const format = context.isDefault ? (schema.format ?? '') : supportedFormat(schema.format ?? '', types, context.release);
  const kind = kindOfValue(value);
  const apply = (part: ValueResult | undefined): void => {
    if (part) merge(result, part);
    result.matches += 1;
  };
  if (kind === 'null') {
    merge(result, validateType(types, format, schema.nullable === true, value, place));
    merge(result, validateEnum(schema, value, place));
    return result;
  }
  if (types.length > 0 || format !== '') apply(validateType(types, format, schema.nullable === true, value, place));
  apply(validateAlternatives(context, schema, value, place));
  if (typeof value === 'string') {
    apply(single(stringObjection(schema, value, place)));
    if (isKnownFormat(format)) apply(single(hasFormat(normalFormat(format), value) ? undefined : typeObjection(place, format, value)));
  }
  if (typeof value === 'number' || typeof value === 'bigint') apply(validateNumber(context, schema, types, format, value, place));
  if (Array.isArray(value)) apply(validateList(context, schema, value, place, correlation));
  apply(validateEnum(schema, value, place));
  if (isFields(value)) apply(validateObject(context, schema, value, place, correlation));
  result.matches += 1;
  return result;
}

/** `anyOf`, `oneOf`, `allOf` and `not`; of alternatives that all fail, the one that came farthest is told. */
function validateAlternatives(context: ValueContext, schema: SchemaProps, value: unknown, place: Place): ValueResult {
  const result = emptyResult();
  const say = (detail: string): void => add(result, generalObjection(context.base, `"${place.name}" ${detail}`));
  const validated = (each: SchemaProps): ValueResult => validate(context, each, value, place, undefined);
  const { anyOf = [], oneOf = [], allOf = [], not } = schema;
  if (anyOf.length > 0) {
    const found = firstValid(anyOf, validated);
    if (!isValid(found)) say('must validate at least one schema (anyOf)');
    merge(result, found);
  }
  if (oneOf.length > 0) {
    const results = oneOf.map(validated);
    const valid = results.filter(isValid);
    if (valid.length === 1 && valid[0]) merge(result, valid[0]);
    else
      say(
        `must validate one and only one schema (oneOf). ${valid.length === 0 ? 'Found none valid' : `Found ${valid.length} valid alternatives`}`,
      );
    if (valid.length === 0) merge(result, farthest(results));
  }
  if (allOf.length > 0) {
    const results = allOf.map(validated);
    for (const each of results) merge(result, each);
    if (!results.every(isValid)) say(`must validate all the schemas (allOf)${results.some(isValid) ? '' : '. None validated'}`);
  }
  if (not && isValid(validated(not))) say('must not validate the schema (not)');
  result.matches += 1;
  return result;
}

/** The first valid result, or of all the one that came farthest. */
function firstValid(schemas: readonly SchemaProps[], validated: (schema: SchemaProps) => ValueResult): ValueResult {
  const failures: ValueResult[] = [];
  for (const schema of schemas) {
    const result = validated(schema);
    if (isValid(result)) return result;
    failures.push(result);
  }
  return farthest(failures);
}

const farthest = (results: readonly ValueResult[]): ValueResult =>
  results.reduce((best, each) => (each.matches > best.matches ? each : best), results[0] ?? emptyResult());

function validateList(
  context: ValueContext,
  schema: SchemaProps,
  list: readonly unknown[],
  place: Place,
  correlation: Correlation | undefined,
): ValueResult {
  const result = emptyResult();
  const items = itemsOf(schema);
  if (items) {
    for (const [i, item] of list.entries()) {
      // upstream takes the index at the start of a name for a field
      const path = place.name === '' ? child(place.path, `[${i}]`) : index(place.path, i);
      const at = { path, name: `${place.name}[${i}]` };
      merge(result, check(context, items, item, at, correlation?.item(i)));
    }
  }
  const { minItems, maxItems } = schema;
  if (minItems !== undefined && list.length < minItems)
    add(result, valueObjection(place, `should have at least ${minItems} items`, list.length));
  if (maxItems !== undefined && list.length > maxItems) add(result, tooManyObjection(place, list.length, maxItems, 'items'));
  result.matches += 1;
  return result;
}

function validateObject(
  context: ValueContext,
  schema: SchemaProps,
  object: Fields,
  place: Place,
  correlation: Correlation | undefined,
): ValueResult {
  const result = emptyResult();
  const names = Object.keys(object);
  const { minProperties, maxProperties, properties = {}, additionalProperties } = schema;
  if (minProperties !== undefined && names.length < minProperties)
    add(result, valueObjection(place, `should have at least ${minProperties} properties`, names.length));
  if (maxProperties !== undefined && names.length > maxProperties)
    add(result, tooManyObjection(place, names.length, maxProperties, 'properties'));
  const checkMember = (name: string, member: SchemaProps, at: Place): void => {
    // what kind an object is can never have been wrong before
    const isTypeMeta = place.name === '' && (name === 'kind' || name === 'apiVersion');
    merge(result, check(context, member, object[name], at, isTypeMeta ? undefined : correlation?.member(name)));
  };
  const values = valuesOf(schema);
  for (const name of names) {
    const at = { path: child(place.path, name), name: `${place.name}.${name}` };
    if (Object.hasOwn(properties, name)) continue;
    if (additionalProperties === false) add(result, forbiddenProperty(place, name));
    else if (values) checkMember(name, values, at);
  }
  for (const name of names) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property) checkMember(name, property, { path: child(place.path, name), name: place.name === '' ? name : `${place.name}.${name}` });
  }
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(object, name)) add(result, requiredObjection({ path: child(place.path, name), name: `${place.name}.${name}` }));
  }
  return result;
}

function forbiddenProperty(place: Place, name: string): Objection {
  const message = `${place.name}.${name} in body is a forbidden property`;
  return { message, error: { ...valueObjection(place, '', name).error, detail: message } };
}
