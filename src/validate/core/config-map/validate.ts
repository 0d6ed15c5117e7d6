import { forbidden, invalid, tooLong, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, key, root } from '../../../model/field-path.ts';
import type { ConfigMap } from '../../../model/kinds/core-v1.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { base64Length } from '../../shared/base64.ts';
import { invalidBecause } from '../../shared/checks.ts';
import { differs } from '../../shared/generation.ts';
import { isConfigMapKey, isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';

export const MAX_DATA_BYTES = 1024 * 1024;

export function validateConfigMap({ metadata, data = {}, binaryData = {} }: ConfigMap): FieldError[] {
  const size = sum(Object.values(data), byteLength) + sum(Object.values(binaryData), base64Length);
  return [
    ...validateObjectMeta(metadata, namespaced(isDns1123Subdomain), fieldPath('metadata')),
    ...Object.keys(data).flatMap((name) => {
      const path = key(fieldPath('data'), name);
      const isTwice = Object.hasOwn(binaryData, name);
      return [
        ...invalidBecause(isConfigMapKey(name), path, name),
        ...(isTwice ? [invalid(path, name, 'duplicate of key present in binaryData')] : []),
      ];
    }),
    ...Object.keys(binaryData).flatMap((name) => invalidBecause(isConfigMapKey(name), key(fieldPath('binaryData'), name), name)),
    ...(size > MAX_DATA_BYTES ? [tooLong(child(root, ''), MAX_DATA_BYTES)] : []),
  ];
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((total, item) => total + of(item), 0);

export const validateConfigMapUpdate = (configMap: ConfigMap, old: ConfigMap): FieldError[] => [
  ...validateObjectMetaUpdate(configMap.metadata, old.metadata, fieldPath('metadata')),
  ...validateImmutableData(configMap, old),
  ...validateConfigMap(configMap),
];

/** What is once immutable stays so. */
function validateImmutableData(configMap: ConfigMap, old: ConfigMap): FieldError[] {
  if (!old.immutable) return [];
  const refused = [
    ...(configMap.immutable ? [] : ['immutable']),
    ...(['data', 'binaryData'] as const).filter((name) => differs(configMap[name], old[name])),
  ];
  return refused.map((name) => forbidden(fieldPath(name), 'field is immutable when `immutable` is set'));
}
