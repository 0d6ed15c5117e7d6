import type { Namespace } from '../../../model/kinds/core-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { keepSpec } from '../../shared/status.ts';
import { defaultNamespace, labelWithName, prepareNamespaceForCreate, prepareNamespaceForUpdate } from './defaults.ts';
import { validateNamespace, validateNamespaceUpdate } from './validate.ts';

export const namespaceStrategy = defineStrategy<Namespace>({
  gvk: { group: '', version: 'v1', kind: 'Namespace' },
  defaults: defaultNamespace,
  prepareForCreate: prepareNamespaceForCreate,
  prepareForUpdate: prepareNamespaceForUpdate,
  prepareForStatusUpdate: keepSpec,
  validate: validateNamespace,
  validateUpdate: validateNamespaceUpdate,
  canonicalize: labelWithName,
});
