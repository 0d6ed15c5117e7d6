import { forbidden, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, key, type FieldPath } from '../../../model/field-path.ts';
import type { PersistentVolume, PersistentVolumeSpec } from '../../../model/kinds/core-v1.ts';
import { oneOf } from '../../shared/checks.ts';
import { validateAccessModes, validateClassName, VOLUME_MODES } from '../../shared/claim-spec.ts';
import { map, quantity, shown } from '../../shared/go-form.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { validateNodeSelector } from '../../shared/node-selector.ts';
import { clusterScoped, validateObjectMeta } from '../../shared/object-meta.ts';
import { validateBasicResource, validatePositiveQuantity } from '../../shared/resource-quantity.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateSources } from './sources.ts';

/** What an update may keep because the stored volume has it. */
export interface PersistentVolumeOptions {
  readonly context: RuleContext;
  readonly enableVolumeAttributesClass: boolean;
  readonly allowInvalidLabelValueInRequiredNodeAffinity: boolean;
}

const MOUNT_OPTIONS = 'volume.beta.kubernetes.io/mount-options';
const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];
const MOUNTABLE = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'iscsi',
  'cinder',
  'cephfs',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
] as const;

export const validatePersistentVolume = (volume: PersistentVolume, context: RuleContext): FieldError[] =>
  validateWith(volume, {
    context,
    enableVolumeAttributesClass: context.gate('VolumeAttributesClass'),
    allowInvalidLabelValueInRequiredNodeAffinity: false,
  });

export const validateWith = (volume: PersistentVolume, options: PersistentVolumeOptions): FieldError[] => [
  ...validateObjectMeta(volume.metadata, clusterScoped(isDns1123Subdomain), fieldPath('metadata')),
  ...validateSpec(volume.spec ?? {}, volume.metadata?.name ?? '', fieldPath('spec'), options),
  ...validateMountOptions(volume),
];

function validateSpec(spec: PersistentVolumeSpec, name: string, at: FieldPath, options: PersistentVolumeOptions): FieldError[] {
  const { accessModes, capacity, persistentVolumeReclaimPolicy: policy, volumeMode, storageClassName } = spec;
  const modesAt = child(at, 'accessModes');
  return [
    ...(accessModes?.length ? [] : [required(modesAt)]),
    ...validateAccessModes(accessModes, modesAt),
    ...validateCapacity(capacity, child(at, 'capacity')),
    ...(policy ? oneOf(policy, RECLAIM_POLICIES, child(at, 'persistentVolumeReclaimPolicy')) : []),
    ...validateNodeAffinity(spec, child(at, 'nodeAffinity'), options),
    ...validateSources(spec, at, { volumeName: name, context: options.context }),
    ...(isRootRecycled(spec)
      ? [forbidden(child(at, 'persistentVolumeReclaimPolicy'), "may not be 'recycle' for a hostPath mount of '/'")]
      : []),
    ...(storageClassName ? validateClassName(storageClassName, child(at, 'storageClassName')) : []),
    ...(volumeMode === undefined ? [] : oneOf(volumeMode, VOLUME_MODES, child(at, 'volumeMode'))),
    ...(options.enableVolumeAttributesClass ? validateAttributesClass(spec, at) : []),
  ];
}

/** Storage, and nothing else. */
function validateCapacity(capacity: Readonly<Record<string, string>> | undefined, at: FieldPath): FieldError[] {
  const names = Object.keys(capacity ?? {});
  const isStorage = names.length === 1 && names[0] === 'storage';
  return [
    ...(names.length === 0 ? [required(at)] : []),
    ...(isStorage ? [] : [notSupported(at, shown(map(quantity), capacity), ['storage'])]),
    ...Object.entries(capacity ?? {}).flatMap(([name, amount]) => [
      ...validateBasicResource(amount, key(at, name)),
      ...validatePositiveQuantity(amount, key(at, name)),
    ]),
  ];
}

function validateNodeAffinity({ nodeAffinity }: PersistentVolumeSpec, at: FieldPath, options: PersistentVolumeOptions): FieldError[] {
  if (!nodeAffinity) return [];
  const path = child(at, 'required');
  return nodeAffinity.required
    ? validateNodeSelector(nodeAffinity.required, path, options.allowInvalidLabelValueInRequiredNodeAffinity)
    : [required(path, 'must specify required node constraints')];
}

/** `/` in any spelling, such as `//` or `/tmp/..`. */
const isRootRecycled = ({ hostPath, persistentVolumeReclaimPolicy }: PersistentVolumeSpec): boolean =>
  persistentVolumeReclaimPolicy === 'Recycle' && hostPath !== undefined && isRoot(hostPath.path ?? '');

function isRoot(path: string): boolean {
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth = Math.max(0, depth - 1);
    else if (part !== '' && part !== '.') depth++;
  }
  return path.startsWith('/') && depth === 0;
}

function validateAttributesClass({ volumeAttributesClassName: name, csi }: PersistentVolumeSpec, at: FieldPath): FieldError[] {
  if (name === undefined) return [];
  const path = child(at, 'volumeAttributesClassName');
  return [
    ...(name === '' ? [required(path, 'an empty string is disallowed')] : validateClassName(name, path)),
    ...(csi ? [] : [required(child(at, 'csi'), 'has to be specified when using volumeAttributesClassName')]),
  ];
}

function validateMountOptions({ metadata, spec = {} }: PersistentVolume): FieldError[] {
  if (metadata?.annotations?.[MOUNT_OPTIONS] === undefined || MOUNTABLE.some((name) => spec[name] !== undefined)) return [];
  return [forbidden(fieldPath('metadata', 'annotations', MOUNT_OPTIONS), 'may not specify mount options for this volume type')];
}
