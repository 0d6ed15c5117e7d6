import { timestampAt } from '../../../cluster/clock.ts';
import type { Change, ReadView } from '../../../cluster/store.ts';
import type { CronJob, Job } from '../../../model/kinds/batch-v1.ts';
import { goQuote } from '../../../model/go-text.ts';
import { keyOf, splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { attempt, emit, idleFor, retry, updateStatus, type Work } from '../../intent.ts';
import { draft, getObject, type Draft, type Typed } from '../../kind.ts';
import { CRON_JOB, JOB } from '../../kinds.ts';
import { controllerReference, ownedObjects, ownerOf } from '../ownership.ts';
import { isZone, localTimestamp } from './calendar.ts';
import { dueTime, untilNext } from './due-time.ts';
import { deleteJob, endOfJob, tidyHistory } from './history.ts';
import { parseSchedule, type Schedule } from './schedule.ts';

const SCHEDULED = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/** Starts Jobs by the clock, as `cronjob-controller` of kube-controller-manager. The next time on a schedule does not keep a cluster from being at rest. */
export const cronjob: Controller = {
  name: 'cronjob-controller',
  watches: [{ kind: CRON_JOB }, { kind: JOB, keys: cronJobsOfJob }],
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const cronJob = getObject(view, CRON_JOB, namespace, name);
    if (!cronJob) return;
    const jobs = ownedObjects(view, JOB, cronJob);
    const next = draft(cronJob);
    const tidied = yield* tidyHistory(cronJob, next, jobs);
    const noticed = yield* noticeJobs(cronJob, next, jobs);
    const started = cronJob.metadata.deletionTimestamp === undefined && (yield* followSchedule(cronJob, next, view, context));
    if (!tidied && !noticed && !started) return;
    if (next.status?.active?.length === 0) delete next.status.active;
    yield* updateStatus(next);
  },
};

function cronJobsOfJob({ object, before }: Change, view: ReadView): readonly string[] {
  const owners = [object, ...(before ? [before] : [])].flatMap((job) => ownerOf(view, CRON_JOB, job) ?? []);
  return [...new Set(owners.map(keyOf))];
}

/** Takes note of Jobs that have ended or are gone. Answers whether the status changed. */
function* noticeJobs(cronJob: Typed<CronJob>, next: Draft<CronJob>, jobs: readonly Typed<Job>[]): Work<boolean> {
  let changed = false;
  const status = { ...next.status };
  for (const job of jobs) {
    const { name = '', uid } = job.metadata;
    const isActive = (status.active ?? []).some((reference) => reference.uid === uid);
    const end = endOfJob(job);
    if (end === undefined) {
      if (!isActive) yield* emit('Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`, cronJob);
      continue;
    }
    if (isActive) {
      status.active = (status.active ?? []).filter((reference) => reference.uid !== uid);
      yield* emit('Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${end}`, cronJob);
      changed = true;
    }
    const { completionTime } = job.status ?? {};
    if (end === 'Complete' && completionTime !== undefined && completionTime > (status.lastSuccessfulTime ?? '')) {
      status.lastSuccessfulTime = completionTime;
      changed = true;
    }
  }
  for (const { name = '', uid } of status.active ?? []) {
    if (jobs.some(({ metadata }) => metadata.uid === uid)) continue;
    yield* emit('Normal', 'MissingJob', `Active job went missing: ${name}`, cronJob);
    status.active = (status.active ?? []).filter((reference) => reference.uid !== uid);
    changed = true;
  }
  if (changed) next.status = status;
  return changed;
}

/** Starts the Job that is due and asks to be woken for the next. Answers whether the status changed. */
function* followSchedule(cronJob: Typed<CronJob>, next: Draft<CronJob>, view: ReadView, context: WorkContext): Work<boolean> {
  const { timeZone, suspend, schedule: text = '', startingDeadlineSeconds } = cronJob.spec ?? {};
  if (timeZone !== undefined && !isZone(timeZone)) {
    yield* emit('Warning', 'UnknownTimeZone', `invalid timeZone: ${goQuote(timeZone)}: unknown time zone ${timeZone}`, cronJob);
    return false;
  }
  if (suspend) return false;
  const schedule = parseSchedule(text, timeZone);
  if (!schedule) {
    yield* emit('Warning', 'UnparseableSchedule', `unparseable schedule: ${goQuote(text)}`, cronJob);
    return false;
  }
  const { due, missed, error } = dueTime(cronJob, schedule, context.now, true);
  if (error !== undefined) {
    yield* emit('Warning', 'InvalidSchedule', `invalid schedule: ${text} : ${error}`, cronJob);
    return false;
  }
  if (missed === 'many') {
    const message = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
    yield* emit('Warning', 'TooManyMissedTimes', message, cronJob);
  }
  const isLate = due !== undefined && startingDeadlineSeconds !== undefined && due + Number(startingDeadlineSeconds) * 1000 < context.now;
  if (isLate) {
    const missedAt = new Date(due).toUTCString().replace('GMT', '+0000');
    yield* emit('Warning', 'MissSchedule', `Missed scheduled time to start a job: ${missedAt}`, cronJob);
  }
  const started = due !== undefined && !isLate && (yield* startJob(cronJob, next, due, view, timeZone ?? 'UTC'));
  yield* waitForNext(next, schedule, context);
  return started;
}

function* waitForNext(next: Draft<CronJob>, schedule: Schedule, context: WorkContext): Work {
  const wait = untilNext(next, schedule, context.now);
  if (wait !== undefined) yield* idleFor(wait);
}

/** Starts the Job of a scheduled time unless it was started before or another one is in its way. Answers whether the status changed. */
function* startJob(cronJob: Typed<CronJob>, next: Draft<CronJob>, due: number, view: ReadView, zone: string): Work<boolean> {
  const { namespace = '' } = cronJob.metadata;
  const name = `${cronJob.metadata.name ?? ''}-${Math.floor(due / 60_000)}`;
  const active = next.status?.active ?? [];
  if (active.some((reference) => reference.name === name) || next.status?.lastScheduleTime === timestampAt(due)) return false;
  const policy = cronJob.spec?.concurrencyPolicy;
  if (policy === 'Forbid' && active.length > 0) {
    const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    yield* emit('Normal', 'JobAlreadyActive', message, cronJob);
    return false;
  }
  if (policy === 'Replace') {
    for (const reference of active) {
      const running = getObject(view, JOB, namespace, reference.name ?? '');
      if (!running || !(yield* deleteJob(cronJob, next, running, 'its successor is due'))) {
        yield* retry(`could not replace job ${namespace}/${reference.name ?? ''}`);
        return false;
      }
    }
  }
  const { metadata, spec } = cronJob.spec?.jobTemplate ?? {};
  const annotations = { ...metadata?.annotations, [SCHEDULED]: localTimestamp(due, zone) };
  const ownerReferences = [controllerReference(cronJob, CRON_JOB)];
  const job = {
    apiVersion: JOB.apiVersion,
    kind: JOB.kind,
    metadata: { name, namespace, annotations, ownerReferences, ...(metadata?.labels && { labels: metadata.labels }) },
    spec: { ...spec },
  };
  const { object, refusal } = yield* attempt({ type: 'create', object: job, why: 'its time has come' });
  if (refusal) {
    if (refusal.reason !== 'AlreadyExists') yield* emit('Warning', 'FailedCreate', `Error creating job: ${refusal.message}`, cronJob);
    yield* retry(refusal.message);
    return false;
  }
  yield* emit('Normal', 'SuccessfulCreate', `Created job ${name}`, cronJob);
  const { uid, resourceVersion } = object?.metadata ?? {};
  const reference = {
    kind: JOB.kind,
    namespace,
    name,
    apiVersion: JOB.apiVersion,
    ...(uid && { uid }),
    ...(resourceVersion && { resourceVersion }),
  };
  next.status = { ...next.status, active: [...(next.status?.active ?? []), reference], lastScheduleTime: timestampAt(due) };
  return true;
}
