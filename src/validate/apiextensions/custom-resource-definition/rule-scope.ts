import type { FieldPath } from '../../../model/field-path.ts';
import { declTypeOf, type DeclType } from '../../../schema/cel/decl-type.ts';
import { saturate } from '../../../schema/cel/cost-range.ts';
import type { SchemaProps } from '../../../schema/crd/schema-props.ts';

/** What rules at a place of a schema depend on that is above it. */
export interface RuleScope {
  readonly schema: SchemaProps;
  readonly parent: RuleScope | undefined;
  /** Whether there are rules here or above. */
  readonly hasRules: boolean;
  /** How many values an object can have here; undefined when the schema sets no bound. */
  readonly cardinality: number | undefined;
  /** The topmost list above whose items cannot be told apart from those before an update. */
  readonly uncorrelated: FieldPath | undefined;
}

const hasRules = (schema: SchemaProps): boolean => !!schema['x-kubernetes-validations']?.length;

export const rootScope = (schema: SchemaProps): RuleScope => ({
  schema,
  parent: undefined,
  hasRules: hasRules(schema),
  cardinality: 1,
  uncorrelated: undefined,
});

/** The scope of a property, of items or of values; `at` is the path of the schema above. */
export function scopeBelow(parent: RuleScope | undefined, schema: SchemaProps, at: FieldPath): RuleScope | undefined {
  if (!parent) return undefined;
  const count = countBelow(parent.schema);
  const { items, 'x-kubernetes-list-type': listType } = parent.schema;
  const cardinality = parent.cardinality === undefined || count === undefined ? undefined : saturate(parent.cardinality * count);
  return {
    schema,
    parent,
    hasRules: parent.hasRules || hasRules(schema),
    cardinality,
    uncorrelated: parent.uncorrelated ?? (items && listType !== 'map' ? at : undefined),
  };
}

/** How many values each value of a schema holds for each place below. */
function countBelow({ type, additionalProperties, maxProperties, maxItems }: SchemaProps): number | undefined {
  const bound =
    (type === 'object' && additionalProperties !== undefined) || type === 'array' ? (type === 'array' ? maxItems : maxProperties) : 1;
  return bound === undefined ? undefined : Math.max(0, Number(bound));
}

/** What rules see; undefined where they, or rules above, cannot see it. */
export function typeOfScope({ schema, parent }: RuleScope): DeclType | undefined {
  if (parent?.hasRules && !typeOfScope(parent)) return undefined;
  return declTypeOf(schema, !parent || schema['x-kubernetes-embedded-resource'] === true);
}
