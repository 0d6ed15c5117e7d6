import type { ReplicaSet } from '../../../model/kinds/apps-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { workloadWarnings } from '../../shared/workload-warnings.ts';
import { defaultReplicaSet } from './defaults.ts';
import {
  prepareReplicaSetForCreate,
  prepareReplicaSetForStatusUpdate,
  prepareReplicaSetForUpdate,
  validateReplicaSetUpdate,
} from './update.ts';
import { validateReplicaSet } from './validate.ts';

export const replicaSetStrategy = defineStrategy<ReplicaSet>({
  gvk: { group: 'apps', version: 'v1', kind: 'ReplicaSet' },
  defaults: defaultReplicaSet,
  prepareForCreate: prepareReplicaSetForCreate,
  prepareForUpdate: prepareReplicaSetForUpdate,
  prepareForStatusUpdate: prepareReplicaSetForStatusUpdate,
  validate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  warnings: workloadWarnings,
});
