import { fieldPath } from '../../../model/field-path.ts';
import { replicated } from '../../kinds.ts';
import { podOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const preferTopologySpread = defineRule({
  id: 'prefer-topology-spread',
  docs: {
    summary: 'Replicas are spread over nodes or zones.',
    sources: [
      'kube-linter/no-anti-affinity',
      'kube-score/deployment-has-host-podantiaffinity',
      'kube-score/pod-topology-spread-constraints',
      'polaris/topologySpreadConstraint',
    ],
  },
  kinds: replicated,
  severity: 'hint',
  fix: 'none',
  check: ({ object, gvk, name, report }) => {
    const { spec } = podOf(object);
    const replicas = object.spec?.replicas ?? 1;
    if (replicas < 2 || spec.topologySpreadConstraints?.length || spec.affinity?.podAntiAffinity) return;
    report({
      path: fieldPath('spec', 'replicas'),
      message: `Nothing keeps the ${replicas} replicas of ${gvk.kind} "${name}" apart.`,
      note: 'The scheduler spreads them as far as it costs nothing; `topologySpreadConstraints` make sure that one node or zone does not take them all.',
    });
  },
});
