import { deepEqual } from '../../../model/json.ts';
import type { Job, JobCondition, JobStatus } from '../../../model/kinds/batch-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { WorkContext } from '../../controller.ts';
import { emit, updateStatus, type Work } from '../../intent.ts';
import { type Typed } from '../../kind.ts';
import { omitZero } from '../omit-zero.ts';
import { isPodReady } from '../pod-state.ts';
import { newCondition } from './conditions.ts';
import { isFailed, isTracked } from './ended-pods.ts';
import { judgeFailure } from './failure-policy.ts';
import { formatIndexes, indexOf, isIndexed } from './indexes.ts';
import { release, type PodStep } from './pods.ts';
import { hasValidIndex, type Tally } from './tally.ts';

/** What a look at a Job came to. */
export interface Findings {
  readonly pods: readonly Typed<Pod>[];
  readonly counts: Tally;
  readonly step: PodStep;
  /** Why the Job ends, of type `SuccessCriteriaMet` or `FailureTarget`. */
  readonly end: JobCondition | undefined;
  readonly conditions: readonly JobCondition[];
  readonly startTime: string | undefined;
}

/** Counts ended pods in the status, lets go of them, and ends the Job when nothing is left to wait for. */
export function* track(job: Typed<Job>, findings: Findings, context: WorkContext): Work {
  const { pods, counts, step, end, conditions, startTime } = findings;
  const done = pods.filter((pod) => isTracked(pod) && mayGo(job, pod, findings));
  const terminating = counts.terminating.length + step.deleted.length;
  const interim = end && !conditions.some(({ type }) => type === end.type) ? [...conditions, end] : conditions;
  const final = end !== undefined && terminating === 0 ? finalCondition(end, context) : undefined;
  const deleted = new Set(step.deleted);
  const status: JobStatus = {
    ...(interim.length > 0 && { conditions: final ? [...interim, final] : [...interim] }),
    ...(startTime !== undefined && { startTime }),
    ...(final?.type === 'Complete' && { completionTime: context.timestamp() }),
    ...omitZero({ active: step.active, succeeded: counts.succeeded }),
    ...omitZero({ failed: (job.status?.failed ?? 0) + done.filter((pod) => countsAsFailed(job, pod, end)).length }),
    ...(isIndexed(job) && omitZero({ completedIndexes: formatIndexes(counts.succeededIndexes) })),
    ...(counts.failedIndexes && { failedIndexes: formatIndexes(counts.failedIndexes) }),
    terminating,
    ready: counts.active.filter((pod) => isPodReady(pod) && !deleted.has(pod)).length,
    uncountedTerminatedPods: {},
  };
  for (const pod of done) yield* release(pod, 'it is counted in the status of its Job');
  if (!deepEqual(status, job.status)) yield* updateStatus({ ...job, status });
  if (final) yield* noteEnd(job, final, counts.succeeded);
}

function mayGo(job: Typed<Job>, pod: Typed<Pod>, { counts, step, end }: Findings): boolean {
  if (end !== undefined || pod.status?.phase === 'Succeeded') return true;
  // Those that were deleted because nobody needs them are let go already.
  if (step.deleted.includes(pod)) return false;
  if (job.metadata.deletionTimestamp !== undefined) return true;
  return isFailed(pod, job) && counts.replaceable.get(indexOf(pod) ?? -1) !== pod;
}

/** When a Job fails, so do all its pods that have not succeeded. */
const countsAsFailed = (job: Typed<Job>, pod: Typed<Pod>, end: JobCondition | undefined): boolean =>
  pod.status?.phase !== 'Succeeded' &&
  (isFailed(pod, job) || end?.type === 'FailureTarget') &&
  hasValidIndex(job, pod) &&
  judgeFailure(job.spec?.podFailurePolicy, pod).counts;

const finalCondition = ({ type, reason = '', message = '' }: JobCondition, context: WorkContext): JobCondition =>
  newCondition(type === 'SuccessCriteriaMet' ? 'Complete' : 'Failed', 'True', reason, message, context);

function* noteEnd(job: Typed<Job>, { type, reason = '', message = '' }: JobCondition, succeeded: number): Work {
  if (type !== 'Complete') {
    yield* emit('Warning', reason, message, job);
    return;
  }
  if (succeeded > (job.spec?.completions ?? Infinity)) {
    yield* emit('Warning', 'TooManySucceededPods', 'Too many succeeded pods running after completion count reached', job);
  }
  yield* emit('Normal', 'Completed', 'Job completed', job);
}
