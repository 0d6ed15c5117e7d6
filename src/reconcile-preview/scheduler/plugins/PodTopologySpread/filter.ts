import type { CycleContext, WhatIfPass } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import type { PodInfo } from '../../pod-info.ts';
import { scopeOf } from '../../pod-scope.ts';
import { labelOf, selects } from '../../selector.ts';
import { fits, unresolvable, unschedulable } from '../../verdict.ts';
import type { TopologyCounts } from '../../topology-counts.ts';
import { countsPod, hasAllTopologies, includesNode, type SpreadConstraint } from './constraint.ts';
import { keyOfNodes, keyOfPods } from './keys.ts';

const NO_MATCH = "node(s) didn't match pod topology spread constraints";

/** The smallest count where there are no domains. */
const MANY = 2 ** 31 - 1;

/** A constraint with its domains: how many pods it counts in each. */
interface Domains {
  readonly constraint: SpreadConstraint;
  /** All domains there are. */
  readonly values: readonly string[];
  readonly counts: TopologyCounts;
}

/**
 * A node is out when its domain would have more than `maxSkew` pods more than the emptiest domain (none at all where there are fewer domains than `minDomains`).
 * Zones a: 2, b: 1, c: 1 pods, maxSkew 1: one more in a makes 3 - 1 = 2, so only b and c are left.
 */
export function filterBySkew(pod: PodInfo, constraints: readonly SpreadConstraint[], { snapshot }: CycleContext): WhatIfPass {
  const domains = constraints.map((constraint): Domains => {
    const { topologyKey } = constraint;
    const includes = (node: NodeInfo): boolean => hasAllTopologies(node.labels, constraints) && includesNode(constraint, pod.pod, node);
    const nodes = keyOfNodes(pod, constraint, constraints);
    return {
      constraint,
      values: snapshot
        .nodeTally(nodes, (counts, node) => {
          if (includes(node)) counts.add(node.labels, topologyKey, 1);
        })
        .valuesOf(topologyKey),
      counts: snapshot.tally(
        `skew ${keyOfPods(pod, constraint)} ${nodes}`,
        (counts, other, node, amount) => {
          if (countsPod(constraint, other, pod.namespace) && includes(node)) counts.add(node.labels, topologyKey, amount);
        },
        scopeOf(pod.namespace, constraint.selector),
      ),
    };
  });
  return passOf(pod, constraints, domains);
}

function passOf(pod: PodInfo, constraints: readonly SpreadConstraint[], domains: readonly Domains[]): WhatIfPass {
  let limits: readonly number[] | undefined;
  const update = (other: PodInfo, node: NodeInfo, amount: number): void => {
    if (other.namespace !== pod.namespace || !hasAllTopologies(node.labels, constraints)) return;
    for (const { constraint, counts } of domains) {
      if (!selects(constraint.selector, other.labels) || !includesNode(constraint, pod.pod, node)) continue;
      counts.add(node.labels, constraint.topologyKey, amount);
    }
    limits = undefined;
  };
  return {
    filter: ({ labels }) => {
      limits ??= domains.map((each) => limitOf(each, pod));
      for (const [i, { constraint, counts }] of domains.entries()) {
        const domain = labelOf(labels, constraint.topologyKey);
        if (domain === undefined) return unresolvable(`${NO_MATCH} (missing required label)`);
        if (counts.countOf(constraint.topologyKey, domain) > (limits[i] ?? 0)) return unschedulable(NO_MATCH);
      }
      return fits;
    },
    fork: () =>
      passOf(
        pod,
        constraints,
        domains.map((each) => ({ ...each, counts: each.counts.fork() })),
      ),
    addPod: (other, node) => update(other, node, 1),
    removePod: (other, node) => update(other, node, -1),
  };
}

/** How many pods a domain may have before the pod comes. */
function limitOf({ constraint, values, counts }: Domains, pod: PodInfo): number {
  const { topologyKey, minDomains, maxSkew, selector } = constraint;
  let fewest = values.length < minDomains ? 0 : MANY;
  if (fewest > 0) for (const value of values) fewest = Math.min(fewest, counts.countOf(topologyKey, value));
  return fewest + maxSkew - (selects(selector, pod.labels) ? 1 : 0);
}
