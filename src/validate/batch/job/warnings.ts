import { child, pathText, type FieldPath, fieldPath } from '../../../model/field-path.ts';
import type { Job, JobSpec } from '../../../model/kinds/batch-v1.ts';
import { nameWarnings, podWarnings } from '../../shared/pod-spec/warnings.ts';

const MANY_COMPLETIONS = 100_000;
const MANY_PODS = 10_000;

/** Warnings about a job's spec, in jobs and in templates of jobs. */
export function jobSpecWarnings({ completionMode, completions = 0, parallelism = 0, template }: JobSpec, at: FieldPath): string[] {
  const isTooMany = completionMode === 'Indexed' && completions > MANY_COMPLETIONS && parallelism > MANY_PODS;
  const message =
    'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail';
  return [...(isTooMany ? [`${pathText(at)}: ${message}`] : []), ...podWarnings(template ?? {}, child(at, 'template'))];
}

export function warningsForJob(job: Job, old: Job | undefined): string[] {
  if (old) return job.metadata?.generation === old.metadata?.generation ? [] : jobSpecWarnings(job.spec ?? {}, fieldPath('spec'));
  return [...nameWarnings(job.metadata?.name ?? '', 'Pod names and hostnames'), ...jobSpecWarnings(job.spec ?? {}, fieldPath('spec'))];
}
