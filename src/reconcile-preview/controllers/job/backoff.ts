import type { Job } from '../../../model/kinds/batch-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';
import { finishedAt, isFailed } from './ended-pods.ts';
import { formerFailures } from './index-failures.ts';

const FIRST_BACKOFF = 10_000;
const LAST_BACKOFF = 600_000;

/** For how many milliseconds a replacement still has to wait: 10 s after the first failure since the last success, twice as long after each further one. */
export function remainingBackoff(job: Typed<Job>, pods: readonly Typed<Pod>[], now: number): number {
  const lastSuccess = Math.max(-Infinity, ...pods.filter(({ status }) => status?.phase === 'Succeeded').map(finishedAt));
  const failures = pods
    .filter((pod) => isFailed(pod, job))
    .map(finishedAt)
    .filter((time) => time > lastSuccess);
  return remaining(failures.length, Math.max(...failures), now);
}

/** The same for the pod that replaces one of the same index. */
export const remainingIndexBackoff = (failed: Typed<Pod> | undefined, now: number): number =>
  failed ? remaining(formerFailures(failed) + 1, finishedAt(failed), now) : 0;

const remaining = (failures: number, last: number, now: number): number =>
  failures === 0 ? 0 : Math.max(0, last + Math.min(FIRST_BACKOFF * 2 ** (failures - 1), LAST_BACKOFF) - now);
