import type { FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { Role } from '../../../model/kinds/rbac-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { each } from '../../shared/checks.ts';
import { isPathSegmentName } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import type { RuleContext } from '../../strategy.ts';
import { validatePolicyRule } from '../policy-rule.ts';

export const roleStrategy = defineStrategy<Role>({
  gvk: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'Role' },
  createOnUpdate: true,
  defaults: () => undefined,
  validate: validateRole,
  validateUpdate: (object, old, context) => [
    ...validateRole(object, context),
    ...validateObjectMetaUpdate(object.metadata, old.metadata, fieldPath('metadata')),
  ],
});

function validateRole(object: Role, context: RuleContext): FieldError[] {
  return [
    ...validateObjectMeta(object.metadata, namespaced(isPathSegmentName), fieldPath('metadata')),
    ...each(object.rules, fieldPath('rules'), (rule, at) => validatePolicyRule(rule, true, at, context)),
  ];
}
