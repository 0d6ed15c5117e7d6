import type { SchemaProps } from '../../../schema/crd/schema-props.ts';
import { root } from '../../../model/field-path.ts';
import { validateStructural } from './structural-rules.ts';

/** Whether a schema is structural: what a CRD's schema has to be today. */
export const isStructural = (schema: SchemaProps): boolean =>
  structuralProblem(schema) === undefined && validateStructural(schema, root).length === 0;

/** Why a schema cannot even be read as a structural one. */
export function structuralProblem(schema: SchemaProps): string | undefined {
  const unsupported = unsupportedField(schema);
  if (unsupported !== undefined) return `OpenAPIV3Schema '${unsupported}' is not supported`;
  const { not, allOf = [], anyOf = [], oneOf = [], items, properties, additionalProperties } = schema;
  const problem = (not && structuralProblem(not)) ?? firstProblem(allOf) ?? firstProblem(anyOf) ?? firstProblem(oneOf);
  if (problem !== undefined) return problem;
  if (schema['x-kubernetes-preserve-unknown-fields'] === false)
    return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
  if (Array.isArray(items)) return items.length > 0 ? "OpenAPIV3Schema 'items' must be a schema, but is an array" : undefined;
  return (
    (items && structuralProblem(items)) ??
    (properties && firstProblem(Object.values(properties))) ??
    (typeof additionalProperties === 'object' ? structuralProblem(additionalProperties) : undefined)
  );
}

function firstProblem(schemas: readonly SchemaProps[]): string | undefined {
  for (const each of schemas) {
    const problem = structuralProblem(each);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const isFilled = (map: object | undefined): boolean => map !== undefined && Object.keys(map).length > 0;

function unsupportedField(schema: SchemaProps): string | undefined {
  if (schema.id) return 'id';
  if (schema.$schema) return 'schema';
  if (schema.$ref) return '$ref';
  if (isFilled(schema.patternProperties)) return 'patternProperties';
  if (isFilled(schema.dependencies)) return 'dependencies';
  if (schema.additionalItems !== undefined) return 'additionalItems';
  return isFilled(schema.definitions) ? 'definitions' : undefined;
}
