import type { CronJob } from '../../../model/kinds/batch-v1.ts';
import type { Typed } from '../../kind.ts';
import { nextTime, type Schedule } from './schedule.ts';

/** Added to the next time so that a clock which is a little behind does not come too early. */
const NEXT_SCHEDULE_DELTA = 100;
const MANY_MISSED = 100;

/** What of a schedule lies between the last run and now. Times are milliseconds since the epoch. */
export interface DueTime {
  /** Where the search began: the last run, the creation, or the deadline for starting. */
  readonly since: number;
  /** The last time that has come. */
  readonly due: number | undefined;
  readonly missed: 'none' | 'few' | 'many';
  /** A schedule that never comes true, such as the 31st of February. */
  readonly error?: string;
}

/** The last time at which a CronJob should have run, as upstream estimates it without listing all of a long past. */
export function dueTime(cronJob: Typed<CronJob>, schedule: Schedule, now: number, withDeadline: boolean): DueTime {
  const { startingDeadlineSeconds } = cronJob.spec ?? {};
  const last = Date.parse(cronJob.status?.lastScheduleTime ?? cronJob.metadata.creationTimestamp ?? '');
  const since = withDeadline && startingDeadlineSeconds !== undefined ? Math.max(last, now - Number(startingDeadlineSeconds) * 1000) : last;
  const first = nextTime(schedule, since);
  const second = first === undefined ? undefined : nextTime(schedule, first);
  if (first !== undefined && now < first) return { since, due: undefined, missed: 'none' };
  if (first !== undefined && (second === undefined || now < second)) return { since, due: first, missed: 'none' };
  if (first === undefined || second === undefined) {
    return { since, due: undefined, missed: 'none', error: 'time difference between two schedules is less than 1 second' };
  }
  const period = Math.round((second - first) / 1000) * 1000;
  const count = Math.floor((now - first) / period) + 1;
  let due: number | undefined;
  for (let time = nextTime(schedule, first + (count - 2) * period); time !== undefined && time <= now; time = nextTime(schedule, time))
    due = time;
  return { since, due, missed: count > MANY_MISSED ? 'many' : 'few' };
}

/** In how many milliseconds the CronJob is to be looked at again; undefined when its schedule has no next time. */
export function untilNext(cronJob: Typed<CronJob>, schedule: Schedule, now: number): number | undefined {
  const { since, due, missed, error } = dueTime(cronJob, schedule, now, false);
  const from = error !== undefined ? now : (due ?? (missed === 'none' ? since : now));
  const next = nextTime(schedule, from);
  return next === undefined ? undefined : Math.max(0, next + NEXT_SCHEDULE_DELTA - now);
}
