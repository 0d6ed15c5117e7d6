import { fieldPath } from '../../../model/field-path.ts';
import type { CronJob } from '../../../model/kinds/batch-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { nameWarnings } from '../../shared/pod-spec/warnings.ts';
import { keepSpec } from '../../shared/status.ts';
import { jobSpecWarnings } from '../job/warnings.ts';
import { defaultCronJob, prepareCronJobForCreate, prepareCronJobForUpdate } from './defaults.ts';
import { validateCronJob, validateCronJobUpdate } from './validate.ts';

const ZONE_IN_SCHEDULE =
  'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details';

function warningsForCronJob(cronJob: CronJob, old: CronJob | undefined): string[] {
  const ofTemplate = (): string[] => jobSpecWarnings(cronJob.spec?.jobTemplate?.spec ?? {}, fieldPath('spec', 'jobTemplate', 'spec'));
  if (!old) return [...nameWarnings(cronJob.metadata?.name ?? '', 'Pod names and hostnames'), ...ofTemplate()];
  return [
    ...(cronJob.metadata?.generation === old.metadata?.generation ? [] : ofTemplate()),
    ...(cronJob.spec?.schedule?.includes('TZ') ? [ZONE_IN_SCHEDULE] : []),
  ];
}

export const cronJobStrategy = defineStrategy<CronJob>({
  gvk: { group: 'batch', version: 'v1', kind: 'CronJob' },
  defaults: defaultCronJob,
  prepareForCreate: prepareCronJobForCreate,
  prepareForUpdate: prepareCronJobForUpdate,
  prepareForStatusUpdate: keepSpec,
  validate: validateCronJob,
  validateUpdate: validateCronJobUpdate,
  warnings: warningsForCronJob,
});
