import { compareText } from '../../../model/json.ts';
import type { CronJob, Job } from '../../../model/kinds/batch-v1.ts';
import { emit, remove, type Work } from '../../intent.ts';
import { objectKey, type Draft, type Typed } from '../../kind.ts';
import { JOB } from '../../kinds.ts';

/** `Complete` or `Failed` when a Job is over. */
export const endOfJob = ({ status }: Typed<Job>): string | undefined =>
  status?.conditions?.find((condition) => (condition.type === 'Complete' || condition.type === 'Failed') && condition.status === 'True')
    ?.type;

/** Removes the oldest Jobs that are over, beyond the limits of the history. Answers whether the list of active Jobs changed. */
export function* tidyHistory(cronJob: Typed<CronJob>, next: Draft<CronJob>, jobs: readonly Typed<Job>[]): Work<boolean> {
  const { successfulJobsHistoryLimit = Infinity, failedJobsHistoryLimit = Infinity } = cronJob.spec ?? {};
  const going = [...oldest(jobs, 'Complete', successfulJobsHistoryLimit), ...oldest(jobs, 'Failed', failedJobsHistoryLimit)];
  for (const job of going) yield* deleteJob(cronJob, next, job, 'beyond the history limit');
  return going.length > 0;
}

function oldest(jobs: readonly Typed<Job>[], end: string, limit: number): readonly Typed<Job>[] {
  const ended = jobs.filter((job) => endOfJob(job) === end);
  const started = (job: Typed<Job>): string => job.status?.startTime ?? '~';
  ended.sort((a, b) => compareText(started(a), started(b)) || compareText(a.metadata.name ?? '', b.metadata.name ?? ''));
  return ended.slice(0, Math.max(0, ended.length - limit));
}

/** Deletes a Job with its pods and takes it off the list of active ones. Answers whether it could. */
export function* deleteJob(cronJob: Typed<CronJob>, next: Draft<CronJob>, job: Typed<Job>, why: string): Work<boolean> {
  const { refusal } = yield* remove(objectKey(JOB, job), { propagation: 'Background' }, why);
  if (refusal) {
    yield* emit('Warning', 'FailedDelete', `Deleted job: ${refusal.message}`, cronJob);
    return false;
  }
  next.status = { ...next.status, active: (next.status?.active ?? []).filter(({ uid }) => uid !== job.metadata.uid) };
  yield* emit('Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name ?? ''}`, cronJob);
  return true;
}
