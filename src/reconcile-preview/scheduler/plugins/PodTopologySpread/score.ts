import { MAX_NODE_SCORE, type CycleContext, type ScorePass } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import type { PodInfo } from '../../pod-info.ts';
import { scopeOf } from '../../pod-scope.ts';
import { labelOf } from '../../selector.ts';
import type { TallyRule } from '../../tallies.ts';
import type { TopologyCounts } from '../../topology-counts.ts';
import { countsPod, hasAllTopologies, HOSTNAME_LABEL, includesNode, type SpreadConstraint } from './constraint.ts';
import { keyOfNodes, keyOfPods } from './keys.ts';

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
  const counted = constraints.map((constraint): Counted => {
    const { topologyKey } = constraint;
    const [key, rule] = tallyOf(pod, constraint, requiresAll ? constraints : []);
    const counts = snapshot.tally(key, rule, scopeOf(pod.namespace, constraint.selector));
    if (topologyKey === HOSTNAME_LABEL) return { constraint, counts, weight: weightOf(nodes.length - ignored.size) };
    const domains = new Set(nodes.filter((node) => !ignored.has(node)).map(({ labels }) => labelOf(labels, topologyKey) ?? ''));
    return { constraint, counts, weight: weightOf(domains.size) };
  });
  return {
    score: (node) => {
      if (ignored.has(node)) return 0;
      let sum = 0;
      for (const { constraint, counts, weight } of counted) {
        const { topologyKey, maxSkew } = constraint;
        const domain = labelOf(node.labels, topologyKey);
        if (domain === undefined) continue;
        sum += counts.countOf(topologyKey, topologyKey === HOSTNAME_LABEL ? node.name : domain) * weight + (maxSkew - 1);
      }
      return Math.round(sum);
    },
    normalize: (scores, scored) => turnAround(scores, scored, ignored),
  };
}

interface Counted {
  readonly constraint: SpreadConstraint;
  readonly counts: TopologyCounts;
  /** The more domains there are, the more one of them weighs. */
  readonly weight: number;
}

const weightOf = (domains: number): number => Math.log(domains + 2);

/** Key and rule of the pods that a constraint counts: on each node by itself, or in each domain on the nodes that have the labels of all `constraints`. */
function tallyOf(pod: PodInfo, constraint: SpreadConstraint, constraints: readonly SpreadConstraint[]): readonly [string, TallyRule] {
  const { topologyKey } = constraint;
  if (topologyKey === HOSTNAME_LABEL) {
    const rule: TallyRule = (counts, other, node, amount) => {
      if (countsPod(constraint, other, pod.namespace)) counts.addAt(topologyKey, node.name, amount);
    };
    return [`on node ${keyOfPods(pod, constraint)}`, rule];
  }
  const rule: TallyRule = (counts, other, node, amount) => {
    if (!countsPod(constraint, other, pod.namespace) || !hasAllTopologies(node.labels, constraints)) return;
    if (includesNode(constraint, pod.pod, node)) counts.addAt(topologyKey, labelOf(node.labels, topologyKey) ?? '', amount);
  };
  return [`in domain ${keyOfPods(pod, constraint)} ${keyOfNodes(pod, constraint, constraints)}`, rule];
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
