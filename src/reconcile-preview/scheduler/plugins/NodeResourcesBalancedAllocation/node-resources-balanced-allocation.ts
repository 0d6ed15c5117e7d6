import { isSince } from '../../../../schema/release.ts';
import { MAX_NODE_SCORE, type Plugin } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import { scoredRequests } from '../../resource.ts';
import { allocatableOf, allocatedOf, wantedOf, type Wanted } from '../NodeResourcesFit/scoring-strategy.ts';

/** Nodes whose resources are used up evenly are better; from 1.36 on, nodes that the pod makes more even: 75 when it changes nothing. */
export const nodeResourcesBalancedAllocation: Plugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  preScore: ({ pod }, _nodes, { release }) => {
    const amounts = scoredRequests(pod, { withDefaults: false, podLevel: true, useStatus: true });
    const [cpu, memory] = [wantedOf(amounts, 'cpu'), wantedOf(amounts, 'memory')];
    if (cpu[1] === 0 && memory[1] === 0) return 'skip';
    const isOlder = !isSince(release, '1.36');
    return {
      score: (node) => {
        const after = balance(node, cpu, memory, true);
        if (isOlder) return after;
        return MAX_NODE_SCORE / 2 + Math.trunc((MAX_NODE_SCORE / 2 + after - balance(node, cpu, memory, false)) / 2);
      },
    };
  },
  events: [],
};

/** 100 when both resources are used to the same fraction, less by the standard deviation of the fractions; a node that lacks one of them is balanced. */
function balance(node: NodeInfo, cpu: Wanted, memory: Wanted, withPod: boolean): number {
  const first = usedFraction(node, cpu, withPod);
  const second = usedFraction(node, memory, withPod);
  return Math.trunc((1 - (first < 0 || second < 0 ? 0 : Math.abs((first - second) / 2))) * MAX_NODE_SCORE);
}

/** How much of a resource is used, 0…1; negative where the node has none. */
function usedFraction(node: NodeInfo, wanted: Wanted, withPod: boolean): number {
  const allocatable = allocatableOf(node, wanted);
  if (allocatable === 0) return -1;
  return Math.min(1, (allocatedOf(node, wanted, false) + (withPod ? wanted[1] : 0)) / allocatable);
}
