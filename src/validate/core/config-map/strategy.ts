import type { ConfigMap } from '../../../model/kinds/core-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { validateConfigMap, validateConfigMapUpdate } from './validate.ts';

export const configMapStrategy = defineStrategy<ConfigMap>({
  gvk: { group: '', version: 'v1', kind: 'ConfigMap' },
  defaults: () => undefined,
  validate: validateConfigMap,
  validateUpdate: validateConfigMapUpdate,
});
