import type { PodDisruptionBudget } from '../../../../model/kinds/policy-v1.ts';
import { kindOf } from '../../../kind.ts';
import type { PodInfo } from '../../pod-info.ts';
import { selectorOf, selects, selectsEverything } from '../../selector.ts';

export const POD_DISRUPTION_BUDGET = kindOf<PodDisruptionBudget>('policy/v1', 'PodDisruptionBudget');

/** Separates pods whose eviction a budget does not allow any more, when those before them in the list are evicted too. */
export function separateViolating(
  pods: readonly PodInfo[],
  budgets: readonly PodDisruptionBudget[],
): { readonly violating: readonly PodInfo[]; readonly others: readonly PodInfo[] } {
  const allowed = budgets.map(({ status }) => status?.disruptionsAllowed ?? 0);
  const isViolating = (pod: PodInfo): boolean => {
    for (const [i, budget] of budgets.entries()) {
      if (!protects(budget, pod)) continue;
      allowed[i] = (allowed[i] ?? 0) - 1;
      if (allowed[i] < 0) return true;
    }
    return false;
  };
  const violating: PodInfo[] = [];
  const others: PodInfo[] = [];
  for (const pod of pods) (isViolating(pod) ? violating : others).push(pod);
  return { violating, others };
}

function protects({ metadata, spec, status }: PodDisruptionBudget, pod: PodInfo): boolean {
  if ((metadata?.namespace ?? '') !== pod.namespace || Object.keys(pod.labels).length === 0) return false;
  const selector = selectorOf(spec?.selector);
  if (selectsEverything(selector) || !selects(selector, pod.labels)) return false;
  return !Object.hasOwn(status?.disruptedPods ?? {}, pod.name);
}
