import type { PodDisruptionBudget } from '../../../../model/kinds/policy-v1.ts';
import { compareText } from '../../../../model/json.ts';
import type { FailedCycle } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import type { PodInfo } from '../../pod-info.ts';
import { addTo, forkPasses, removeFrom, runFilters } from '../../run-filters.ts';
import { failure, unresolvable, type Failure, type Rejection } from '../../verdict.ts';
import { separateViolating } from './disruption-budgets.ts';
import { candidateOf, startTime, type Candidate } from './pick-candidate.ts';

/**
 * The fewest, least important pods whose eviction lets the pod onto the node: all of lower priority are taken off in thought, then put back one by one,
 * those that a disruption budget protects and the more important ones first, as long as the pod still fits.
 */
export function selectVictims(
  { pod, passes: original, context }: FailedCycle,
  nodeInfo: NodeInfo,
  budgets: readonly PodDisruptionBudget[],
): Candidate | Rejection | Failure {
  const candidates = nodeInfo.pods.filter(({ priority }) => priority < pod.priority);
  if (candidates.length === 0) return unresolvable('No preemption victims found for incoming pod');
  const node = nodeInfo.clone();
  const passes = forkPasses(original);
  const takeOff = (other: PodInfo): void => {
    node.remove(other.key);
    removeFrom(passes, other, node);
  };
  const putBack = (other: PodInfo): void => {
    node.add(other);
    addTo(passes, other, node);
  };
  candidates.forEach(takeOff);
  const verdict = runFilters(pod, passes, node, context);
  if (verdict.kind !== 'fits') return verdict;

  const byImportance = (a: PodInfo, b: PodInfo): number => b.priority - a.priority || compareText(startTime(a), startTime(b));
  const { violating, others } = separateViolating(candidates.sort(byImportance), budgets);
  const victims: PodInfo[] = [];
  const reprieve = (other: PodInfo): boolean => {
    putBack(other);
    if (runFilters(pod, passes, node, context).kind === 'fits') return true;
    takeOff(other);
    victims.push(other);
    return false;
  };
  const violations = violating.filter((other) => !reprieve(other)).length;
  others.forEach(reprieve);
  if (victims.length === 0) return failure(`expected at least one victim pod on node "${node.name}"`);
  if (violating.length > 0 && others.length > 0) victims.sort(byImportance);
  return candidateOf(node.name, victims, violations);
}
