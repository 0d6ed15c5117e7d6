import { forbidden, invalid, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { CustomResourceValidation } from '../../../model/kinds/apiextensions-v1.ts';
import type { SchemaProps } from '../../../schema/crd/schema-props.ts';
import { shown } from '../../shared/go-form.ts';
import { validateDefaults } from './default-values.ts';
import { schemaForm } from './go-forms.ts';
import type { CrdOptions } from './options.ts';
import { validateOpenApiSchema } from './open-api-schema.ts';
import { structuralProblem } from './structural.ts';
import { validateStructural } from './structural-rules.ts';

/** The schema of a version, or of all: that it is structural, that its defaults obey it, and what else its parts may be. */
export function validateSchema(
  validation: CustomResourceValidation | undefined,
  hasStatus: boolean,
  options: CrdOptions,
  at: FieldPath,
): FieldError[] {
  const schema = validation?.openAPIV3Schema;
  if (!schema) return [];
  const there = child(at, 'openAPIV3Schema');
  const problem = options.requireStructural ? structuralProblem(schema) : undefined;
  const structural = options.requireStructural && problem === undefined ? validateStructuralSchema(schema, options, there) : [];
  const errors = [
    ...(hasStatus ? validateRoot(schema, at) : []),
    ...(schema.nullable ? [forbidden(child(at, 'openAPIV3Schema.nullable'), 'nullable cannot be true at the root')] : []),
    ...structural,
    ...validateOpenApiSchema(schema, there, options, options.requireStructural && problem === undefined && structural.length === 0),
  ];
  return errors.length === 0 && problem !== undefined ? [invalid(there, '', problem)] : errors;
}

function validateStructuralSchema(schema: SchemaProps, options: CrdOptions, at: FieldPath): FieldError[] {
  const errors = validateStructural(schema, at);
  return errors.length > 0 ? errors : validateDefaults(schema, at, options);
}

/** What the root may have when the status is apart, in the order of upstream's fields: Go's name or, for what is refused, none. */
const ROOT_FIELDS: readonly (readonly [json: keyof SchemaProps, go: string])[] = [
  ['id', ''],
  ['$schema', ''],
  ['$ref', ''],
  ['description', 'Description'],
  ['type', 'Type'],
  ['nullable', ''],
  ['format', 'Format'],
  ['title', 'Title'],
  ['default', ''],
  ['maximum', 'Maximum'],
  ['exclusiveMaximum', 'ExclusiveMaximum'],
  ['minimum', 'Minimum'],
  ['exclusiveMinimum', 'ExclusiveMinimum'],
  ['maxLength', 'MaxLength'],
  ['minLength', 'MinLength'],
  ['pattern', 'Pattern'],
  ['maxItems', 'MaxItems'],
  ['minItems', 'MinItems'],
  ['uniqueItems', 'UniqueItems'],
  ['multipleOf', 'MultipleOf'],
  ['enum', ''],
  ['maxProperties', ''],
  ['minProperties', ''],
  ['required', 'Required'],
  ['items', 'Items'],
  ['allOf', ''],
  ['oneOf', ''],
  ['anyOf', ''],
  ['not', ''],
  ['properties', 'Properties'],
  ['additionalProperties', ''],
  ['patternProperties', ''],
  ['dependencies', ''],
  ['additionalItems', ''],
  ['definitions', ''],
  ['externalDocs', 'ExternalDocs'],
  ['example', 'Example'],
  ['x-kubernetes-preserve-unknown-fields', 'XPreserveUnknownFields'],
  ['x-kubernetes-embedded-resource', ''],
  ['x-kubernetes-int-or-string', ''],
  ['x-kubernetes-list-map-keys', ''],
  ['x-kubernetes-list-type', ''],
  ['x-kubernetes-map-type', ''],
  ['x-kubernetes-validations', 'XValidations'],
];

/** The first thing that stands in the way of taking `properties.status` as the schema of the status. */
function validateRoot(schema: SchemaProps, at: FieldPath): FieldError[] {
  for (const [json, go] of ROOT_FIELDS) {
    if (schema[json] === undefined) continue;
    if (json === 'type' && schema.type !== 'object') {
      const detail = 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
      return [invalid(child(at, 'openAPIV3Schema.type'), schema.type, detail)];
    }
    if (go !== '') continue;
    const allowed = ROOT_FIELDS.flatMap(([, name]) => (name === '' ? [] : [name])).join(' ');
    const detail = `only [${allowed}] fields are allowed at the root of the schema if the status subresource is enabled`;
    return [invalid(child(at, 'openAPIV3Schema'), shown(schemaForm, schema), detail)];
  }
  return [];
}
