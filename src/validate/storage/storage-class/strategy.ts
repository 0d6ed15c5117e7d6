import type { StorageClass } from '../../../model/kinds/storage-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { deprecatedNodeLabel } from '../../shared/node-labels.ts';
import { validateStorageClassUpdate } from './update.ts';
import { validateStorageClass } from './validate.ts';

export const storageClassStrategy = defineStrategy<StorageClass>({
  gvk: { group: 'storage.k8s.io', version: 'v1', kind: 'StorageClass' },
  defaults(object) {
    object.reclaimPolicy ??= 'Delete';
    object.volumeBindingMode ??= 'Immediate';
  },
  validate: validateStorageClass,
  validateUpdate: validateStorageClassUpdate,
  warnings: ({ allowedTopologies = [] }) =>
    allowedTopologies.flatMap(({ matchLabelExpressions = [] }, i) =>
      matchLabelExpressions.flatMap(({ key = '' }, j) => {
        const message = deprecatedNodeLabel(key);
        return message === undefined ? [] : [`allowedTopologies[${i}].matchLabelExpressions[${j}].key: ${message}`];
      }),
    ),
});
