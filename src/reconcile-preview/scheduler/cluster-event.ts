import type { Node } from '../../model/kinds/core-v1.ts';
import { deepEqual } from '../../model/json.ts';
import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import type { Typed } from '../kind.ts';
import type { PodInfo } from './pod-info.ts';
import { asksForLess, asksForMore } from './resource.ts';

/** What happened, under upstream's names. */
export type Action =
  | 'Add'
  | 'Delete'
  | 'Update'
  | 'UpdateNodeAllocatable'
  | 'UpdateNodeLabel'
  | 'UpdateNodeTaint'
  | 'UpdateNodeCondition'
  | 'UpdateNodeAnnotation'
  | 'UpdateNodeDeclaredFeature'
  | 'UpdatePodGeneratedResourceClaim'
  | 'UpdatePodLabel'
  | 'UpdatePodScaleDown'
  | 'UpdatePodScaleUp'
  | 'UpdatePodSchedulingGatesEliminated'
  | 'UpdatePodToleration';

export type ObjectResource =
  | 'ResourceClaim'
  | 'DeviceClass'
  | 'ResourceSlice'
  | 'PersistentVolume'
  | 'PersistentVolumeClaim'
  | 'StorageClass'
  | 'CSINode'
  | 'CSIDriver'
  | 'CSIStorageCapacity'
  | 'VolumeAttachment';

/** A change that may make a rejected pod schedulable. `TargetPod` is the rejected pod itself. */
export type ClusterEvent = PodEvent | NodeEvent | ObjectEvent;

export interface PodEvent {
  readonly resource: 'AssignedPod' | 'TargetPod';
  readonly action: Action;
  readonly before: PodInfo | undefined;
  readonly after: PodInfo | undefined;
}

export interface NodeEvent {
  readonly resource: 'Node';
  readonly action: Action;
  readonly before: Typed<Node> | undefined;
  readonly after: Typed<Node> | undefined;
}

export interface ObjectEvent {
  readonly resource: ObjectResource;
  readonly action: 'Add' | 'Update' | 'Delete';
  readonly before: KubernetesObject | undefined;
  readonly after: KubernetesObject | undefined;
}

/** Events after which a plugin wants a pod that it rejected to be tried again. */
export interface EventInterest {
  readonly resource: ClusterEvent['resource'];
  readonly actions: readonly Action[];
  isRelevant(pod: PodInfo, event: ClusterEvent, view: ReadView | undefined): boolean;
}

export const onPod = (
  resource: PodEvent['resource'],
  actions: readonly Action[],
  isRelevant: (pod: PodInfo, before: PodInfo | undefined, after: PodInfo | undefined) => boolean = always,
): EventInterest => ({
  resource,
  actions,
  isRelevant: (pod, event) => event.resource === resource && isRelevant(pod, event.before, event.after),
});

export const onNode = (
  actions: readonly Action[],
  isRelevant: (
    pod: PodInfo,
    before: Typed<Node> | undefined,
    after: Typed<Node> | undefined,
    view: ReadView | undefined,
  ) => boolean = always,
): EventInterest => ({
  resource: 'Node',
  actions,
  isRelevant: (pod, event, view) => event.resource === 'Node' && isRelevant(pod, event.before, event.after, view),
});

export const onObject = (
  resource: ObjectResource,
  actions: readonly Action[],
  isRelevant: (pod: PodInfo, before: KubernetesObject | undefined, after: KubernetesObject | undefined) => boolean = always,
): EventInterest => ({
  resource,
  actions,
  isRelevant: (pod, event) => event.resource === resource && isRelevant(pod, event.before, event.after),
});

const always = (): boolean => true;

/** Whether an interest covers an event; `Update` covers every kind of update. */
export const covers = ({ resource, actions }: EventInterest, event: ClusterEvent): boolean =>
  resource === event.resource && (actions.includes(event.action) || (actions.includes('Update') && event.action.startsWith('Update')));

/** What an update of a pod means for pods that wait. */
export function podUpdateActions(before: PodInfo, after: PodInfo): Action[] {
  const actions: Action[] = [];
  if (!deepEqual(before.labels, after.labels)) actions.push('UpdatePodLabel');
  if (before.resource !== after.resource) {
    if (asksForLess(before.pod, after.pod)) actions.push('UpdatePodScaleDown');
    if (asksForMore(before.pod, after.pod)) actions.push('UpdatePodScaleUp');
  }
  if (!after.spec.schedulingGates?.length && before.spec.schedulingGates?.length) actions.push('UpdatePodSchedulingGatesEliminated');
  if (!deepEqual(before.pod.status?.resourceClaimStatuses, after.pod.status?.resourceClaimStatuses))
    actions.push('UpdatePodGeneratedResourceClaim');
  if (before.spec.tolerations?.length !== after.spec.tolerations?.length) actions.push('UpdatePodToleration');
  return actions.length > 0 ? actions : ['Update'];
}

/** What an update of a node means for pods that wait; none when nothing of interest changed. */
export function nodeUpdateActions(before: Typed<Node>, after: Typed<Node>): Action[] {
  const actions: Action[] = [];
  if (before.spec?.unschedulable && !after.spec?.unschedulable) actions.push('UpdateNodeTaint');
  if (!deepEqual(before.status?.allocatable, after.status?.allocatable)) actions.push('UpdateNodeAllocatable');
  if (!deepEqual(before.metadata.labels, after.metadata.labels)) actions.push('UpdateNodeLabel');
  if (!deepEqual(before.spec?.taints, after.spec?.taints)) actions.push('UpdateNodeTaint');
  if (!deepEqual(conditionStatuses(before), conditionStatuses(after))) actions.push('UpdateNodeCondition');
  if (!deepEqual(before.metadata.annotations, after.metadata.annotations)) actions.push('UpdateNodeAnnotation');
  if (!deepEqual(before.status?.declaredFeatures, after.status?.declaredFeatures)) actions.push('UpdateNodeDeclaredFeature');
  return actions;
}

const conditionStatuses = (node: Typed<Node>): Record<string, string> =>
  Object.fromEntries((node.status?.conditions ?? []).map(({ type = '', status = '' }) => [type, status]));
