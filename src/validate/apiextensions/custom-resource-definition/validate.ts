import { invalid, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, index, type FieldPath } from '../../../model/field-path.ts';
import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from '../../../model/kinds/apiextensions-v1.ts';
import { shown } from '../../shared/go-form.ts';
import { isDns1123Subdomain, type NameFormat } from '../../shared/names.ts';
import { immutable, validateGenericObjectMeta, validateGenericObjectMetaUpdate } from '../../shared/object-meta.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateApiApproval } from './api-approval.ts';
import { textsForm } from './go-forms.ts';
import { createOptions, isEstablished, updateOptions } from './options.ts';
import { validateNames } from './validate-names.ts';
import { validateSpec } from './validate-spec.ts';

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');
const STATUS = fieldPath('status');

/** A new CRD. */
export function validateCustomResourceDefinition(object: CustomResourceDefinition, { release }: RuleContext): FieldError[] {
  const { metadata = {}, spec = {} } = object;
  const name = `${spec.names?.plural ?? ''}.${spec.group ?? ''}`;
  const format: NameFormat = (value) => [
    ...isDns1123Subdomain(value),
    ...(value === name ? [] : ['must be spec.names.plural+"."+spec.group']),
  ];
  return [
    ...validateGenericObjectMeta(metadata, { namespaced: false, format }, METADATA),
    ...validateSpec(spec, createOptions(release), SPEC),
    ...validateStatus(object),
    ...validateApiApproval(object, undefined),
    ...validatePreserveUnknownFields(object, undefined),
  ];
}

/** A changed one: what was accepted before rules were tightened stays acceptable. */
export function validateCustomResourceDefinitionUpdate(
  object: CustomResourceDefinition,
  old: CustomResourceDefinition,
  { release }: RuleContext,
): FieldError[] {
  const { spec = {} } = object;
  const { spec: oldSpec = {} } = old;
  const names = child(SPEC, 'names');
  return [
    ...validateGenericObjectMetaUpdate(object.metadata ?? {}, old.metadata ?? {}, METADATA),
    ...validateSpec(spec, updateOptions(object, old, release), SPEC),
    ...(isEstablished(old)
      ? [
          ...immutable(spec.scope ?? '', oldSpec.scope ?? '', child(SPEC, 'scope')),
          ...immutable(spec.names?.kind ?? '', oldSpec.names?.kind ?? '', child(names, 'kind')),
        ]
      : []),
    ...immutable(spec.group ?? '', oldSpec.group ?? '', child(SPEC, 'group')),
    ...immutable(spec.names?.plural ?? '', oldSpec.names?.plural ?? '', child(names, 'plural')),
    ...validateStatus(object),
    ...validateApiApproval(object, old),
    ...validatePreserveUnknownFields(object, old),
  ];
}

function validateStatus({ spec = {}, status = {} }: CustomResourceDefinition): FieldError[] {
  return [
    ...validateNames(status.acceptedNames ?? {}, child(STATUS, 'acceptedNames')),
    ...validateStoredVersions(status.storedVersions, spec.versions ?? [], child(STATUS, 'storedVersions')),
  ];
}

function validateStoredVersions(
  stored: readonly string[] | undefined,
  versions: readonly CustomResourceDefinitionVersion[],
  at: FieldPath,
): FieldError[] {
  if (!stored?.length) return [invalid(at, shown(textsForm, stored), 'must have at least one stored version')];
  const names = versions.map(({ name = '' }) => name);
  return [
    // A stored version is found once: a second version of its name, which is wrong already, is missed.
    ...versions.flatMap(({ name = '', storage }, i) =>
      storage && (!stored.includes(name) || names.indexOf(name) < i)
        ? [invalid(at, shown(textsForm, stored), `must have the storage version ${name}`)]
        : [],
    ),
    ...stored.flatMap((version, i) =>
      names.includes(version) || stored.lastIndexOf(version) !== i
        ? []
        : [
            invalid(
              index(at, i),
              version,
              `missing from spec.versions; ${version} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${version} and removes ${version} from status.storedVersions`,
            ),
          ],
    ),
  ];
}

function validatePreserveUnknownFields({ spec }: CustomResourceDefinition, old: CustomResourceDefinition | undefined): FieldError[] {
  if (old?.spec?.preserveUnknownFields || !spec?.preserveUnknownFields) return [];
  const detail = 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
  return [invalid(child(SPEC, 'preserveUnknownFields'), true, detail)];
}
