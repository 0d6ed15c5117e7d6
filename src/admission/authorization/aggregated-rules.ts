import type { ReadView } from '../../cluster/store.ts';
import { deepEqual } from '../../model/json.ts';
import type { ClusterRole } from '../../model/kinds/rbac-v1.ts';
import { matchesLabelSelector } from '../../model/label-selector.ts';
import { typed } from '../typed.ts';
import type { Rule } from './rule-allows.ts';

export const RBAC = 'rbac.authorization.k8s.io';

/** The rules of a ClusterRole: its own, or those that it gathers from others once controllers have done their work (each rule once, by selector and name). */
export const rulesOfClusterRole = (role: ClusterRole, view: ReadView): readonly Rule[] => gather(role, view, []);

/** `within`: roles that are being gathered for, lest two gather from each other without end. */
function gather(role: ClusterRole, view: ReadView, within: readonly string[]): readonly Rule[] {
  if (!role.aggregationRule) return role.rules ?? [];
  const name = role.metadata?.name ?? '';
  const rules: Rule[] = [];
  for (const selector of role.aggregationRule.clusterRoleSelectors ?? []) {
    for (const each of view.list({ group: RBAC, kind: 'ClusterRole' })) {
      const source = typed<ClusterRole>(each);
      const { name: sourceName = '', labels } = each.metadata;
      if (sourceName === name || within.includes(sourceName) || !matchesLabelSelector(selector, labels)) continue;
      for (const rule of gather(source, view, [...within, name])) if (!rules.some((known) => deepEqual(known, rule))) rules.push(rule);
    }
  }
  return rules;
}
