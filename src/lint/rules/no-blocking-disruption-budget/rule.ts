import { fieldPath } from '../../../model/field-path.ts';
import { scaledValue } from '../../../model/int-or-string.ts';
import { matchesLabelSelector } from '../../../model/label-selector.ts';
import { podDisruptionBudgets, replicated } from '../../kinds.ts';
import { podOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const noBlockingDisruptionBudget = defineRule({
  id: 'no-blocking-disruption-budget',
  docs: {
    summary: 'A PodDisruptionBudget lets at least one pod go.',
    sources: ['kube-linter/pdb-max-unavailable', 'kube-linter/pdb-min-available', 'polaris/pdbDisruptionsIsZero'],
  },
  kinds: podDisruptionBudgets,
  severity: 'warning',
  fix: 'none',
  check: ({ object, namespace, name, view, report }) => {
    const { maxUnavailable, minAvailable, selector } = object.spec ?? {};
    const note = 'Draining a node waits for it without end, and so does an upgrade of the cluster.';
    if (maxUnavailable === 0 || maxUnavailable === '0%') {
      report({ path: fieldPath('spec', 'maxUnavailable'), message: `PodDisruptionBudget "${name}" lets no pod go.`, note });
      return;
    }
    if (minAvailable === undefined) return;
    const path = fieldPath('spec', 'minAvailable');
    if (minAvailable === '100%') return report({ path, message: `PodDisruptionBudget "${name}" lets no pod go.`, note });
    const covered = view.list(replicated, namespace).filter((each) => matchesLabelSelector(selector, podOf(each.object).metadata.labels));
    const pods = covered.reduce((sum, each) => sum + (each.object.spec?.replicas ?? 1), 0);
    const needed = scaledValue(minAvailable, pods, 'up') ?? 0;
    if (pods === 0 || needed < pods) return;
    report({
      path,
      message: `PodDisruptionBudget "${name}" wants ${minAvailable} of ${pods} ${pods === 1 ? 'pod' : 'pods'} and so lets none go.`,
      note,
      related: covered.map((each) => ({ object: each, path: fieldPath('spec', 'replicas'), message: 'its pods are covered' })),
    });
  },
});
