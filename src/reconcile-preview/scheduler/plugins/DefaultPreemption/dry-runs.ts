import type { PodDisruptionBudget } from '../../../../model/kinds/policy-v1.ts';
import type { EqualPods } from '../../equal-pods.ts';
import type { FailedCycle } from '../../framework.ts';
import type { NodeColumn } from '../../node-column.ts';
import type { NodeInfo } from '../../node-info.ts';
import type { Failure, Rejection } from '../../verdict.ts';
import type { Candidate } from './pick-candidate.ts';
import { selectVictims } from './select-victims.ts';

type DryRun = Candidate | Rejection | Failure;

interface Known {
  budgets: readonly PodDisruptionBudget[];
  readonly column: NodeColumn<DryRun>;
}

const knownOf = new WeakMap<EqualPods, Known>();

/** What evicting pods from a node would do for a pod; equal pods have it in common while the disruption budgets stay as they are. */
export function dryRunWith(cycle: FailedCycle, budgets: readonly PodDisruptionBudget[]): (node: NodeInfo) => DryRun {
  const select = (node: NodeInfo): DryRun => selectVictims(cycle, node, budgets);
  const { equals } = cycle;
  if (!equals) return select;
  let known = knownOf.get(equals);
  if (!known) knownOf.set(equals, (known = { budgets, column: equals.column() }));
  if (known.budgets.length !== budgets.length || known.budgets.some((budget, i) => budget !== budgets[i])) known.column.clear();
  known.budgets = budgets;
  const { column } = known;
  return (node) => column.of(node, select);
}
