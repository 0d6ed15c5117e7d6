import type { FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { RoleBinding } from '../../../model/kinds/rbac-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { isPathSegmentName } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { setBindingDefaults, validateBinding, validateSameRole } from '../binding.ts';

export const roleBindingStrategy = defineStrategy<RoleBinding>({
  gvk: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'RoleBinding' },
  createOnUpdate: true,
  defaults: setBindingDefaults,
  validate: (object) => validateRoleBinding(object),
  validateUpdate: (object, old, context) => [
    ...validateRoleBinding(object, old),
    ...validateObjectMetaUpdate(object.metadata, old.metadata, fieldPath('metadata')),
    ...validateSameRole(object, old, context),
  ],
});

function validateRoleBinding(object: RoleBinding, old?: RoleBinding): FieldError[] {
  return [
    ...validateObjectMeta(object.metadata, namespaced(isPathSegmentName), fieldPath('metadata')),
    ...validateBinding(object, ['Role', 'ClusterRole'], true, old),
  ];
}
