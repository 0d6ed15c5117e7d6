import type { Deployment } from '../../../model/kinds/apps-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { workloadWarnings } from '../../shared/workload-warnings.ts';
import { defaultDeployment } from './defaults.ts';
import {
  prepareDeploymentForCreate,
  prepareDeploymentForStatusUpdate,
  prepareDeploymentForUpdate,
  validateDeploymentUpdate,
} from './update.ts';
import { validateDeployment } from './validate.ts';

export const deploymentStrategy = defineStrategy<Deployment>({
  gvk: { group: 'apps', version: 'v1', kind: 'Deployment' },
  defaults: defaultDeployment,
  prepareForCreate: prepareDeploymentForCreate,
  prepareForUpdate: prepareDeploymentForUpdate,
  prepareForStatusUpdate: prepareDeploymentForStatusUpdate,
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  warnings: workloadWarnings,
});
