import type { CronJob } from '../../../model/kinds/batch-v1.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { dropStatus, keepStatus } from '../../shared/status.ts';
import type { RuleContext } from '../../strategy.ts';
import { defaultJobParts } from '../job/defaults.ts';
import { dropDisabledJobFields } from '../job/prepare.ts';

export function defaultCronJob(cronJob: CronJob, context: RuleContext): void {
  const spec = (cronJob.spec ??= {});
  spec.concurrencyPolicy ||= 'Allow';
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
  defaultJobParts(((spec.jobTemplate ??= {}).spec ??= {}), context);
}

export function prepareCronJobForCreate(cronJob: CronJob, context: RuleContext): void {
  dropStatus(cronJob);
  startGeneration(cronJob);
  dropDisabledJobFields(cronJob.spec?.jobTemplate?.spec ?? {}, undefined, context);
}

export function prepareCronJobForUpdate(cronJob: CronJob, old: CronJob, context: RuleContext): void {
  keepStatus(cronJob, old);
  dropDisabledJobFields(cronJob.spec?.jobTemplate?.spec ?? {}, old.spec?.jobTemplate?.spec, context);
  countGeneration(cronJob, old, differs(cronJob.spec, old.spec));
}
