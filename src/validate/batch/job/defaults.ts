import type { Job, JobSpec } from '../../../model/kinds/batch-v1.ts';
import { defaultPodTemplate } from '../../shared/pod-spec/defaults.ts';
import type { RuleContext } from '../../strategy.ts';

const MAX_INT32 = 2147483647;

export function defaultJob(job: Job, context: RuleContext): void {
  const spec = (job.spec ??= {});
  if (spec.parallelism === undefined) spec.completions ??= 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : MAX_INT32;
  shareLabels(job);
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed';
  spec.manualSelector ??= false;
  defaultJobParts(spec, context);
}

/** A job without labels has those of its template. */
export function shareLabels(job: Job): void {
  const labels = job.spec?.template?.metadata?.labels;
  if (labels && Object.keys(job.metadata?.labels ?? {}).length === 0) (job.metadata ??= {}).labels = labels;
}

/** Defaults inside of a job's spec, which templates of jobs have as well. */
export function defaultJobParts(spec: JobSpec, context: RuleContext): void {
  for (const { onPodConditions } of spec.podFailurePolicy?.rules ?? [])
    for (const pattern of onPodConditions ?? []) pattern.status ||= 'True';
  defaultPodTemplate((spec.template ??= {}), context);
}
