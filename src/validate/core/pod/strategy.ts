import type { Pod } from '../../../model/kinds/core-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { defaultPod } from './defaults.ts';
import { preparePodForCreate, preparePodForStatusUpdate, preparePodForUpdate } from './prepare.ts';
import { podResize } from './resize.ts';
import { validatePodUpdate } from './update.ts';
import { validatePod } from './validate.ts';
import { appArmorWarnings, warningsForPod } from './warnings.ts';

export const podStrategy = defineStrategy<Pod>({
  gvk: { group: '', version: 'v1', kind: 'Pod' },
  defaults: defaultPod,
  prepareForCreate: preparePodForCreate,
  preparationWarnings: appArmorWarnings,
  prepareForUpdate: preparePodForUpdate,
  prepareForStatusUpdate: preparePodForStatusUpdate,
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  subresources: { resize: podResize },
  warnings: warningsForPod,
});
