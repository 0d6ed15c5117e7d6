import type { PersistentVolumeClaim, PersistentVolumeClaimCondition } from '../../../model/kinds/core-v1.ts';
import { without } from '../../../model/without.ts';

type ClaimStatus = NonNullable<PersistentVolumeClaim['status']>;

/** Conditions that tell of resizing. */
const RESIZE_CONDITIONS = new Set(['FileSystemResizePending', 'Resizing', 'ControllerResizeError', 'NodeResizeError']);
const PENDING = 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.';

/** The status of a claim whose volume is being expanded to this size. */
export const inProgress = (status: ClaimStatus = {}, size: string, now: string): ClaimStatus => ({
  ...status,
  allocatedResources: { ...status.allocatedResources, storage: size },
  allocatedResourceStatuses: { ...status.allocatedResourceStatuses, storage: 'ControllerResizeInProgress' },
  conditions: merged(others(status), status, { type: 'Resizing', status: 'True', lastTransitionTime: now }),
});

/** The status of a claim whose volume is larger, but not yet the file system on it. */
export const pendingOnNode = (status: ClaimStatus = {}, now: string): ClaimStatus => ({
  ...status,
  allocatedResourceStatuses: { ...status.allocatedResourceStatuses, storage: 'NodeResizePending' },
  conditions: merged(status.conditions ?? [], status, {
    type: 'FileSystemResizePending',
    status: 'True',
    lastTransitionTime: now,
    message: PENDING,
  }),
});

/** The status of a claim whose volume has this size now. */
export function resized(status: ClaimStatus = {}, size: string): ClaimStatus {
  const statuses = without(status.allocatedResourceStatuses ?? {}, 'storage');
  const conditions = others(status);
  return {
    ...without(status, 'allocatedResourceStatuses', 'conditions'),
    capacity: { ...status.capacity, storage: size },
    ...(Object.keys(statuses).length > 0 && { allocatedResourceStatuses: statuses }),
    ...(conditions.length > 0 && { conditions }),
  };
}

const others = ({ conditions = [] }: ClaimStatus): PersistentVolumeClaimCondition[] =>
  conditions.filter(({ type = '' }) => !RESIZE_CONDITIONS.has(type));

/** A condition that holds already keeps its time. */
function merged(
  kept: readonly PersistentVolumeClaimCondition[],
  { conditions = [] }: ClaimStatus,
  condition: PersistentVolumeClaimCondition,
): PersistentVolumeClaimCondition[] {
  const now = conditions.find(({ type, status }) => type === condition.type && status === condition.status) ?? condition;
  return kept.some(({ type }) => type === condition.type)
    ? kept.map((item) => (item.type === condition.type ? now : item))
    : [...kept, now];
}
