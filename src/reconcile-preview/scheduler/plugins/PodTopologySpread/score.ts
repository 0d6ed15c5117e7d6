import { MAX_NODE_SCORE, type CycleContext, type ScorePass } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import type { PodInfo } from '../../pod-info.ts';
import { labelOf } from '../../selector.ts';
import { countMatchingPods, hasAllTopologies, HOSTNAME_LABEL, includesNode, type SpreadConstraint } from './constraint.ts';

/**
 * Domains with fewer matching pods are better. Each constraint adds count × ln(domains + 2) + maxSkew - 1; the sums are turned around to 0…100.
 * `requiresAll`: nodes without one of the labels do not count and score 0.
 */
export function scoreBySkew(
  pod: PodInfo,
  nodes: readonly NodeInfo[],
  constraints: readonly SpreadConstraint[],
  requiresAll: boolean,
  { snapshot }: CycleContext,
): ScorePass {
  const ignored = new Set(requiresAll ? nodes.filter((node) => !hasAllTopologies(node.labels, constraints)) : []);
  const counts = constraints.map(({ topologyKey }) =>
    topologyKey === HOSTNAME_LABEL
      ? new Map<string, number>()
      : new Map(nodes.filter((node) => !ignored.has(node)).map((node) => [labelOf(node.labels, topologyKey) ?? '', 0])),
  );
  const weights = constraints.map(({ topologyKey }, i) =>
    Math.log((topologyKey === HOSTNAME_LABEL ? nodes.length - ignored.size : (counts[i]?.size ?? 0)) + 2),
  );
  for (const node of snapshot.nodes) {
    if (requiresAll && !hasAllTopologies(node.labels, constraints)) continue;
    constraints.forEach((constraint, i) => {
      const domain = labelOf(node.labels, constraint.topologyKey) ?? '';
      const count = counts[i]?.get(domain);
      if (count === undefined || !includesNode(constraint, pod.pod, node)) return;
      counts[i]?.set(domain, count + countMatchingPods(node, constraint, pod.namespace));
    });
  }
  return {
    score: (node) => {
      if (ignored.has(node)) return 0;
      const sum = constraints.reduce((total, constraint, i) => {
        const domain = labelOf(node.labels, constraint.topologyKey);
        if (domain === undefined) return total;
        const count =
          constraint.topologyKey === HOSTNAME_LABEL ? countMatchingPods(node, constraint, pod.namespace) : (counts[i]?.get(domain) ?? 0);
        return total + (count * (weights[i] ?? 0) + (constraint.maxSkew - 1));
      }, 0);
      return Math.round(sum);
    },
    normalize: (scores, scored) => turnAround(scores, scored, ignored),
  };
}

function turnAround(scores: number[], nodes: readonly NodeInfo[], ignored: ReadonlySet<NodeInfo>): void {
  const counted = scores.filter((_, i) => !isIgnored(nodes[i], ignored));
  const [least, most] = [Math.min(...counted), Math.max(0, ...counted)];
  scores.forEach((score, i) => {
    if (isIgnored(nodes[i], ignored)) scores[i] = 0;
    else scores[i] = most === 0 ? MAX_NODE_SCORE : Math.trunc((MAX_NODE_SCORE * (most + least - score)) / most);
  });
}

const isIgnored = (node: NodeInfo | undefined, ignored: ReadonlySet<NodeInfo>): boolean => node !== undefined && ignored.has(node);
