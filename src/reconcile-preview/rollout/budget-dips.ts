import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import { matchesLabelSelector } from '../../model/label-selector.ts';
import type { PodTemplateSpec } from '../../model/kinds/core-v1.ts';
import type { PodDisruptionBudget } from '../../model/kinds/policy-v1.ts';
import { isObject } from '../../model/json.ts';
import { listObjects, type Typed } from '../kind.ts';
import { POD_DISRUPTION_BUDGET } from '../kinds.ts';
import type { BudgetDip } from './rollout.ts';
import { secondsOf } from './steps.ts';

/** What a budget had to spend at a time, in seconds. */
export interface BudgetMoment {
  readonly at: number;
  readonly healthy: number;
  readonly desired: number;
}

export const BUDGET_FIELDS = ['healthy', 'desired'] as const;

export const budgetMoment = ({ status }: Typed<PodDisruptionBudget>, at: number): BudgetMoment => ({
  at,
  healthy: status?.currentHealthy ?? 0,
  desired: status?.desiredHealthy ?? 0,
});

/** The budgets over the pods of a workload that had enough healthy pods and then had not. `moments` are by uid. */
export function budgetDips(
  workload: KubernetesObject,
  moments: ReadonlyMap<string, readonly BudgetMoment[]>,
  view: ReadView,
  end: number,
): BudgetDip[] {
  const labels = templateLabels(workload);
  return listObjects(view, POD_DISRUPTION_BUDGET, workload.metadata.namespace ?? '').flatMap(({ metadata, spec }): BudgetDip[] => {
    if (!matchesLabelSelector(spec?.selector, labels)) return [];
    const all = moments.get(metadata.uid ?? '') ?? [];
    const met = all.findIndex(({ healthy, desired }) => desired > 0 && healthy >= desired);
    const since = met === -1 ? [] : all.slice(met);
    const short = since.filter(({ healthy, desired }) => healthy < desired);
    const [worst] = [...short].sort((a, b) => a.healthy - a.desired - (b.healthy - b.desired));
    if (!worst) return [];
    const { namespace = '', name = '' } = metadata;
    return [
      {
        namespace,
        name,
        desired: worst.desired,
        lowest: worst.healthy,
        below: secondsOf(since, end, ({ healthy, desired }) => healthy < desired),
      },
    ];
  });
}

function templateLabels({ spec }: KubernetesObject): Readonly<Record<string, string>> {
  const template: PodTemplateSpec | undefined = isObject(spec) && isObject(spec.template) ? spec.template : undefined;
  return template?.metadata?.labels ?? {};
}
