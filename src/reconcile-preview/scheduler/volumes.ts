import type { PersistentVolume, PersistentVolumeClaim, Volume } from '../../model/kinds/core-v1.ts';
import type { CSIDriver, CSINode, CSIStorageCapacity, StorageClass, VolumeAttachment } from '../../model/kinds/storage-v1.ts';
import { matchesLabelSelector } from '../../model/label-selector.ts';
import { quantityOf } from '../../model/pod-resources.ts';
import { compareQuantities } from '../../model/quantity.ts';
import { kindOf, type Typed } from '../kind.ts';
import { matchesNodeSelector, type NodeIdentity } from './node-selector.ts';

export const PERSISTENT_VOLUME = kindOf<PersistentVolume>('v1', 'PersistentVolume');
export const PERSISTENT_VOLUME_CLAIM = kindOf<PersistentVolumeClaim>('v1', 'PersistentVolumeClaim');
export const STORAGE_CLASS = kindOf<StorageClass>('storage.k8s.io/v1', 'StorageClass');
export const CSI_NODE = kindOf<CSINode>('storage.k8s.io/v1', 'CSINode');
export const CSI_DRIVER = kindOf<CSIDriver>('storage.k8s.io/v1', 'CSIDriver');
export const CSI_STORAGE_CAPACITY = kindOf<CSIStorageCapacity>('storage.k8s.io/v1', 'CSIStorageCapacity');
export const VOLUME_ATTACHMENT = kindOf<VolumeAttachment>('storage.k8s.io/v1', 'VolumeAttachment');

export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
/** On a volume: how large it was before it grew, while the file system on it has not. */
export const PRE_RESIZE_CAPACITY = 'volume.alpha.kubernetes.io/pre-resize-capacity';
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';

/** Name of the storage class that a claim asks for; empty for none. */
export const classOfClaim = ({ metadata, spec }: PersistentVolumeClaim): string =>
  metadata?.annotations?.[BETA_CLASS] ?? spec?.storageClassName ?? '';

export const classOfVolume = ({ metadata, spec }: PersistentVolume): string =>
  metadata?.annotations?.[BETA_CLASS] ?? spec?.storageClassName ?? '';

/** Whether a claim has its volume, and the volume controller has said so. */
export const isFullyBound = ({ metadata, spec }: PersistentVolumeClaim): boolean =>
  Boolean(spec?.volumeName) && metadata?.annotations?.[BIND_COMPLETED] !== undefined;

/** Whether a volume is bound to, or reserved for, a claim. */
export function isVolumeFor({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const claim = spec?.claimRef;
  if (!claim || claim.name !== metadata?.name || claim.namespace !== metadata?.namespace) return false;
  return !claim.uid || claim.uid === metadata?.uid;
}

/** Whether a volume can be used on a node. */
export const isReachable = ({ spec }: PersistentVolume, node: NodeIdentity): boolean =>
  !spec?.nodeAffinity?.required || matchesNodeSelector(spec.nodeAffinity.required, node);

/**
 * The volume for a claim on a node, as `storagehelpers.FindMatchingVolume`: the one reserved for it, or the smallest that is large enough and free.
 * `volumes` have the claim's class; `taken` are out.
 */
export function findVolume(
  claim: Typed<PersistentVolumeClaim>,
  volumes: readonly Typed<PersistentVolume>[],
  node: NodeIdentity,
  taken: ReadonlySet<string>,
): Typed<PersistentVolume> | undefined {
  const wanted = quantityOf(claim.spec?.resources?.requests?.storage);
  let smallest: Typed<PersistentVolume> | undefined;
  for (const volume of volumes) {
    if (taken.has(volume.metadata.name ?? '') || (volume.spec?.claimRef && !isVolumeFor(volume, claim))) continue;
    if (compareQuantities(capacityOf(volume), wanted) < 0 || volume.metadata.deletionTimestamp !== undefined) continue;
    if ((claim.spec?.volumeMode ?? 'Filesystem') !== (volume.spec?.volumeMode ?? 'Filesystem')) continue;
    if ((claim.spec?.volumeAttributesClassName ?? '') !== (volume.spec?.volumeAttributesClassName ?? '')) continue;
    if (isVolumeFor(volume, claim)) return isReachable(volume, node) ? volume : undefined;
    if (volume.status?.phase !== 'Available' || !isReachable(volume, node)) continue;
    if (claim.spec?.selector && !matchesLabelSelector(claim.spec.selector, volume.metadata.labels)) continue;
    if (classOfVolume(volume) !== classOfClaim(claim)) continue;
    if (!(claim.spec?.accessModes ?? []).every((mode) => volume.spec?.accessModes?.includes(mode))) continue;
    if (!smallest || compareQuantities(capacityOf(smallest), capacityOf(volume)) > 0) smallest = volume;
  }
  return smallest;
}

export const capacityOf = ({ spec }: PersistentVolume): ReturnType<typeof quantityOf> => quantityOf(spec?.capacity?.storage);

/** Name of the claim behind a volume of a pod; undefined when it has none. */
export function claimNameOf(podName: string, volume: Volume): string | undefined {
  if (volume.persistentVolumeClaim) return volume.persistentVolumeClaim.claimName ?? '';
  return volume.ephemeral ? `${podName}-${volume.name}` : undefined;
}
