import { invalid, type FieldError } from '../../../model/field-error.ts';
import { fieldPath, root } from '../../../model/field-path.ts';
import type { CSIStorageCapacity } from '../../../model/kinds/storage-v1.ts';
import { optional } from '../../shared/checks.ts';
import { validateClassName } from '../../shared/claim-spec.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { labelSelector, pointer, shown } from '../../shared/go-form.ts';
import { differs } from '../../shared/generation.ts';
import { validateLabelSelector } from '../../shared/label-selector.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { deprecatedNodeLabel } from '../../shared/node-labels.ts';
import { immutable, namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { validateNonnegativeQuantity } from '../../shared/resource-quantity.ts';

const metadataAt = fieldPath('metadata');
const topologyAt = fieldPath('nodeTopology');
const classAt = fieldPath('storageClassName');

export const csiStorageCapacityStrategy = defineStrategy<CSIStorageCapacity>({
  gvk: { group: 'storage.k8s.io', version: 'v1', kind: 'CSIStorageCapacity' },
  defaults: () => undefined,
  validate: (capacity) => validateCapacity(capacity, false),
  validateUpdate: (capacity, old) => [
    ...validateCapacity(capacity, validateLabelSelector(old.nodeTopology, root).length > 0),
    ...validateObjectMetaUpdate(capacity.metadata, old.metadata, metadataAt),
    ...(differs(capacity.nodeTopology, old.nodeTopology)
      ? [invalid(topologyAt, shown(pointer(labelSelector), capacity.nodeTopology), 'field is immutable')]
      : []),
    ...immutable(capacity.storageClassName ?? '', old.storageClassName ?? '', classAt),
  ],
  warnings: ({ nodeTopology: { matchLabels = {}, matchExpressions = [] } = {} }) => [
    ...matchExpressions.flatMap(({ key = '' }, i) => warnAbout(key, `nodeTopology.matchExpressions[${i}].key`, `${key} is `)),
    ...Object.keys(matchLabels).flatMap((name) => warnAbout(name, `nodeTopology.matchLabels.${name}`)),
  ],
});

function warnAbout(name: string, place: string, subject = ''): string[] {
  const message = deprecatedNodeLabel(name);
  return message === undefined ? [] : [`${place}: ${subject}${message}`];
}

function validateCapacity(
  { metadata, nodeTopology, storageClassName = '', capacity }: CSIStorageCapacity,
  allowInvalidValues: boolean,
): FieldError[] {
  return [
    ...validateObjectMeta(metadata, namespaced(isDns1123Subdomain), metadataAt),
    ...validateLabelSelector(nodeTopology, topologyAt, { allowInvalidValues }),
    ...validateClassName(storageClassName, classAt),
    ...optional(capacity, fieldPath('capacity'), validateNonnegativeQuantity),
  ];
}
