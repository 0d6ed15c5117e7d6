import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { ClusterRole } from '../../../model/kinds/rbac-v1.ts';
import type { LabelSelector } from '../../../model/kinds/meta-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { each } from '../../shared/checks.ts';
import { isUnusable, validateLabelSelector } from '../../shared/label-selector.ts';
import { isPathSegmentName } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import type { RuleContext } from '../../strategy.ts';
import { validatePolicyRule } from '../policy-rule.ts';

export const clusterRoleStrategy = defineStrategy<ClusterRole>({
  gvk: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRole' },
  createOnUpdate: true,
  defaults: () => undefined,
  validate: (object, context) => validateClusterRole(object, context, false),
  validateUpdate: (object, old, context) => [
    ...validateClusterRole(object, context, hasInvalidLabelValue(old)),
    ...validateObjectMetaUpdate(object.metadata, old.metadata, fieldPath('metadata')),
  ],
});

/** An old object may keep label values in selectors that a new one may not have. */
function validateClusterRole(object: ClusterRole, context: RuleContext, allowInvalidLabelValue: boolean): FieldError[] {
  return [
    ...validateObjectMeta(object.metadata, clusterScoped(isPathSegmentName), fieldPath('metadata')),
    ...each(object.rules, fieldPath('rules'), (rule, at) => validatePolicyRule(rule, false, at, context)),
    ...(object.aggregationRule ? validateAggregation(object.aggregationRule.clusterRoleSelectors ?? [], allowInvalidLabelValue) : []),
  ];
}

function validateAggregation(selectors: readonly LabelSelector[], allowInvalidLabelValue: boolean): FieldError[] {
  const at = fieldPath('aggregationRule', 'clusterRoleSelectors');
  if (selectors.length === 0) return [required(at, 'at least one clusterRoleSelector required if aggregationRule is non-nil')];
  return each(selectors, at, (selector, place) => [
    ...validateLabelSelector(selector, place, { allowInvalidValues: allowInvalidLabelValue }),
    ...(isUnusable(selector) ? [invalid(place, null, 'invalid label selector.')] : []),
  ]);
}

const hasInvalidLabelValue = ({ aggregationRule }: ClusterRole): boolean =>
  (aggregationRule?.clusterRoleSelectors ?? []).some((selector) => validateLabelSelector(selector, fieldPath('selector')).length > 0);
