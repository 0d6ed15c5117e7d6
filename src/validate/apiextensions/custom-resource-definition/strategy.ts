import type { CustomResourceDefinition } from '../../../model/kinds/apiextensions-v1.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { keepSpec, keepStatus } from '../../shared/status.ts';
import type { KindStrategy } from '../../strategy.ts';
import { defaultCustomResourceDefinition, storeCurrentVersion } from './defaults.ts';
import { validateCustomResourceDefinition, validateCustomResourceDefinitionUpdate } from './validate.ts';
import { customResourceDefinitionWarnings } from './warnings.ts';

export const customResourceDefinitionStrategy: KindStrategy<CustomResourceDefinition> = {
  gvk: { group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition' },
  defaults: defaultCustomResourceDefinition,
  prepareForCreate(object) {
    object.status = {};
    startGeneration(object);
    storeCurrentVersion(object);
  },
  prepareForUpdate(object, old) {
    keepStatus(object, old);
    countGeneration(object, old, differs(old.spec, object.spec));
    storeCurrentVersion(object);
  },
  prepareForStatusUpdate: keepSpec,
  validate: validateCustomResourceDefinition,
  validateUpdate: validateCustomResourceDefinitionUpdate,
  warnings: customResourceDefinitionWarnings,
};
