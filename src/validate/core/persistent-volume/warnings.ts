import { child, fieldPath, index, key, pathText } from '../../../model/field-path.ts';
import type { PersistentVolume, PersistentVolumeSpec } from '../../../model/kinds/core-v1.ts';
import { nodeSelectorTermWarnings } from '../../shared/pod-spec/warnings.ts';

const ANNOTATIONS: readonly (readonly [name: string, message: string])[] = [
  ['volume.beta.kubernetes.io/storage-class', 'deprecated since v1.8; use "storageClassName" attribute instead'],
  ['volume.beta.kubernetes.io/mount-options', 'deprecated since v1.31; use "mountOptions" attribute instead'],
];

const SOURCES: readonly (readonly [field: keyof PersistentVolumeSpec, shownAs: string, message: string])[] = [
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
];

export function warningsForPersistentVolume({ metadata, spec = {} }: PersistentVolume): string[] {
  const terms = fieldPath('spec', 'nodeAffinity', 'required', 'nodeSelectorTerms');
  const isRecycled = spec.persistentVolumeReclaimPolicy === 'Recycle';
  const recycle = 'The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.';
  return [
    ...ANNOTATIONS.filter(([name]) => metadata?.annotations?.[name] !== undefined).map(
      ([name, message]) => `${pathText(key(fieldPath('metadata', 'annotations'), name))}: ${message}`,
    ),
    ...(isRecycled ? [`spec.persistentVolumeReclaimPolicy: ${recycle}`] : []),
    ...(spec.nodeAffinity?.required?.nodeSelectorTerms ?? []).flatMap((term, i) => nodeSelectorTermWarnings(term, false, index(terms, i))),
    ...SOURCES.filter(([field]) => spec[field] !== undefined).map(
      ([, shownAs, message]) => `${pathText(child(fieldPath('spec'), shownAs))}: ${message}`,
    ),
  ];
}
