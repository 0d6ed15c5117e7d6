import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, index, type FieldPath } from '../../../model/field-path.ts';
import type { CustomResourceDefinitionSpec, CustomResourceSubresources } from '../../../model/kinds/apiextensions-v1.ts';
import { hasDefaults } from '../../../schema/crd/prune-defaults.ts';
import { someSchema, type SchemaProps } from '../../../schema/crd/schema-props.ts';
import { asJson, requireText } from '../../shared/checks.ts';
import { shown } from '../../shared/go-form.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { validateConversion } from './conversion.ts';
import { versionsForm } from './go-forms.ts';
import { toInternalSpec, type InternalSpec } from './internal-spec.ts';
import { forVersion, schemasOf, type CrdOptions } from './options.ts';
import { validateEnumText } from './enum-text.ts';
import { validateColumns } from './printer-columns.ts';
import { validateSelectableFields } from './selectable-fields.ts';
import { validateSubresources } from './subresources.ts';
import { validateLabel, validateNames } from './validate-names.ts';
import { validateSchema } from './validate-schema.ts';
import { validateVersion } from './validate-version.ts';

const NAMES = ['plural', 'singular', 'kind', 'listKind'] as const;

/** The spec in the server's order; paths are those of its internal form. */
export function validateSpec(spec: CustomResourceDefinitionSpec, given: CrdOptions, at: FieldPath): FieldError[] {
  const internal = toInternalSpec(spec);
  const { common, versions } = internal;
  const schemas = schemasOf(spec);
  const preserves = spec.preserveUnknownFields === true;
  const haveDefaults = schemas.some(hasDefaults);
  const requireStructural = given.requireStructural || !preserves || haveDefaults || schemas.some(hasExtensions);
  const options = { ...given, requireStructural };
  const { names = {} } = spec;
  return [
    ...validateGroup(spec.group ?? '', child(at, 'group')),
    ...validateEnumText(spec.scope, ['Cluster', 'Namespaced'], child(at, 'scope')),
    ...validateSchemasExist(internal, given, at),
    ...(haveDefaults && preserves
      ? [invalid(child(at, 'preserveUnknownFields'), true, 'must be false in order to use defaults in the schema')]
      : []),
    ...versions.flatMap((version, i) => {
      const there = index(child(at, 'versions'), i);
      return [
        ...validateLabel(version.name ?? '', child(there, 'name')),
        ...validateVersion(version, hasStatus(subresourcesOf(internal, version.name)), options, there),
      ];
    }),
    ...validateVersionSet(internal, at),
    ...NAMES.flatMap((name) => requireText(names[name], child(at, 'names', name))),
    ...validateNames(names, child(at, 'names')),
    ...validateSchema(common.schema, hasAnyStatus(internal), forVersion(options, versions[0]?.name), child(at, 'validation')),
    ...validateSubresources(common.subresources, child(at, 'subresources')),
    ...validateColumns(common.additionalPrinterColumns, child(at, 'additionalPrinterColumns')),
    ...validateCommonSelectableFields(internal, options, at),
    ...(preserves && spec.conversion && spec.conversion.strategy !== 'None'
      ? [
          invalid(
            child(at, 'conversion', 'strategy'),
            asJson(spec.conversion.strategy ?? ''),
            'must be None if spec.preserveUnknownFields is true',
          ),
        ]
      : []),
    ...validateConversion(spec.conversion, options, child(at, 'conversion')),
  ];
}

function validateGroup(group: string, at: FieldPath): FieldError[] {
  if (group === '') return [required(at)];
  const problems = isDns1123Subdomain(group);
  if (problems.length > 0) return [invalid(at, group, problems.join(','))];
  return group.includes('.') ? [] : [invalid(at, group, 'should be a domain with at least one dot')];
}

function validateSchemasExist({ spec, common, versions }: InternalSpec, { requireSchema }: CrdOptions, at: FieldPath): FieldError[] {
  if (common.schema?.openAPIV3Schema) return [];
  if (!requireSchema && spec.preserveUnknownFields) return [];
  return versions.flatMap(({ schema, served }, i) => {
    if (schema?.openAPIV3Schema || !(requireSchema || served)) return [];
    const there = child(index(child(at, 'versions'), i), 'schema', 'openAPIV3Schema');
    return [required(there, requireSchema ? '' : 'because otherwise all fields are pruned')];
  });
}

/** Names of versions differ, and one of them is that of storage. */
function validateVersionSet({ spec, versions }: InternalSpec, at: FieldPath): FieldError[] {
  const names = versions.map(({ name = '' }) => name);
  const there = child(at, 'versions');
  const refused = (detail: string): FieldError => invalid(there, shown(versionsForm, spec.versions && versions), detail);
  const [first = ''] = names;
  return [
    ...(new Set(names).size < names.length ? [refused('must contain unique version names')] : []),
    ...(versions.filter(({ storage }) => storage).length === 1 ? [] : [refused('must have exactly one version marked as storage version')]),
    ...(first === '' ? [] : validateLabel(first, child(at, 'version'))),
  ];
}

function validateCommonSelectableFields({ common }: InternalSpec, options: CrdOptions, at: FieldPath): FieldError[] {
  const there = child(at, 'selectableFields');
  if (!common.selectableFields?.length) return [];
  if (!common.schema) return [invalid(there, '', 'may only be set when validations.schema is included')];
  return validateSelectableFields(
    common.selectableFields,
    common.schema.openAPIV3Schema,
    there,
    child(at, 'schema.openAPIV3Schema'),
    options,
    '',
  );
}

const hasStatus = (subresources: CustomResourceSubresources | undefined): boolean => subresources?.status !== undefined;

/** The subresources of a version: those of all versions, where none has its own. */
function subresourcesOf({ common, versions }: InternalSpec, name: string | undefined): CustomResourceSubresources | undefined {
  if (versions.every(({ subresources }) => subresources === undefined)) return common.subresources;
  return versions.find((version) => version.name === name)?.subresources;
}

const hasAnyStatus = ({ common, versions }: InternalSpec): boolean =>
  hasStatus(common.subresources) || versions.some(({ subresources }) => hasStatus(subresources));

const hasExtensions = (schema: SchemaProps): boolean =>
  someSchema(
    schema,
    (each) =>
      each['x-kubernetes-embedded-resource'] === true ||
      each['x-kubernetes-preserve-unknown-fields'] !== undefined ||
      each['x-kubernetes-int-or-string'] === true ||
      !!each['x-kubernetes-list-map-keys']?.length ||
      each['x-kubernetes-list-type'] !== undefined ||
      !!each['x-kubernetes-validations']?.length,
  );
