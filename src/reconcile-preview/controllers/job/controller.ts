import { deepEqual } from '../../../model/json.ts';
import { matchesLabelSelector } from '../../../model/label-selector.ts';
import type { Job, JobCondition, JobStatus } from '../../../model/kinds/batch-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import { splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { emit, requeueAfter, retry, updateStatus, type Work } from '../../intent.ts';
import { draft, getObject, type Typed } from '../../kind.ts';
import { JOB, POD } from '../../kinds.ts';
import { omitZero } from '../omit-zero.ts';
import { ownedOrOrphanedPods, workloadsOfPod } from '../owned-pods.ts';
import { claim } from '../ownership.ts';
import { isPodReady } from '../pod-state.ts';
import { findCondition, isFinished, newCondition, withSuspension } from './conditions.ts';
import { judgeFailure } from './failure-policy.ts';
import { formatIndexes, isIndexed } from './indexes.ts';
import { deletePods, managePods, release, type PodStep } from './pods.ts';
import { exceedsRestarts, isFailed, isTracked, tally, type Tally } from './tally.ts';

/** Changes of pods are gathered for so long before the Job is looked at. */
const BATCH_PERIOD = 1000;

const matches = (job: Typed<Job>, pod: Typed<Pod>): boolean => matchesLabelSelector(job.spec?.selector, pod.metadata.labels);

/** Runs pods to their end, as `job-controller` of kube-controller-manager. Back-off limits per index and success policies are not followed yet. */
export const job: Controller = {
  name: 'job-controller',
  watches: [{ kind: JOB }, { kind: POD, keys: workloadsOfPod(JOB, matches), delay: BATCH_PERIOD }],
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const current = getObject(view, JOB, namespace, name);
    const { managedBy = 'kubernetes.io/job-controller' } = current?.spec ?? {};
    if (!current || isFinished(current) || managedBy !== 'kubernetes.io/job-controller') return;
    const pods = yield* claim(current, JOB, ownedOrOrphanedPods(view, current), (pod) => matches(current, pod));
    const startTime = current.status?.startTime ?? (current.spec?.suspend ? undefined : context.timestamp());
    const started: Typed<Job> = { ...current, status: { ...current.status, ...(startTime !== undefined && { startTime }) } };
    const counts = tally(started, pods);
    yield* sync(started, pods, counts, context);
  },
};

function* sync(current: Typed<Job>, pods: readonly Typed<Pod>[], counts: Tally, context: WorkContext): Work {
  const target = endOf(current, pods, counts, context);
  const { activeDeadlineSeconds, suspend } = current.spec ?? {};
  if (!target && activeDeadlineSeconds !== undefined && !suspend) {
    yield* requeueAfter(Date.parse(current.status?.startTime ?? '') + activeDeadlineSeconds * 1000 - context.now);
  }
  const going = current.metadata.deletionTimestamp !== undefined;
  const idle: PodStep = { active: counts.active.length, deleted: [] };
  const step = target
    ? yield* deletePods(current, counts.active, counts.active, 'the Job is over')
    : going
      ? idle
      : yield* managePods(current, pods, counts, context);
  const success = !target && isComplete(current, counts, step) ? completed(context) : undefined;
  const conditions = target || success || going ? [...(current.status?.conditions ?? [])] : yield* noteSuspension(current, context);
  yield* track(current, pods, counts, { step, end: target ?? success, conditions }, context);
  if (step.failure) yield* retry(step.failure.message);
}

const completed = (context: WorkContext): JobCondition =>
  newCondition('SuccessCriteriaMet', 'True', 'CompletionsReached', 'Reached expected number of succeeded pods', context);

/** Why the Job ends now, when it does: it was decided before, a pod's failure ends it, or it failed too often or takes too long. */
function endOf(current: Typed<Job>, pods: readonly Typed<Pod>[], { failed }: Tally, context: WorkContext): JobCondition | undefined {
  const decided = findCondition(current, 'SuccessCriteriaMet') ?? findCondition(current, 'FailureTarget');
  if (decided?.status === 'True') return decided;
  const { podFailurePolicy, backoffLimit = 6, activeDeadlineSeconds } = current.spec ?? {};
  const failsJob = pods.filter((pod) => isFailed(pod, current)).flatMap((pod) => judgeFailure(podFailurePolicy, pod).failsJob ?? [])[0];
  if (failsJob !== undefined) return newCondition('FailureTarget', 'True', 'PodFailurePolicy', failsJob, context);
  if (failed > backoffLimit || exceedsRestarts(current, pods)) {
    return newCondition('FailureTarget', 'True', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit', context);
  }
  const since = Date.parse(current.status?.startTime ?? '');
  const isLate = activeDeadlineSeconds !== undefined && !current.spec?.suspend && context.now - since >= activeDeadlineSeconds * 1000;
  return isLate
    ? newCondition('FailureTarget', 'True', 'DeadlineExceeded', 'Job was active longer than specified deadline', context)
    : undefined;
}

function isComplete({ spec }: Typed<Job>, { succeeded }: Tally, { active }: PodStep): boolean {
  return active === 0 && (spec?.completions === undefined ? succeeded > 0 : succeeded >= spec.completions);
}

/** The conditions with whether the Job is suspended; resuming starts its time anew. */
function* noteSuspension(current: Typed<Job>, context: WorkContext): Work<JobCondition[]> {
  const conditions = withSuspension(current, context);
  const changed = !deepEqual(conditions, current.status?.conditions ?? []);
  if (changed)
    yield* emit(
      'Normal',
      current.spec?.suspend ? 'Suspended' : 'Resumed',
      current.spec?.suspend ? 'Job suspended' : 'Job resumed',
      current,
    );
  return conditions;
}

interface Outcome {
  readonly step: PodStep;
  readonly end: JobCondition | undefined;
  readonly conditions: readonly JobCondition[];
}

/** Counts ended pods in the status, lets go of them, and ends the Job when nothing is left to wait for. */
function* track(
  current: Typed<Job>,
  pods: readonly Typed<Pod>[],
  counts: Tally,
  { step, end, conditions }: Outcome,
  context: WorkContext,
): Work {
  const deleted = new Set(step.deleted);
  const done = pods.filter(
    (pod) => isTracked(pod) && !deleted.has(pod) && (end !== undefined || pod.status?.phase === 'Succeeded' || isFailed(pod, current)),
  );
  const terminating = counts.terminating.length + deleted.size;
  const interim = end && !conditions.some(({ type }) => type === end.type) ? [...conditions, end] : conditions;
  const mayEnd = end !== undefined && terminating === 0;
  const final = mayEnd ? finalCondition(end, context) : undefined;
  const resumed = conditions.some(
    ({ type, status, lastTransitionTime }) => type === 'Suspended' && status === 'False' && lastTransitionTime === context.timestamp(),
  );
  const startTime = resumed ? context.timestamp() : current.spec?.suspend ? undefined : current.status?.startTime;
  const status: JobStatus = {
    ...(interim.length > 0 && { conditions: final ? [...interim, final] : [...interim] }),
    ...(startTime !== undefined && { startTime }),
    ...(final?.type === 'Complete' && { completionTime: context.timestamp() }),
    ...omitZero({ active: step.active, succeeded: counts.succeeded, failed: counts.failed }),
    ...(isIndexed(current) && omitZero({ completedIndexes: formatIndexes(counts.succeededIndexes) })),
    terminating,
    ready: counts.active.filter((pod) => isPodReady(pod) && !deleted.has(pod)).length,
    uncountedTerminatedPods: {},
  };
  for (const pod of done) yield* release(pod);
  if (!deepEqual(status, current.status)) yield* updateStatus({ ...draft(current), status });
  if (final?.type === 'Complete') yield* emit('Normal', 'Completed', 'Job completed', current);
  else if (final) yield* emit('Warning', final.reason ?? '', final.message ?? '', current);
}

const finalCondition = ({ type, reason = '', message = '' }: JobCondition, context: WorkContext): JobCondition =>
  newCondition(type === 'SuccessCriteriaMet' ? 'Complete' : 'Failed', 'True', reason, message, context);
