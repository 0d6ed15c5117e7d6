import { forbidden, required, type FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { VolumeAttributesClass } from '../../../model/kinds/storage-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { differs } from '../../shared/generation.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { validateParameters, validateProvisioner } from '../storage-class/validate.ts';

const parametersAt = fieldPath('parameters');
const FIXED = ['driverName', 'parameters'] as const;

export const volumeAttributesClassStrategy = defineStrategy<VolumeAttributesClass>({
  gvk: { group: 'storage.k8s.io', version: 'v1', kind: 'VolumeAttributesClass' },
  defaults: () => undefined,
  validate: validateClass,
  validateUpdate: (object, old) => [
    ...validateObjectMetaUpdate(object.metadata, old.metadata, fieldPath('metadata')),
    ...FIXED.filter((name) => differs(object[name], old[name])).map((name) =>
      forbidden(fieldPath(name), `updates to ${name} are forbidden.`),
    ),
    ...validateClass(object),
  ],
});

function validateClass({ metadata, driverName, parameters }: VolumeAttributesClass): FieldError[] {
  return [
    ...validateObjectMeta(metadata, clusterScoped(isDns1123Subdomain), fieldPath('metadata')),
    ...validateProvisioner(driverName ?? '', fieldPath('driverName')),
    ...validateParameters(parameters, parametersAt),
    ...(Object.keys(parameters ?? {}).length === 0 ? [required(parametersAt, 'must contain at least one key/value pair')] : []),
  ];
}
