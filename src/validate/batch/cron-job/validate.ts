import { invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { declared } from '../../shared/declarative.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { CronJob, CronJobSpec, JobTemplateSpec } from '../../../model/kinds/batch-v1.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { asJson, nonnegative, requireOneOf } from '../../shared/checks.ts';
import { labelSelector, shown } from '../../shared/go-form.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { templateOptions } from '../../shared/pod-spec/make-options.ts';
import type { PodOptions } from '../../shared/pod-spec/options.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateJobParts } from '../job/validate-spec.ts';
import { scheduleProblem } from './schedule.ts';
import { isTimeZone } from './time-zone.ts';

/** Names of its jobs have eleven characters more. */
const MAX_NAME = 52;

export function validateCronJob({ metadata, spec }: CronJob, context: RuleContext): FieldError[] {
  const name = metadata?.name ?? '';
  return [
    ...validateObjectMeta(metadata, namespaced(isDns1123Subdomain), fieldPath('metadata')),
    ...validateCronJobSpec(spec ?? {}, undefined, fieldPath('spec'), templateOptions(context)),
    ...(byteLength(name) > MAX_NAME ? [invalid(fieldPath('metadata', 'name'), name, `must be no more than ${MAX_NAME} characters`)] : []),
  ];
}

export const validateCronJobUpdate = (cronJob: CronJob, old: CronJob, context: RuleContext): FieldError[] => [
  ...validateObjectMetaUpdate(cronJob.metadata, old.metadata, fieldPath('metadata')),
  ...validateCronJobSpec(
    cronJob.spec ?? {},
    old.spec ?? {},
    fieldPath('spec'),
    templateOptions(context, old.spec?.jobTemplate?.spec?.template),
  ),
];

function validateCronJobSpec(spec: CronJobSpec, old: CronJobSpec | undefined, at: FieldPath, options: PodOptions): FieldError[] {
  const allowZoneInSchedule = old?.schedule?.includes('TZ') === true;
  return [
    ...(spec.schedule
      ? validateSchedule(spec.schedule, spec.timeZone, allowZoneInSchedule, child(at, 'schedule'))
      : declared([required(child(at, 'schedule'))])),
    ...nonnegative(spec.startingDeadlineSeconds, child(at, 'startingDeadlineSeconds')),
    ...(spec.timeZone === undefined || (old && old.timeZone === spec.timeZone)
      ? []
      : validateTimeZone(spec.timeZone, child(at, 'timeZone'))),
    ...requireOneOf(spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace'], child(at, 'concurrencyPolicy')),
    ...validateJobTemplate(spec.jobTemplate ?? {}, child(at, 'jobTemplate'), options),
    ...nonnegative(spec.successfulJobsHistoryLimit, child(at, 'successfulJobsHistoryLimit')),
    ...nonnegative(spec.failedJobsHistoryLimit, child(at, 'failedJobsHistoryLimit')),
  ];
}

function validateSchedule(schedule: string, timeZone: string | undefined, allowZone: boolean, at: FieldPath): FieldError[] {
  const problem = scheduleProblem(schedule);
  const hasZone = schedule.includes('TZ');
  return [
    ...(problem === undefined ? [] : [invalid(at, schedule, problem)]),
    ...(hasZone && allowZone && timeZone !== undefined
      ? [invalid(at, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule')]
      : []),
    ...(hasZone && !allowZone ? [invalid(at, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')] : []),
  ];
}

function validateTimeZone(timeZone: string, at: FieldPath): FieldError[] {
  const shownZone = asJson(timeZone);
  if (timeZone === '') return [invalid(at, shownZone, 'timeZone must be nil or non-empty string')];
  const isWellFormed = timeZone
    .split('/')
    .every((part) => part !== '.' && part !== '..' && !part.startsWith('-') && /^[A-Za-z.\-_0-9+]{1,14}$/.test(part));
  const unknown = invalid(at, shownZone, `unknown time zone ${timeZone}`);
  if (!isWellFormed) return [unknown];
  const isLocal = timeZone.toLowerCase() === 'local';
  return [
    ...(isLocal ? [invalid(at, shownZone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')] : []),
    ...(isTimeZone(timeZone) ? [] : [unknown]),
  ];
}

const validateJobTemplate = ({ spec = {} }: JobTemplateSpec, at: FieldPath, options: PodOptions): FieldError[] => [
  ...validateJobParts(spec, child(at, 'spec'), options),
  ...(spec.selector
    ? [invalid(child(at, 'spec', 'selector'), shown(labelSelector, spec.selector), '`selector` will be auto-generated')]
    : []),
  ...(spec.manualSelector ? [notSupported(child(at, 'spec', 'manualSelector'), true, ['nil', 'false'])] : []),
];
