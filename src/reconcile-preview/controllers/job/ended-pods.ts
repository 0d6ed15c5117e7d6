import type { Job } from '../../../model/kinds/batch-v1.ts';
import type { ContainerStatus, Pod } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';
import { podCondition } from '../pod-state.ts';

export const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking';

/** Whether a pod is not counted yet in the status of its Job. */
export const isTracked = ({ metadata }: Typed<Pod>): boolean => (metadata.finalizers ?? []).includes(TRACKING_FINALIZER);

export const replacesFailedOnly = ({ spec }: Typed<Job>): boolean => spec?.podReplacementPolicy === 'Failed';

/** Ended with an error, or deleted before it ended, unless only failed pods are to be replaced. */
export const isFailed = (pod: Typed<Pod>, job: Typed<Job>): boolean =>
  pod.status?.phase === 'Failed' ||
  (!replacesFailedOnly(job) && pod.metadata.deletionTimestamp !== undefined && pod.status?.phase !== 'Succeeded');

/** When a pod ended, in milliseconds since the epoch: with its last container, else when it was last ready, else when it was deleted. */
export function finishedAt(pod: Typed<Pod>): number {
  const { metadata, spec, status } = pod;
  const sidecars = new Set((spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name));
  const containers: readonly ContainerStatus[] = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name)),
  ];
  const ends = containers.flatMap(({ state }) => state?.terminated?.finishedAt ?? []);
  if (ends.length > 0 && ends.length === containers.length) return Date.parse(ends.sort().at(-1) ?? '');
  const ready = podCondition(pod, 'Ready');
  if (ready?.status === 'False' && ready.lastTransitionTime) return Date.parse(ready.lastTransitionTime);
  if (metadata.deletionTimestamp) return Date.parse(metadata.deletionTimestamp) - (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  return Date.parse(metadata.creationTimestamp ?? '');
}
