import { isSince } from '../../../../schema/release.ts';
import { MAX_NODE_SCORE, type Plugin } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import { scoredRequests } from '../../resource.ts';
import { allocatableOf, allocatedOf, demandOf, type Demand, type Wanted } from '../NodeResourcesFit/scoring-strategy.ts';
import { signRequests } from '../NodeResourcesFit/sign-requests.ts';

/** Nodes whose resources are used up evenly are better; from 1.36 on, nodes that the pod makes more even: 75 when it changes nothing. */
export const nodeResourcesBalancedAllocationWith = (resources: readonly string[]): Plugin => ({
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  sign: signRequests,
  preScore: ({ pod }, _nodes, { release }) => {
    const amounts = scoredRequests(pod, { withDefaults: false, podLevel: true, useStatus: true });
    const demand = demandOf(amounts, resources);
    if (demand.every(([, wanted]) => wanted === 0)) return 'skip';
    const isOlder = !isSince(release, '1.36');
    return {
      score: (node) => {
        const after = balance(node, demand, true);
        if (isOlder) return after;
        return MAX_NODE_SCORE / 2 + Math.trunc((MAX_NODE_SCORE / 2 + after - balance(node, demand, false)) / 2);
      },
    };
  },
  events: [],
});

export const nodeResourcesBalancedAllocation = nodeResourcesBalancedAllocationWith(['cpu', 'memory']);

/** 100 when all resources that a node has are used to the same fraction, less by the standard deviation of the fractions. */
const balance = (node: NodeInfo, demand: Demand, withPod: boolean): number =>
  Math.trunc((1 - deviation(node, demand, withPod)) * MAX_NODE_SCORE);

function deviation(node: NodeInfo, demand: Demand, withPod: boolean): number {
  let [count, sum, first, last] = [0, 0, 0, 0];
  for (const wanted of demand) {
    const fraction = usedFraction(node, wanted, withPod);
    if (fraction < 0) continue;
    if (count === 0) first = fraction;
    last = fraction;
    count++;
    sum += fraction;
  }
  if (count < 2) return 0;
  if (count === 2) return Math.abs((first - last) / 2);
  let squares = 0;
  for (const wanted of demand) {
    const fraction = usedFraction(node, wanted, withPod);
    if (fraction >= 0) squares += (fraction - sum / count) ** 2;
  }
  return Math.sqrt(squares / count);
}

/** How much of a resource is used, 0…1; negative where the node has none. */
function usedFraction(node: NodeInfo, wanted: Wanted, withPod: boolean): number {
  const allocatable = allocatableOf(node, wanted);
  if (allocatable === 0) return -1;
  return Math.min(1, (allocatedOf(node, wanted, false) + (withPod ? wanted[1] : 0)) / allocatable);
}
