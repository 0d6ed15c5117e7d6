import { fieldPath } from '../../../model/field-path.ts';
import { roleBindings } from '../../kinds.ts';
import { defineRule } from '../../rule.ts';

export const noClusterAdminBinding = defineRule({
  id: 'no-cluster-admin-binding',
  docs: {
    summary: 'Nobody is bound to cluster-admin.',
    sources: ['kube-linter/cluster-admin-role-binding', 'polaris/clusterrolebindingClusterAdmin', 'trivy/AVD-KSV-0111'],
  },
  kinds: roleBindings,
  severity: 'warning',
  fix: 'none',
  check: ({ object, gvk, name, report }) => {
    const { kind, name: role } = object.roleRef ?? {};
    if (kind !== 'ClusterRole' || role !== 'cluster-admin') return;
    report({
      path: fieldPath('roleRef', 'name'),
      message: `${gvk.kind} "${name}" grants "cluster-admin".`,
      note:
        gvk.kind === 'ClusterRoleBinding'
          ? 'Its subjects may do everything, everywhere; name what they need in a role of their own.'
          : 'Its subjects may do everything in the namespace, reading all Secrets included; name what they need in a role of their own.',
    });
  },
});
