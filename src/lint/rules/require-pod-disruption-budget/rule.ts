import { fieldPath } from '../../../model/field-path.ts';
import { matchesLabelSelector } from '../../../model/label-selector.ts';
import { podDisruptionBudgets, replicated } from '../../kinds.ts';
import { podOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const requirePodDisruptionBudget = defineRule({
  id: 'require-pod-disruption-budget',
  docs: {
    summary: 'Workloads of several replicas have a PodDisruptionBudget.',
    sources: [
      'kube-score/deployment-has-poddisruptionbudget',
      'kube-score/statefulset-has-poddisruptionbudget',
      'polaris/missingPodDisruptionBudget',
    ],
  },
  kinds: replicated,
  severity: 'hint',
  fix: 'none',
  check: ({ object, gvk, namespace, name, view, report }) => {
    const replicas = object.spec?.replicas ?? 1;
    const { labels } = podOf(object).metadata;
    if (
      replicas < 2 ||
      view.list(podDisruptionBudgets, namespace).some((budget) => matchesLabelSelector(budget.object.spec?.selector, labels))
    )
      return;
    report({
      path: fieldPath('spec', 'replicas'),
      message: `No PodDisruptionBudget covers the ${replicas} replicas of ${gvk.kind} "${name}".`,
      note: 'Draining nodes, as for an upgrade of the cluster, may take all of them away at once.',
    });
  },
});
