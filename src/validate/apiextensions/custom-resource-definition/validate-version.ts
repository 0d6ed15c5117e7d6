import { invalid, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { CustomResourceDefinitionVersion } from '../../../model/kinds/apiextensions-v1.ts';
import { asJson } from '../../shared/checks.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { validateColumns } from './printer-columns.ts';
import { validateSelectableFields } from './selectable-fields.ts';
import { validateSubresources } from './subresources.ts';
import { validateSchema } from './validate-schema.ts';
import { forVersion, type CrdOptions } from './options.ts';

/** One version, without what all versions have in common. */
export function validateVersion(
  version: CustomResourceDefinitionVersion,
  hasStatus: boolean,
  options: CrdOptions,
  at: FieldPath,
): FieldError[] {
  const { deprecationWarning, selectableFields, schema } = version;
  const fields = child(at, 'selectableFields');
  return [
    ...deprecationProblems(version).map((problem) => invalid(child(at, 'deprecationWarning'), asJson(deprecationWarning), problem)),
    ...validateSchema(schema, hasStatus, forVersion(options, version.name), child(at, 'schema')),
    ...validateSubresources(version.subresources, child(at, 'subresources')),
    ...validateColumns(version.additionalPrinterColumns, child(at, 'additionalPrinterColumns')),
    ...(!selectableFields?.length
      ? []
      : schema?.openAPIV3Schema
        ? validateSelectableFields(selectableFields, schema.openAPIV3Schema, fields, options, version.name ?? '')
        : [invalid(fields, '', 'may only be set when `version.schema.openAPIV3Schema` is not included')]),
  ];
}

const MAX_WARNING_BYTES = 256;

function deprecationProblems({ deprecated, deprecationWarning }: CustomResourceDefinitionVersion): string[] {
  if (deprecationWarning === undefined) return [];
  if (!deprecated) return ['can only be set for deprecated versions'];
  const unprintable = firstUnprintable(deprecationWarning);
  return [
    ...(byteLength(deprecationWarning) > MAX_WARNING_BYTES ? [`must be <= ${MAX_WARNING_BYTES} characters long`] : []),
    ...(deprecationWarning === '' ? ['must not be an empty string'] : []),
    ...(unprintable === undefined
      ? []
      : [`must only contain printable UTF-8 characters; non-printable character found at index ${unprintable}`]),
  ];
}

/** The offset in bytes of the first character that Go does not print; the only printable space is the plain one. */
function firstUnprintable(text: string): number | undefined {
  let offset = 0;
  for (const character of text) {
    if (character !== ' ' && !/^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character)) return offset;
    offset += byteLength(character);
  }
  return undefined;
}
