import type { Job } from '../../../model/kinds/batch-v1.ts';
import type { ContainerStatus, Pod } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';
import { isPodActive, isPodTerminating } from '../pod-state.ts';
import { judgeFailure } from './failure-policy.ts';
import { indexOf, isIndexed, parseIndexes } from './indexes.ts';

export const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking';
const FIRST_BACKOFF = 10_000;
const LAST_BACKOFF = 600_000;

/** What the pods of a Job come to. Pods with the tracking finalizer are not yet counted in its status. */
export interface Tally {
  readonly active: readonly Typed<Pod>[];
  readonly terminating: readonly Typed<Pod>[];
  readonly newSucceeded: readonly Typed<Pod>[];
  readonly newFailed: readonly Typed<Pod>[];
  readonly succeeded: number;
  readonly failed: number;
  /** Of an indexed Job. */
  readonly succeededIndexes: ReadonlySet<number>;
}

export const isTracked = ({ metadata }: Typed<Pod>): boolean => (metadata.finalizers ?? []).includes(TRACKING_FINALIZER);

export const replacesFailedOnly = ({ spec }: Typed<Job>): boolean => spec?.podReplacementPolicy === 'Failed';

/** Ended with an error, or deleted before it ended, unless only failed pods are to be replaced. */
export const isFailed = (pod: Typed<Pod>, job: Typed<Job>): boolean =>
  pod.status?.phase === 'Failed' ||
  (!replacesFailedOnly(job) && pod.metadata.deletionTimestamp !== undefined && pod.status?.phase !== 'Succeeded');

export function tally(job: Typed<Job>, pods: readonly Typed<Pod>[]): Tally {
  const completions = job.spec?.completions ?? Infinity;
  const counts = (pod: Typed<Pod>): boolean => !isIndexed(job) || (indexOf(pod) ?? Infinity) < completions;
  const fresh = pods.filter((pod) => isTracked(pod) && counts(pod));
  const newSucceeded = fresh.filter(({ status }) => status?.phase === 'Succeeded');
  const newFailed = fresh.filter((pod) => isFailed(pod, job) && judgeFailure(job.spec?.podFailurePolicy, pod).counts);
  const succeededIndexes = parseIndexes(job.status?.completedIndexes, completions);
  for (const pod of newSucceeded) succeededIndexes.add(indexOf(pod) ?? -1);
  succeededIndexes.delete(-1);
  return {
    active: pods.filter(isPodActive),
    terminating: pods.filter(isPodTerminating),
    newSucceeded,
    newFailed,
    succeeded: isIndexed(job) ? succeededIndexes.size : (job.status?.succeeded ?? 0) + newSucceeded.length,
    failed: (job.status?.failed ?? 0) + newFailed.length,
    succeededIndexes,
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

/** For how many milliseconds a replacement still has to wait: 10 s after the first failure since the last success, twice as long after each further one. */
export function remainingBackoff(job: Typed<Job>, pods: readonly Typed<Pod>[], now: number): number {
  const lastSuccess = Math.max(-Infinity, ...pods.filter(({ status }) => status?.phase === 'Succeeded').map(finishedAt));
  const failures = pods
    .filter((pod) => isFailed(pod, job))
    .map(finishedAt)
    .filter((time) => time > lastSuccess);
  if (failures.length === 0) return 0;
  return Math.max(0, Math.max(...failures) + Math.min(FIRST_BACKOFF * 2 ** (failures.length - 1), LAST_BACKOFF) - now);
}

function finishedAt({ metadata, status }: Typed<Pod>): number {
  const ends = (status?.containerStatuses ?? []).flatMap(({ state }) => state?.terminated?.finishedAt ?? []);
  const end =
    ends.sort().at(-1) ??
    status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ??
    metadata.deletionTimestamp ??
    metadata.creationTimestamp;
  return Date.parse(end ?? '');
}
