import type { Job } from '../../../model/kinds/batch-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { keepSpec } from '../../shared/status.ts';
import { defaultJob, shareLabels } from './defaults.ts';
import { prepareJobForCreate, prepareJobForUpdate } from './prepare.ts';
import { validateJobUpdate } from './update.ts';
import { validateJob } from './validate.ts';
import { warningsForJob } from './warnings.ts';

export const jobStrategy = defineStrategy<Job>({
  gvk: { group: 'batch', version: 'v1', kind: 'Job' },
  defaults: defaultJob,
  prepareForCreate: prepareJobForCreate,
  prepareForUpdate: prepareJobForUpdate,
  prepareForStatusUpdate: keepSpec,
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  // Objects are defaulted again when they are read from storage.
  canonicalize: shareLabels,
  warnings: warningsForJob,
});
