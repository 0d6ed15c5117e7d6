import { invalid, required, type FieldError } from '../../model/field-error.ts';
import { declared } from '../shared/declarative.ts';
import { child, type FieldPath } from '../../model/field-path.ts';
import type { PolicyRule } from '../../model/kinds/rbac-v1.ts';
import { isSince } from '../../schema/release.ts';
import type { RuleContext } from '../strategy.ts';

/** One rule of a Role or ClusterRole; only the latter may name non-resource URLs. */
export function validatePolicyRule(rule: PolicyRule, namespaced: boolean, at: FieldPath, { release }: RuleContext): FieldError[] {
  const { verbs = [], nonResourceURLs = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
  const urls = child(at, 'nonResourceURLs');
  const errors =
    verbs.length > 0
      ? []
      : declared([required(child(at, 'verbs'), isSince(release, '1.37') ? '' : 'verbs must contain at least one value')]);
  if (nonResourceURLs.length > 0) {
    const mixed = apiGroups.length + resources.length + resourceNames.length > 0;
    return [
      ...errors,
      ...(namespaced ? [invalid(urls, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs')] : []),
      ...(mixed ? [invalid(urls, nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs')] : []),
    ];
  }
  return [
    ...errors,
    ...(apiGroups.length > 0 ? [] : [required(child(at, 'apiGroups'), 'resource rules must supply at least one api group')]),
    ...(resources.length > 0 ? [] : [required(child(at, 'resources'), 'resource rules must supply at least one resource')]),
  ];
}
