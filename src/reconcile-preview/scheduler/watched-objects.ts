import type { Change } from '../../cluster/store.ts';
import { DEVICE_CLASS, DEVICE_TAINT_RULE, RESOURCE_CLAIM, RESOURCE_SLICE } from '../devices/kinds.ts';
import type { Kind } from '../kind.ts';
import type { ObjectEvent } from './cluster-event.ts';
import {
  CSI_DRIVER,
  CSI_NODE,
  CSI_STORAGE_CAPACITY,
  PERSISTENT_VOLUME,
  PERSISTENT_VOLUME_CLAIM,
  STORAGE_CLASS,
  VOLUME_ATTACHMENT,
} from './volumes.ts';

/** Kinds beside pods and nodes whose changes may make a pod schedulable. */
export const WATCHED_KINDS: readonly Kind<unknown>[] = [
  PERSISTENT_VOLUME,
  PERSISTENT_VOLUME_CLAIM,
  STORAGE_CLASS,
  CSI_NODE,
  CSI_DRIVER,
  CSI_STORAGE_CAPACITY,
  VOLUME_ATTACHMENT,
  RESOURCE_CLAIM,
  DEVICE_CLASS,
  RESOURCE_SLICE,
  DEVICE_TAINT_RULE,
];

const ACTIONS = { added: 'Add', modified: 'Update', deleted: 'Delete' } as const;
const RESOURCES = [
  'PersistentVolume',
  'PersistentVolumeClaim',
  'StorageClass',
  'CSINode',
  'CSIDriver',
  'CSIStorageCapacity',
  'VolumeAttachment',
  'ResourceClaim',
  'DeviceClass',
  'ResourceSlice',
] as const;

/** A change of such a kind as an event; undefined for other kinds. A rule that taints devices changes the slices that they are in. */
export function objectEvent({ type, object, before }: Change): ObjectEvent | undefined {
  if (object.kind === DEVICE_TAINT_RULE.kind) return { resource: 'ResourceSlice', action: 'Update', before: undefined, after: undefined };
  const resource = RESOURCES.find((name) => name === object.kind);
  return resource && { resource, action: ACTIONS[type], before, after: type === 'deleted' ? undefined : object };
}
