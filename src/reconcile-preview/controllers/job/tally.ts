import type { Job } from '../../../model/kinds/batch-v1.ts';
import type { ContainerStatus, Pod } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';
import { isPodActive, isPodTerminating } from '../pod-state.ts';
import { isFailed, isTracked } from './ended-pods.ts';
import { judgeFailure } from './failure-policy.ts';
import { failedIndexesOf, limitsEachIndex, podsToReplace } from './index-failures.ts';
import { indexOf, isIndexed, parseIndexes } from './indexes.ts';

/** What the pods of a Job come to. Pods with the tracking finalizer are not yet counted in its status. */
export interface Tally {
  readonly active: readonly Typed<Pod>[];
  readonly terminating: readonly Typed<Pod>[];
  readonly succeeded: number;
  /** With those that are not counted yet. */
  readonly failed: number;
  /** Of an indexed Job. */
  readonly succeededIndexes: ReadonlySet<number>;
  /** Of a Job with a back-off limit for each index. */
  readonly failedIndexes: ReadonlySet<number> | undefined;
  /** The failed pods of such a Job that wait for their replacement, by index. */
  readonly replaceable: ReadonlyMap<number, Typed<Pod>>;
}

/** Whether a pod has an index that the Job wants, where it needs one. */
export const hasValidIndex = (job: Typed<Job>, pod: Typed<Pod>): boolean =>
  !isIndexed(job) || (indexOf(pod) ?? Infinity) < (job.spec?.completions ?? 0);

export function tally(job: Typed<Job>, pods: readonly Typed<Pod>[]): Tally {
  const fresh = pods.filter((pod) => isTracked(pod) && hasValidIndex(job, pod));
  const newSucceeded = fresh.filter(({ status }) => status?.phase === 'Succeeded');
  const newFailed = fresh.filter((pod) => isFailed(pod, job) && judgeFailure(job.spec?.podFailurePolicy, pod).counts);
  const active = pods.filter(isPodActive);
  const succeededIndexes = isIndexed(job) ? parseIndexes(job.status?.completedIndexes, job.spec?.completions ?? 0) : new Set<number>();
  if (isIndexed(job)) for (const pod of newSucceeded) succeededIndexes.add(indexOf(pod) ?? 0);
  const failedIndexes = limitsEachIndex(job) ? failedIndexesOf(job, pods) : undefined;
  return {
    active,
    terminating: pods.filter(isPodTerminating),
    succeeded: isIndexed(job) ? succeededIndexes.size : (job.status?.succeeded ?? 0) + newSucceeded.length,
    failed: (job.status?.failed ?? 0) + newFailed.length,
    succeededIndexes,
    failedIndexes,
    replaceable: failedIndexes
      ? podsToReplace(job, pods, new Set([...succeededIndexes, ...failedIndexes, ...active.flatMap((pod) => indexOf(pod) ?? [])]))
      : new Map<number, Typed<Pod>>(),
  };
}

/** Restarts of pods that are restarted in place count like failures. */
export function exceedsRestarts({ spec }: Typed<Job>, pods: readonly Typed<Pod>[]): boolean {
  if (spec?.template?.spec?.restartPolicy !== 'OnFailure') return false;
  const living = pods.filter(({ status }) => status?.phase === 'Running' || status?.phase === 'Pending');
  const statuses = living.flatMap(({ status }): ContainerStatus[] => [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
  ]);
  const restarts = statuses.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
  const limit = spec.backoffLimit ?? 6;
  return limit === 0 ? restarts > 0 : restarts >= limit;
}
