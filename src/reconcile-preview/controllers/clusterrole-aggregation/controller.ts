import type { Change, ReadView } from '../../../cluster/store.ts';
import { deepEqual } from '../../../model/json.ts';
import type { ClusterRole, PolicyRule } from '../../../model/kinds/rbac-v1.ts';
import { matchesLabelSelector } from '../../../model/label-selector.ts';
import { keyOf, type Controller } from '../../controller.ts';
import { update } from '../../intent.ts';
import { draft, getObject, kindOf, listObjects, type Typed } from '../../kind.ts';

const CLUSTER_ROLE = kindOf<ClusterRole>('rbac.authorization.k8s.io/v1', 'ClusterRole');

/** Gathers the rules of labelled ClusterRoles in others, as `clusterrole-aggregation-controller` of kube-controller-manager. */
export const clusterroleAggregation: Controller = {
  name: 'clusterrole-aggregation-controller',
  watches: [{ kind: CLUSTER_ROLE, keys: aggregatingRoles }],
  *reconcile(key, view) {
    const role = getObject(view, CLUSTER_ROLE, '', key);
    if (!role?.aggregationRule) return;
    const rules = gatheredRules(role, view);
    if (deepEqual(rules, role.rules ?? [])) return;
    const next = draft(role);
    if (rules.length > 0) next.rules = rules;
    else delete next.rules;
    yield* update(next, 'the rules that it gathers changed');
  },
};

/** By selector, then by name, each rule once. */
function gatheredRules(role: Typed<ClusterRole>, view: ReadView): PolicyRule[] {
  const rules: PolicyRule[] = [];
  for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const sources = listObjects(view, CLUSTER_ROLE).filter(({ metadata }) => matchesLabelSelector(selector, metadata.labels));
    for (const source of sources) {
      if (source.metadata.name === role.metadata.name) continue;
      for (const rule of source.rules ?? []) if (!rules.some((known) => deepEqual(known, rule))) rules.push(rule);
    }
  }
  return rules;
}

function aggregatingRoles(_change: Change, view: ReadView): readonly string[] {
  return listObjects(view, CLUSTER_ROLE)
    .filter(({ aggregationRule }) => aggregationRule)
    .map(keyOf);
}
