import type { DaemonSet } from '../../../model/kinds/apps-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { keepSpec } from '../../shared/status.ts';
import { defaultDaemonSet } from './defaults.ts';
import { prepareDaemonSetForCreate, prepareDaemonSetForUpdate, validateDaemonSetUpdate, warningsForDaemonSet } from './update.ts';
import { validateDaemonSet } from './validate.ts';

export const daemonSetStrategy = defineStrategy<DaemonSet>({
  gvk: { group: 'apps', version: 'v1', kind: 'DaemonSet' },
  defaults: defaultDaemonSet,
  prepareForCreate: prepareDaemonSetForCreate,
  prepareForUpdate: prepareDaemonSetForUpdate,
  prepareForStatusUpdate: keepSpec,
  validate: validateDaemonSet,
  validateUpdate: validateDaemonSetUpdate,
  warnings: warningsForDaemonSet,
});
