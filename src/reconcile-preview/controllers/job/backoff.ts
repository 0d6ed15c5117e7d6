import type { Job } from '../../../model/kinds/batch-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';
import { finishedAt, isFailed, isTracked } from './ended-pods.ts';
import { formerFailures } from './index-failures.ts';

const FIRST_BACKOFF = 10_000;
const LAST_BACKOFF = 600_000;

/** When the pods of a Job ended, those that are gone by now included. */
export interface PodEnds {
  /** The failed ones by uid. */
  readonly failures: Map<string, number>;
  lastSuccess: number;
}

export const noPodEnds = (): PodEnds => ({ failures: new Map(), lastSuccess: -Infinity });

/** Remembers the pods that have ended, as long as they are not counted: one that was deleted is a failure and soon gone, one that the Job let go is none. */
export function noteEnds(ends: PodEnds, job: Typed<Job>, pods: readonly Typed<Pod>[]): void {
  for (const pod of pods.filter(isTracked)) {
    if (pod.status?.phase === 'Succeeded') ends.lastSuccess = Math.max(ends.lastSuccess, finishedAt(pod));
    else if (isFailed(pod, job)) ends.failures.set(pod.metadata.uid ?? '', finishedAt(pod));
  }
}

/** For how many milliseconds a replacement still has to wait: 10 s after the first failure since the last success, twice as long after each further one. */
export function remainingBackoff({ failures, lastSuccess }: PodEnds, now: number): number {
  const recent = [...failures.values()].filter((time) => time > lastSuccess);
  return remaining(recent.length, Math.max(...recent), now);
}

/** The same for the pod that replaces one of the same index. */
export const remainingIndexBackoff = (failed: Typed<Pod> | undefined, now: number): number =>
  failed ? remaining(formerFailures(failed) + 1, finishedAt(failed), now) : 0;

const remaining = (failures: number, last: number, now: number): number =>
  failures === 0 ? 0 : Math.max(0, last + Math.min(FIRST_BACKOFF * 2 ** (failures - 1), LAST_BACKOFF) - now);
