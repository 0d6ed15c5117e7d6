import type { FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { ClusterRoleBinding } from '../../../model/kinds/rbac-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { isPathSegmentName } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { setBindingDefaults, validateBinding, validateSameRole } from '../binding.ts';

export const clusterRoleBindingStrategy = defineStrategy<ClusterRoleBinding>({
  gvk: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRoleBinding' },
  createOnUpdate: true,
  defaults: setBindingDefaults,
  validate: (object) => validateClusterRoleBinding(object),
  validateUpdate: (object, old, context) => [
    ...validateClusterRoleBinding(object, old),
    ...validateObjectMetaUpdate(object.metadata, old.metadata, fieldPath('metadata')),
    ...validateSameRole(object, old, context),
  ],
});

function validateClusterRoleBinding(object: ClusterRoleBinding, old?: ClusterRoleBinding): FieldError[] {
  return [
    ...validateObjectMeta(object.metadata, clusterScoped(isPathSegmentName), fieldPath('metadata')),
    ...validateBinding(object, ['ClusterRole'], false, old),
  ];
}
