import type { Job } from '../../../model/kinds/batch-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';
import { judgeFailure } from './failure-policy.ts';
import { finishedAt, isFailed, isTracked } from './ended-pods.ts';
import { indexOf, parseIndexes } from './indexes.ts';

const FAILURES = 'batch.kubernetes.io/job-index-failure-count';
const IGNORED_FAILURES = 'batch.kubernetes.io/job-index-ignored-failure-count';

/** Whether each index of a Job has its own back-off limit. */
export const limitsEachIndex = ({ spec }: Typed<Job>): boolean => spec?.backoffLimitPerIndex !== undefined;

/** How often the predecessors of a pod with the same index failed. */
function countOf({ metadata }: Typed<Pod>, annotation: string): number {
  const text = metadata.annotations?.[annotation] ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** All failures of an index up to this pod, without its own. */
export const formerFailures = (pod: Typed<Pod>): number => countOf(pod, FAILURES) + countOf(pod, IGNORED_FAILURES);

/** Indexes that are given up: those noted already and those whose pod failed once more than they may. */
export function failedIndexesOf(job: Typed<Job>, pods: readonly Typed<Pod>[]): ReadonlySet<number> {
  const { completions = 0, backoffLimitPerIndex = 0, podFailurePolicy } = job.spec ?? {};
  const failed = parseIndexes(job.status?.failedIndexes, completions);
  for (const pod of pods) {
    const index = indexOf(pod) ?? Infinity;
    if (index >= completions || !isTracked(pod) || !isFailed(pod, job)) continue;
    const { counts, failsIndex } = judgeFailure(podFailurePolicy, pod);
    if (failsIndex || (counts && countOf(pod, FAILURES) >= backoffLimitPerIndex)) failed.add(index);
  }
  return failed;
}

/**
 * The last failed pod of each index that is to be tried again. It is only let go once its replacement is there, which takes over the count of failures.
 * `settled` are indexes that have a pod, succeeded, or are given up.
 */
export function podsToReplace(job: Typed<Job>, pods: readonly Typed<Pod>[], settled: ReadonlySet<number>): ReadonlyMap<number, Typed<Pod>> {
  const last = new Map<number, Typed<Pod>>();
  for (const pod of pods) {
    const index = indexOf(pod) ?? Infinity;
    if (index >= (job.spec?.completions ?? 0) || settled.has(index) || !isTracked(pod) || !isFailed(pod, job)) continue;
    const other = last.get(index);
    if (!other || (formerFailures(other) <= formerFailures(pod) && finishedAt(pod) >= finishedAt(other))) last.set(index, pod);
  }
  return last;
}

/** What a new pod of an index is told of the failures before it. */
export function failureAnnotations(job: Typed<Job>, replaced: Typed<Pod> | undefined): Record<string, string> {
  if (!replaced) return { [FAILURES]: '0' };
  const { counts } = judgeFailure(job.spec?.podFailurePolicy, replaced);
  const ignored = countOf(replaced, IGNORED_FAILURES) + (counts ? 0 : 1);
  return {
    [FAILURES]: String(countOf(replaced, FAILURES) + (counts ? 1 : 0)),
    ...(ignored > 0 && { [IGNORED_FAILURES]: String(ignored) }),
  };
}
