import { forbidden, invalid, notSupported, type FieldError } from '../../../model/field-error.ts';
import { child, index, key, type FieldPath } from '../../../model/field-path.ts';
import { hasProperties, itemsOf, META_FIELDS, type SchemaProps } from '../../../schema/crd/schema-props.ts';
import { validateListTypes } from './list-types.ts';
import { OPENAPI_TYPES, type CrdOptions } from './options.ts';
import { validateRuleExpressions, validateTotalCost, type RuleCosts } from './rule-expressions.ts';
import { validateRuleFields } from './rule-fields.ts';
import { rootScope, scopeBelow, type RuleScope } from './rule-scope.ts';

/** What is known on the way down. */
interface Position {
  readonly isRoot: boolean;
  /** Whether this is a part of `apiVersion`, `kind` or `metadata`. */
  readonly isInsideMeta: boolean;
  /** Why there may be no default here. */
  readonly noDefault: string | undefined;
  /** Absent where expressions of rules are not looked at. */
  readonly scope: RuleScope | undefined;
}

/** What is found on the way: expressions are looked at where nothing else is wrong. */
interface Findings {
  readonly errors: FieldError[];
  readonly ofExpressions: FieldError[];
  readonly costs: RuleCosts;
}

/** What each part of a schema may be, all the way down; with expressions of rules where the whole is structural. */
export function validateOpenApiSchema(schema: SchemaProps, at: FieldPath, options: CrdOptions, isStructural: boolean): FieldError[] {
  const findings: Findings = { errors: [], ofExpressions: [], costs: { total: 0, expensive: [] } };
  const scope = isStructural ? rootScope(schema) : undefined;
  validate(schema, at, options, { isRoot: true, isInsideMeta: false, noDefault: undefined, scope }, findings);
  return [...findings.errors, ...findings.ofExpressions, ...validateTotalCost(findings.costs, at)];
}

function validate(schema: SchemaProps, at: FieldPath, options: CrdOptions, position: Position, findings: Findings): void {
  const { errors } = findings;
  const before = errors.length;
  const inner = { ...position, isRoot: false, scope: undefined };
  const below = (each: SchemaProps | undefined, there: FieldPath, where: Position): void => {
    if (each) validate(each, there, options, where, findings);
  };
  const scopeOf = (each: SchemaProps): RuleScope | undefined => scopeBelow(position.scope, each, at);
  errors.push(...validateFields(schema, at, options, position));
  if (schema.uniqueItems)
    errors.push(forbidden(child(at, 'uniqueItems'), 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'));
  const { additionalProperties, items, properties, dependencies = {}, definitions = {} } = schema;
  if (additionalProperties !== undefined) {
    const there = child(at, 'additionalProperties');
    if (hasProperties(schema) && additionalProperties !== true)
      errors.push(forbidden(there, 'additionalProperties and properties are mutual exclusive'));
    const noDefault = position.isInsideMeta ? 'inside additionalProperties applying to object metadata' : position.noDefault;
    if (typeof additionalProperties === 'object')
      below(additionalProperties, there, { ...inner, noDefault, scope: scopeOf(additionalProperties) });
  }
  const propertiesAt = properties && child(at, 'properties');
  for (const [name, property] of Object.entries(properties ?? {})) {
    const isMeta = (position.isRoot || schema['x-kubernetes-embedded-resource'] === true) && META_FIELDS.has(name);
    below(property, key(propertiesAt ?? at, name), {
      ...inner,
      isInsideMeta: position.isInsideMeta || isMeta,
      noDefault: isMeta && position.isRoot ? `in top-level ${name}` : position.noDefault,
      scope: scopeOf(property),
    });
  }
  below(schema.not, child(at, 'not'), inner);
  for (const name of ['allOf', 'oneOf', 'anyOf'] as const)
    for (const [i, each] of (schema[name] ?? []).entries()) below(each, index(child(at, name), i), inner);
  for (const [name, each] of Object.entries(definitions)) below(each, key(child(at, 'definitions'), name), inner);
  const element = itemsOf(schema);
  if (element) below(element, child(at, 'items'), { ...inner, scope: scopeOf(element) });
  if (Array.isArray(items)) for (const [i, each] of items.entries()) below(each, index(child(at, 'items'), i), inner);
  for (const [name, each] of Object.entries(dependencies))
    if (!Array.isArray(each)) below(each, key(child(at, 'dependencies'), name), inner);
  if (schema['x-kubernetes-preserve-unknown-fields'] === false)
    errors.push(invalid(child(at, 'x-kubernetes-preserve-unknown-fields'), false, 'must be true or undefined'));
  errors.push(...validateListTypes(schema, at, options));
  errors.push(...validateRuleFields(schema, child(at, 'x-kubernetes-validations')));
  if (errors.length === before && position.scope)
    findings.ofExpressions.push(...validateRuleExpressions(position.scope, at, options, findings.costs));
}

/** Fields that OpenAPI has and CRDs do not. */
const UNSUPPORTED = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'] as const;

const isEmptyMap = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

function validateFields(schema: SchemaProps, at: FieldPath, { requireValidType }: CrdOptions, position: Position): FieldError[] {
  const { type = '', items } = schema;
  const errors: FieldError[] = [];
  if (requireValidType && type !== '' && !OPENAPI_TYPES.includes(type)) errors.push(notSupported(child(at, 'type'), type, OPENAPI_TYPES));
  if (schema.default !== undefined && position.noDefault !== undefined)
    errors.push(forbidden(child(at, 'default'), `must not be set ${position.noDefault}`));
  for (const name of UNSUPPORTED) {
    const value = schema[name];
    const isAbsent = value === undefined || ((name === 'patternProperties' || name === 'definitions') && isEmptyMap(value));
    if (!isAbsent) errors.push(forbidden(child(at, name), `${name} is not supported`));
  }
  if (type === 'null') errors.push(forbidden(child(at, 'type'), 'type cannot be set to null, use nullable as an alternative'));
  if (Array.isArray(items) && items.length > 0)
    errors.push(forbidden(child(at, 'items'), 'items must be a schema object and not an array'));
  if (position.isInsideMeta && schema['x-kubernetes-embedded-resource'])
    errors.push(forbidden(child(at, 'x-kubernetes-embedded-resource'), 'must not be used inside of resource meta'));
  return errors;
}
