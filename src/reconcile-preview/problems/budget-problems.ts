import { fieldPath } from '../../model/field-path.ts';
import { matchesLabelSelector } from '../../model/label-selector.ts';
import { listObjects } from '../kind.ts';
import { POD, POD_DISRUPTION_BUDGET } from '../kinds.ts';
import { objectName, objectText } from '../network/finding.ts';
import type { WorkloadProblem } from './pod-problems.ts';
import type { PreviewProblem } from './problem.ts';
import type { ProblemScene } from './scene.ts';
import { workloadOf } from './workloads.ts';

/** Disruption budgets of what was applied that let no pod go: drains wait for them without end. */
export function budgetProblems(workloads: readonly WorkloadProblem[], scene: ProblemScene): PreviewProblem[] {
  return listObjects(scene.view, POD_DISRUPTION_BUDGET).flatMap((budget): PreviewProblem[] => {
    const { disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0, expectedPods = 0 } = budget.status ?? {};
    const object = objectName(budget);
    if (disruptionsAllowed > 0 || expectedPods === 0 || !scene.isResult(object)) return [];
    const { maxUnavailable, minAvailable } = budget.spec ?? {};
    const path = fieldPath('spec', maxUnavailable === undefined ? 'minAvailable' : 'maxUnavailable');
    const base = {
      severity: 'warning' as const,
      object,
      reason: 'DisruptionNotAllowed',
      message: `it lets no pod go: ${currentHealthy} of ${expectedPods} pods are healthy, and ${desiredHealthy} have to be.`,
      effect: 'lets no pod go',
      places: [{ object, path }],
    };
    if (desiredHealthy < expectedPods) {
      const pods = listObjects(scene.view, POD, object.namespace).filter(({ metadata }) =>
        matchesLabelSelector(budget.spec?.selector, metadata.labels),
      );
      const uids = new Set(pods.map((pod) => workloadOf(pod, scene.view).metadata.uid));
      return [{ ...base, causes: workloads.filter(({ workload, severity }) => severity === 'error' && uids.has(workload.metadata.uid)) }];
    }
    const change =
      maxUnavailable === undefined
        ? `set minAvailable of ${objectText(object)} to ${expectedPods - 1}`
        : `set maxUnavailable of ${objectText(object)} to 1`;
    const wanted = minAvailable ?? maxUnavailable ?? '';
    const more = typeof wanted === 'number' && maxUnavailable === undefined ? `, or run ${desiredHealthy + 1} pods` : '';
    return [{ ...base, remedy: `${change}${more}`, causes: [] }];
  });
}
