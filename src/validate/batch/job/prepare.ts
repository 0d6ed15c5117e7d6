import type { Job, JobSpec } from '../../../model/kinds/batch-v1.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { dropDisabledPodFields } from '../../shared/pod-spec/drop-disabled.ts';
import { dropStatus, keepStatus } from '../../shared/status.ts';
import type { RuleContext } from '../../strategy.ts';

export const LEGACY_CONTROLLER_UID = 'controller-uid';
export const LEGACY_JOB_NAME = 'job-name';
export const CONTROLLER_UID = 'batch.kubernetes.io/controller-uid';
export const JOB_NAME = 'batch.kubernetes.io/job-name';

export function prepareJobForCreate(job: Job, context: RuleContext): void {
  if (!job.spec?.manualSelector) generateSelector(job);
  dropStatus(job);
  startGeneration(job);
  dropDisabledJobFields(job.spec ?? {}, undefined, context);
}

/** A job finds its pods by its own uid. */
function generateSelector(job: Job): void {
  const { uid = '', name = '' } = job.metadata ?? {};
  const spec = (job.spec ??= {});
  const labels = (((spec.template ??= {}).metadata ??= {}).labels ??= {});
  for (const key of [LEGACY_JOB_NAME, JOB_NAME]) labels[key] ??= name;
  for (const key of [LEGACY_CONTROLLER_UID, CONTROLLER_UID]) labels[key] ??= uid;
  ((spec.selector ??= {}).matchLabels ??= {})[CONTROLLER_UID] ??= uid;
}

export function prepareJobForUpdate(job: Job, old: Job, context: RuleContext): void {
  keepStatus(job, old);
  dropDisabledJobFields(job.spec ?? {}, old.spec, context);
  countGeneration(job, old, differs(job.spec, old.spec));
}

/** The same for jobs and for templates of jobs. */
export function dropDisabledJobFields(spec: JobSpec, old: JobSpec | undefined, context: RuleContext): void {
  if (!context.gate('WorkloadWithJob') && !old?.scheduling) delete spec.scheduling;
  dropDisabledPodFields(spec.template ?? {}, old?.template, context);
}
