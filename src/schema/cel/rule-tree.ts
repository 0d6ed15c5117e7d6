import { itemsOf, propertyOf, valuesOf, type SchemaProps } from '../crd/schema-props.ts';
import { oncePerObject } from '../../model/once-per-object.ts';
import type { Release } from '../release.ts';
import { compileRule, ruleEnvironments, type CompiledRule } from './compile-rule.ts';
import { declTypeOf, type DeclType } from './decl-type.ts';
import { escapeName } from './escape.ts';

/** The rules of a schema and of all below it that have some. */
export interface RuleNode {
  /** The schema that values are read by: the structure, not the `allOf` that rules may stand in. */
  readonly schema: SchemaProps;
  readonly isResource: boolean;
  /** Compiled when the first value is met. */
  readonly rules: readonly CompiledRule[];
  /** Why no rule can be asked here. */
  readonly error: string | undefined;
  readonly items: RuleNode | undefined;
  readonly values: RuleNode | undefined;
  readonly properties: ReadonlyMap<string, RuleNode>;
  readonly allOf: readonly RuleNode[];
}

/** The rules of the schema of a custom resource or (`isResource` false) a part of one, compiled once; undefined when it has none. */
export const rulesOf = (schema: SchemaProps, release: Release, isResource = true): RuleNode | undefined =>
  (isResource ? rulesOfResource : rulesOfPart)(schema, release);

const compile =
  (isResource: boolean) =>
  (schema: SchemaProps, release: Release): RuleNode | undefined =>
    hasRules(schema) ? build({ rules: schema, schema, isResource, type: declTypeOf(schema, isResource), release }) : undefined;
const rulesOfResource = oncePerObject(compile(true));
const rulesOfPart = oncePerObject(compile(false));

/** Whether there are rules in the structure; those in `allOf` alone do not count. */
function hasRules(schema: SchemaProps | undefined): boolean {
  if (!schema) return false;
  if (schema['x-kubernetes-validations']?.length) return true;
  return hasRules(itemsOf(schema)) || hasRules(valuesOf(schema)) || Object.values(schema.properties ?? {}).some(hasRules);
}

interface Place {
  /** The schema that rules are taken from. */
  readonly rules: SchemaProps;
  readonly schema: SchemaProps;
  readonly isResource: boolean;
  readonly type: DeclType | undefined;
  readonly release: Release;
}

const isEmbedded = (schema: SchemaProps): boolean => schema['x-kubernetes-embedded-resource'] === true;

function build({ rules, schema, isResource, type, release }: Place): RuleNode | undefined {
  const below = (from: SchemaProps, to: SchemaProps, inner: DeclType | undefined): RuleNode | undefined =>
    build({ rules: from, schema: to, isResource: isEmbedded(to), type: inner, release });
  const own = rules['x-kubernetes-validations'] ?? [];
  const element = type && 'element' in type ? type.element : undefined;
  const [fromItems, toItems] = [itemsOf(rules), itemsOf(schema)];
  const [fromValues, toValues] = [valuesOf(rules), valuesOf(schema)];
  const properties = new Map<string, RuleNode>();
  for (const [name, from] of Object.entries(rules.properties ?? {})) {
    const to = propertyOf(schema, name);
    const node = to && buildProperty(name, from, to);
    if (node) properties.set(name, node);
  }
  function buildProperty(name: string, from: SchemaProps, to: SchemaProps): RuleNode | undefined {
    const escaped = escapeName(name);
    const inner = escaped === undefined ? declTypeOf(to, isEmbedded(to)) : type?.kind === 'object' ? type.fields.get(escaped) : undefined;
    return inner && below(from, to, inner);
  }
  let ready: readonly CompiledRule[] | undefined;
  const node: RuleNode = {
    schema,
    isResource,
    get rules() {
      return (ready ??= type && own.length > 0 ? compileAll(own, type, release) : []);
    },
    error: own.length > 0 && !type ? 'failed to convert to declType for CEL validation rules' : undefined,
    items: fromItems && toItems && below(fromItems, toItems, element),
    values: fromValues && toValues && below(fromValues, toValues, element),
    properties,
    allOf: (rules.allOf ?? []).flatMap((from) => build({ rules: from, schema, isResource, type, release }) ?? []),
  };
  const isEmpty = own.length === 0 && !node.items && !node.values && properties.size === 0 && node.allOf.length === 0;
  return isEmpty ? undefined : node;
}

function compileAll(own: NonNullable<SchemaProps['x-kubernetes-validations']>, type: DeclType, release: Release): CompiledRule[] {
  const environments = ruleEnvironments(type, release, 'stored');
  return own.map((rule) => compileRule(rule, environments));
}
