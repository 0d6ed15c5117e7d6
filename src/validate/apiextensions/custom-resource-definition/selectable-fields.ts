import { duplicate, invalid, required, tooMany, type FieldError } from '../../../model/field-error.ts';
import { child, index, pathText, type FieldPath } from '../../../model/field-path.ts';
import type { SelectableField } from '../../../model/kinds/apiextensions-v1.ts';
import type { SchemaProps } from '../../../schema/crd/schema-props.ts';
import { resolveJsonPath } from './json-path.ts';
import type { CrdOptions } from './options.ts';
import { structuralProblem } from './structural.ts';

const MAX_FIELDS = 8;
const SCALARS: readonly (string | undefined)[] = ['string', 'boolean', 'integer'];

/** Fields that field selectors may name. `version` is empty for those of all versions. */
export function validateSelectableFields(
  fields: readonly SelectableField[],
  schema: SchemaProps | undefined,
  at: FieldPath,
  { manySelectableFields }: CrdOptions,
  version: string,
): FieldError[] {
  // the server itself breaks off at such a schema
  if (schema && structuralProblem(schema) !== undefined) return [];
  const unique = new Set<string>();
  const errors = fields.flatMap(({ jsonPath = '' }, i) => validateField(jsonPath, schema, unique, index(at, i)));
  return [...errors, ...(unique.size > MAX_FIELDS && !manySelectableFields.has(version) ? [tooMany(at, unique.size, MAX_FIELDS)] : [])];
}

function validateField(jsonPath: string, schema: SchemaProps | undefined, unique: Set<string>, item: FieldPath): FieldError[] {
  const at = child(item, 'jsonPath');
  if (jsonPath === '') return [required(at)];
  const resolved = resolveJsonPath(jsonPath, schema ?? {}, { allowArrayNotation: false });
  if (resolved.error !== undefined) return [invalid(at, jsonPath, `is an invalid path: ${resolved.error}`)];
  const text = pathText(resolved.path);
  const isRepeated = unique.has(text);
  unique.add(text);
  return [
    ...(/^metadata(\.|$)/.test(text) ? [invalid(at, jsonPath, 'must not point to fields in metadata')] : []),
    ...(SCALARS.includes(resolved.schema.type)
      ? []
      : [
          invalid(
            at,
            jsonPath,
            'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
          ),
        ]),
    ...(isRepeated ? [duplicate(at, jsonPath)] : []),
  ];
}
