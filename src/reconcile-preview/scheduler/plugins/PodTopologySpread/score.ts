import type { DomainCounts } from '../../domain-counts.ts';
import { MAX_NODE_SCORE, type CycleContext, type ScorePass } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import type { PodInfo } from '../../pod-info.ts';
import { scopeOf } from '../../pod-scope.ts';
import type { TallyRule } from '../../tallies.ts';
import { EACH_NODE, type Topology } from '../../topology.ts';
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
  const topologies = constraints.map(({ topologyKey }) => snapshot.topology(topologyKey));
  const isIgnored = (node: NodeInfo): boolean => requiresAll && topologies.some((topology) => topology.domainOf(node) < 0);
  const scored = requiresAll ? nodes.filter((node) => !isIgnored(node)) : nodes;
  const all = constraints.map((constraint): Counted => {
    const { topologyKey, maxSkew } = constraint;
    const topology = snapshot.topology(topologyKey);
    const [key, countedAt, rule] = tallyOf(pod, constraint, requiresAll ? constraints : []);
    const counts = snapshot.tally(key, rule, scopeOf(pod.namespace, constraint.selector)).of(countedAt);
    const domains = topologyKey === HOSTNAME_LABEL ? scored.length : domainsAmong(scored, topology);
    return { topology, counts, weight: Math.log(domains + 2), more: maxSkew - 1 };
  });
  return {
    score: (node) => {
      let sum = 0;
      for (const { topology, counts, weight, more } of all) {
        if (topology.domainOf(node) >= 0) sum += counts.at(node) * weight + more;
        else if (requiresAll) return 0;
      }
      return Math.round(sum);
    },
    normalize: (scores, scoredNodes) => turnAround(scores, scoredNodes, isIgnored),
  };
}

/** A constraint with the pods that it counts. */
interface Counted {
  /** Nodes that have no part in it do not take part in the constraint. */
  readonly topology: Topology;
  /** In the domains of the topology, or on each node by itself. */
  readonly counts: DomainCounts;
  /** The more domains there are, the more one of them weighs. */
  readonly weight: number;
  /** What each domain has on top. */
  readonly more: number;
}

/** How many domains nodes are in; those without a value are in that of the empty one. */
function domainsAmong(nodes: readonly NodeInfo[], topology: Topology): number {
  const isMet = new Uint8Array(topology.size + 1);
  const empty = topology.domainWith('');
  let count = 0;
  for (const node of nodes) {
    const domain = topology.domainOf(node);
    const at = (domain < 0 ? empty : domain) + 1;
    if (isMet[at] === 1) continue;
    isMet[at] = 1;
    count += 1;
  }
  return count;
}

/**
 * Key, topology and rule of the pods that a constraint counts: on each node by itself, or in each domain on the nodes that have the labels of all `constraints`.
 */
function tallyOf(
  pod: PodInfo,
  constraint: SpreadConstraint,
  constraints: readonly SpreadConstraint[],
): readonly [key: string, topologyKey: string, rule: TallyRule] {
  const { topologyKey } = constraint;
  if (topologyKey === HOSTNAME_LABEL) {
    const rule: TallyRule = (counts, other, node, amount) => {
      if (countsPod(constraint, other, pod.namespace)) counts.add(node, EACH_NODE, amount);
    };
    return [`on node ${keyOfPods(pod, constraint)}`, EACH_NODE, rule];
  }
  const rule: TallyRule = (counts, other, node, amount) => {
    if (!countsPod(constraint, other, pod.namespace) || !hasAllTopologies(node.labels, constraints)) return;
    if (!includesNode(constraint, pod.pod, node)) return;
    const { topology } = counts.of(topologyKey);
    const domain = topology.domainOf(node);
    counts.addAt(topologyKey, domain < 0 ? topology.domainWith('') : domain, amount);
  };
  return [`in domain ${keyOfPods(pod, constraint)} ${keyOfNodes(pod, constraint, constraints)}`, topologyKey, rule];
}

function turnAround(scores: number[], nodes: readonly NodeInfo[], isIgnored: (node: NodeInfo) => boolean): void {
  let [least, most] = [Infinity, 0];
  const ignored = nodes.map(isIgnored);
  for (let i = 0; i < scores.length; i++) {
    if (ignored[i]) continue;
    least = Math.min(least, scores[i] ?? 0);
    most = Math.max(most, scores[i] ?? 0);
  }
  for (let i = 0; i < scores.length; i++) {
    if (ignored[i]) scores[i] = 0;
    else scores[i] = most === 0 ? MAX_NODE_SCORE : Math.trunc((MAX_NODE_SCORE * (most + least - (scores[i] ?? 0))) / most);
  }
}
