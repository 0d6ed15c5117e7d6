import { fieldPath } from '../../../model/field-path.ts';
import type { StorageVersion } from '../../../model/kinds/apiserverinternal-v1alpha1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { isDns1035Label, isDns1123Subdomain, type NameFormat } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta } from '../../shared/object-meta.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';

/** `<group>.<resource>`. */
const isStorageVersionName: NameFormat = (name) => {
  const dot = name.lastIndexOf('.');
  if (dot < 0) return ['name must be in the form of <group>.<resource>'];
  return [
    ...isDns1123Subdomain(name.slice(0, dot)).map((message) => `the group segment ${message}`),
    ...isDns1035Label(name.slice(dot + 1)).map((message) => `the resource segment ${message}`),
  ];
};

/** The spec has no fields, so an update has nothing to check. */
export const storageVersionStrategy = defineStrategy<StorageVersion>({
  gvk: { group: 'internal.apiserver.k8s.io', version: 'v1alpha1', kind: 'StorageVersion' },
  defaults: () => undefined,
  prepareForCreate: dropStatus,
  prepareForUpdate: keepStatus,
  prepareForStatusUpdate: keepSpec,
  validate: ({ metadata }) => validateObjectMeta(metadata, clusterScoped(isStorageVersionName), fieldPath('metadata')),
  validateUpdate: () => [],
});
