import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath } from '../../../model/field-path.ts';
import type { StorageVersionMigration } from '../../../model/kinds/storagemigration-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { shown, struct, text } from '../../shared/go-form.ts';
import { isDns1035Label, isDns1123Subdomain } from '../../shared/names.ts';
import { clusterScoped, immutable, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';

const specForm = struct([
  [
    'Resource',
    'resource',
    // A type of the served API: its fields have JSON names.
    struct([
      ['group', 'group', text],
      ['resource', 'resource', text],
    ]),
  ],
]);

export const storageVersionMigrationStrategy = defineStrategy<StorageVersionMigration>({
  gvk: { group: 'storagemigration.k8s.io', version: 'v1', kind: 'StorageVersionMigration' },
  defaults: () => undefined,
  prepareForCreate: dropStatus,
  prepareForUpdate: keepStatus,
  prepareForStatusUpdate: keepSpec,
  validate: validateMigration,
  validateUpdate: (migration, old) => [
    ...validateMigration(migration),
    ...validateObjectMetaUpdate(migration.metadata, old.metadata, fieldPath('metadata')),
    ...immutable(specForm(migration.spec), specForm(old.spec), fieldPath('spec'), shown(specForm, migration.spec)),
  ],
});

function validateMigration({ metadata, spec }: StorageVersionMigration): FieldError[] {
  const { group = '', resource = '' } = spec?.resource ?? {};
  const at = fieldPath('spec', 'resource');
  const resourceProblems = isDns1035Label(resource);
  const groupProblems = group === '' ? [] : isDns1123Subdomain(group);
  return [
    ...validateObjectMeta(metadata, clusterScoped(isDns1123Subdomain), fieldPath('metadata')),
    ...(resource === ''
      ? [required(child(at, 'resource'), 'resource is required to be set')]
      : resourceProblems.length > 0
        ? [invalid(child(at, 'resource'), resource, resourceProblems.join(','))]
        : []),
    ...(groupProblems.length > 0 ? [invalid(child(at, 'group'), group, groupProblems.join(','))] : []),
  ];
}
