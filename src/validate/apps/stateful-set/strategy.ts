import type { StatefulSet } from '../../../model/kinds/apps-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { defaultStatefulSet } from './defaults.ts';
import {
  prepareStatefulSetForCreate,
  prepareStatefulSetForStatusUpdate,
  prepareStatefulSetForUpdate,
  validateStatefulSetUpdate,
  warningsForStatefulSet,
} from './update.ts';
import { validateStatefulSet } from './validate.ts';

export const statefulSetStrategy = defineStrategy<StatefulSet>({
  gvk: { group: 'apps', version: 'v1', kind: 'StatefulSet' },
  defaults: defaultStatefulSet,
  prepareForCreate: prepareStatefulSetForCreate,
  prepareForUpdate: prepareStatefulSetForUpdate,
  prepareForStatusUpdate: prepareStatefulSetForStatusUpdate,
  validate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  warnings: warningsForStatefulSet,
});
