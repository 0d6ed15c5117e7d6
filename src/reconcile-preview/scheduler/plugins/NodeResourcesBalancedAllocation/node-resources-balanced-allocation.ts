import { isSince } from '../../../../schema/release.ts';
import { MAX_NODE_SCORE, type Plugin } from '../../framework.ts';
import { scoredRequests } from '../../resource.ts';
import { allocationOf, demandOf, type Allocation } from '../NodeResourcesFit/scoring-strategy.ts';

/** Nodes whose resources are used up evenly are better; from 1.36 on, nodes that the pod makes more even: 75 when it changes nothing. */
export const nodeResourcesBalancedAllocationWith = (resources: readonly string[]): Plugin => ({
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  preScore: ({ pod }, _nodes, { release }) => {
    const amounts = scoredRequests(pod, { withDefaults: false, podLevel: true, useStatus: true });
    const demand = demandOf(amounts, resources);
    if (demand.every(([, wanted]) => wanted === 0)) return 'skip';
    return {
      score: (node) => {
        const allocations = demand.map((wanted) => allocationOf(wanted, node, false)).filter((allocation) => allocation !== undefined);
        const after = balance(allocations, 'requested');
        if (!isSince(release, '1.36')) return after;
        return MAX_NODE_SCORE / 2 + Math.trunc((MAX_NODE_SCORE / 2 + after - balance(allocations, 'allocated')) / 2);
      },
    };
  },
  events: [],
});

export const nodeResourcesBalancedAllocation = nodeResourcesBalancedAllocationWith(['cpu', 'memory']);

/** 100 when all resources are used to the same fraction, less by the standard deviation of the fractions. */
function balance(allocations: readonly Allocation[], of: 'requested' | 'allocated'): number {
  const fractions = allocations.map((allocation) => Math.min(1, allocation[of] / allocation.allocatable));
  return Math.trunc((1 - deviation(fractions)) * MAX_NODE_SCORE);
}

function deviation(fractions: readonly number[]): number {
  const [first = 0, second = 0] = fractions;
  if (fractions.length < 2) return 0;
  if (fractions.length === 2) return Math.abs((first - second) / 2);
  const mean = fractions.reduce((sum, fraction) => sum + fraction, 0) / fractions.length;
  return Math.sqrt(fractions.reduce((sum, fraction) => sum + (fraction - mean) ** 2, 0) / fractions.length);
}
