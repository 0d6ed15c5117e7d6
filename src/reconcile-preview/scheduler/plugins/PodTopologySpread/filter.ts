import type { CycleContext, WhatIfPass } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import type { PodInfo } from '../../pod-info.ts';
import { scopeOf } from '../../pod-scope.ts';
import { selects } from '../../selector.ts';
import { fits, signed, unresolvable, unschedulable } from '../../verdict.ts';
import type { DomainCounts } from '../../domain-counts.ts';
import { countsPod, hasAllTopologies, includesNode, type SpreadConstraint } from './constraint.ts';
import { keyOfNodes, keyOfPods } from './keys.ts';

const NO_MATCH = "node(s) didn't match pod topology spread constraints";
const WITHOUT_LABEL = signed('PodTopologySpread', unresolvable(`${NO_MATCH} (missing required label)`));
const CROWDED = signed('PodTopologySpread', unschedulable(NO_MATCH));

/** The smallest count where there are no domains. */
const MANY = 2 ** 31 - 1;

/** A constraint with its domains: how many pods it counts in each. */
interface Domains {
  readonly constraint: SpreadConstraint;
  /** All domains there are. */
  readonly domains: readonly number[];
  readonly counts: DomainCounts;
}

/** How many pods a domain may have before the pod comes. */
interface Limit {
  readonly counts: DomainCounts;
  readonly most: number;
}

/**
 * A node is out when its domain would have more than `maxSkew` pods more than the emptiest domain (none at all where there are fewer domains than `minDomains`).
 * Zones a: 2, b: 1, c: 1 pods, maxSkew 1: one more in a makes 3 - 1 = 2, so only b and c are left.
 */
export function filterBySkew(pod: PodInfo, constraints: readonly SpreadConstraint[], { snapshot }: CycleContext): WhatIfPass {
  const all = constraints.map((constraint): Domains => {
    const { topologyKey } = constraint;
    const includes = (node: NodeInfo): boolean => hasAllTopologies(node.labels, constraints) && includesNode(constraint, pod.pod, node);
    const nodes = keyOfNodes(pod, constraint, constraints);
    const counts = snapshot.tally(
      `skew ${keyOfPods(pod, constraint)} ${nodes}`,
      (sums, other, node, amount) => {
        if (countsPod(constraint, other, pod.namespace) && includes(node)) sums.add(node, topologyKey, amount);
      },
      scopeOf(pod.namespace, constraint.selector),
    );
    return { constraint, domains: snapshot.domainsOf(topologyKey, nodes, includes), counts: counts.of(topologyKey) };
  });
  return passOf(pod, constraints, all);
}

function passOf(pod: PodInfo, constraints: readonly SpreadConstraint[], all: readonly Domains[]): WhatIfPass {
  let limits: readonly Limit[] | undefined;
  const update = (other: PodInfo, node: NodeInfo, amount: number): void => {
    if (other.namespace !== pod.namespace || !hasAllTopologies(node.labels, constraints)) return;
    for (const { constraint, counts } of all) {
      if (!selects(constraint.selector, other.labels) || !includesNode(constraint, pod.pod, node)) continue;
      counts.add(counts.topology.domainOf(node), amount);
    }
    limits = undefined;
  };
  return {
    filter: (node) => {
      limits ??= all.map((each): Limit => ({ counts: each.counts, most: limitOf(each, pod) }));
      for (const { counts, most } of limits) {
        const domain = counts.topology.domainOf(node);
        if (domain < 0) return WITHOUT_LABEL;
        if (counts.of(domain) > most) return CROWDED;
      }
      return fits;
    },
    fork: () =>
      passOf(
        pod,
        constraints,
        all.map((each) => ({ ...each, counts: each.counts.fork() })),
      ),
    addPod: (other, node) => update(other, node, 1),
    removePod: (other, node) => update(other, node, -1),
  };
}

function limitOf({ constraint, domains, counts }: Domains, pod: PodInfo): number {
  const { minDomains, maxSkew, selector } = constraint;
  let fewest = domains.length < minDomains ? 0 : MANY;
  if (fewest > 0) for (const domain of domains) fewest = Math.min(fewest, counts.of(domain));
  return fewest + maxSkew - (selects(selector, pod.labels) ? 1 : 0);
}
