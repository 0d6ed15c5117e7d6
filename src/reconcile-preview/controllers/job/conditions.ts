import type { Job, JobCondition } from '../../../model/kinds/batch-v1.ts';
import type { WorkContext } from '../../controller.ts';
import type { Typed } from '../../kind.ts';

export const newCondition = (type: string, status: string, reason: string, message: string, context: WorkContext): JobCondition => ({
  type,
  status,
  lastProbeTime: context.timestamp(),
  lastTransitionTime: context.timestamp(),
  reason,
  message,
});

export const findCondition = ({ status }: Typed<Job>, type: string): JobCondition | undefined =>
  status?.conditions?.find((condition) => condition.type === type);

/** Completed or failed for good. */
export const isFinished = (job: Typed<Job>): boolean => ['Complete', 'Failed'].some((type) => findCondition(job, type)?.status === 'True');

/** The conditions of a Job that goes on, with the one that says whether it is suspended; that it is not is only said once it was. */
export function withSuspension(job: Typed<Job>, context: WorkContext): JobCondition[] {
  const conditions = job.status?.conditions ?? [];
  const current = findCondition(job, 'Suspended');
  const wanted = job.spec?.suspend
    ? newCondition('Suspended', 'True', 'JobSuspended', 'Job suspended', context)
    : newCondition('Suspended', 'False', 'JobResumed', 'Job resumed', context);
  if (!current) return job.spec?.suspend ? [...conditions, wanted] : [...conditions];
  return current.status === wanted.status ? [...conditions] : conditions.map((condition) => (condition === current ? wanted : condition));
}
