import type { ReadView } from '../../cluster/store.ts';
import type { PodDisruptionBudget } from '../../model/kinds/policy-v1.ts';
import { asKind, getObject, listObjects, type Typed } from '../kind.ts';
import { POD_DISRUPTION_BUDGET } from '../kinds.ts';
import type { TimelineEntry } from '../timeline.ts';

/** What a budget has to spend. */
export interface BudgetState {
  readonly healthy: number;
  readonly desired: number;
  readonly allowed: number;
}

/** A budget whose state changes while something happens. */
export interface BudgetChange {
  readonly namespace: string;
  readonly name: string;
  readonly before: BudgetState;
  readonly after: BudgetState;
  /** The fewest healthy pods in between. */
  readonly lowest: number;
}

export function budgetChanges(before: ReadView, entries: readonly TimelineEntry[], after: ReadView): BudgetChange[] {
  const states = new Map<string, BudgetState[]>();
  for (const { object } of entries) {
    const budget = asKind(object, POD_DISRUPTION_BUDGET);
    if (budget) states.set(budget.metadata.uid ?? '', [...(states.get(budget.metadata.uid ?? '') ?? []), stateOf(budget)]);
  }
  return listObjects(after, POD_DISRUPTION_BUDGET).flatMap((budget): BudgetChange[] => {
    const { namespace = '', name = '', uid = '' } = budget.metadata;
    const old = getObject(before, POD_DISRUPTION_BUDGET, namespace, name);
    const between = states.get(uid);
    if (!old || !between) return [];
    const [first, last] = [stateOf(old), stateOf(budget)];
    return [{ namespace, name, before: first, after: last, lowest: Math.min(first.healthy, ...between.map(({ healthy }) => healthy)) }];
  });
}

const stateOf = ({ status = {} }: Typed<PodDisruptionBudget>): BudgetState => ({
  healthy: status.currentHealthy ?? 0,
  desired: status.desiredHealthy ?? 0,
  allowed: status.disruptionsAllowed ?? 0,
});
