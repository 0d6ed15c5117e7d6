import type { Job, JobCondition } from '../../../model/kinds/batch-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { WorkContext } from '../../controller.ts';
import type { Typed } from '../../kind.ts';
import { findCondition, newCondition } from './conditions.ts';
import { isFailed } from './ended-pods.ts';
import { judgeFailure } from './failure-policy.ts';
import { metSuccessRule } from './success-policy.ts';
import { exceedsRestarts, type Tally } from './tally.ts';

/**
 * Why a Job ends now, when it does: it was decided before, a pod's failure ends it, it failed too often or takes too long, too many of its indexes are given up,
 * or its success policy is met. As a condition of type `SuccessCriteriaMet` or `FailureTarget`.
 */
export function endOf(job: Typed<Job>, pods: readonly Typed<Pod>[], counts: Tally, context: WorkContext): JobCondition | undefined {
  const decided = ['SuccessCriteriaMet', 'FailureTarget']
    .map((type) => findCondition(job, type))
    .find((condition) => condition?.status === 'True');
  if (decided) return decided;
  const failure = failureOf(job, pods, counts, context);
  if (failure) return newCondition('FailureTarget', 'True', ...failure, context);
  const rule = metSuccessRule(job, counts.succeededIndexes);
  return rule === undefined ? undefined : newCondition('SuccessCriteriaMet', 'True', 'SuccessPolicy', rule, context);
}

/** Reason and message. */
function failureOf(
  job: Typed<Job>,
  pods: readonly Typed<Pod>[],
  { failed, failedIndexes, succeededIndexes }: Tally,
  { now }: WorkContext,
): readonly [string, string] | undefined {
  const {
    podFailurePolicy,
    backoffLimit = 6,
    activeDeadlineSeconds,
    suspend,
    completions = 0,
    maxFailedIndexes = Infinity,
  } = job.spec ?? {};
  const failsJob = pods.filter((pod) => isFailed(pod, job)).flatMap((pod) => judgeFailure(podFailurePolicy, pod).failsJob ?? [])[0];
  if (failsJob !== undefined) return ['PodFailurePolicy', failsJob];
  if (failed > backoffLimit || exceedsRestarts(job, pods)) return ['BackoffLimitExceeded', 'Job has reached the specified backoff limit'];
  const since = Date.parse(job.status?.startTime ?? '');
  if (activeDeadlineSeconds !== undefined && !suspend && now - since >= Number(activeDeadlineSeconds) * 1000) {
    return ['DeadlineExceeded', 'Job was active longer than specified deadline'];
  }
  if (!failedIndexes) return undefined;
  if (failedIndexes.size > maxFailedIndexes) {
    return ['MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes'];
  }
  const allTried = failedIndexes.size > 0 && failedIndexes.size + succeededIndexes.size >= completions;
  return allTried ? ['FailedIndexes', 'Job has failed indexes'] : undefined;
}
