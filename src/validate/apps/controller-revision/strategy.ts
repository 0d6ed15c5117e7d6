import { required, type FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import { isObject } from '../../../model/json.ts';
import type { ControllerRevision } from '../../../model/kinds/apps-v1.ts';
import { nonnegative } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { immutable, namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';

const metadataAt = fieldPath('metadata');
const dataAt = fieldPath('data');

export const controllerRevisionStrategy = defineStrategy<ControllerRevision>({
  gvk: { group: 'apps', version: 'v1', kind: 'ControllerRevision' },
  defaults: () => undefined,
  validate: (revision) => [...validateRevision(revision), ...validateData(revision)],
  validateUpdate: (revision, old) => [
    ...validateObjectMetaUpdate(revision.metadata, old.metadata, metadataAt),
    ...validateRevision(revision),
    ...immutable(revision.data, old.data, dataAt),
  ],
});

function validateRevision({ metadata, revision }: ControllerRevision): FieldError[] {
  return [...validateObjectMeta(metadata, namespaced(isDns1123Subdomain), metadataAt), ...nonnegative(revision, fieldPath('revision'))];
}

function validateData({ data }: ControllerRevision): FieldError[] {
  if (data === undefined || data === null) return [required(dataAt, 'data is mandatory')];
  return isObject(data) ? [] : [required(dataAt, 'data must be a valid JSON object')];
}
