import type { CycleContext, WhatIfPass } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import type { PodInfo } from '../../pod-info.ts';
import { labelOf, selects } from '../../selector.ts';
import { fits, unresolvable, unschedulable } from '../../verdict.ts';
import { countMatchingPods, hasAllTopologies, includesNode, type SpreadConstraint } from './constraint.ts';

const NO_MATCH = "node(s) didn't match pod topology spread constraints";

/** How many pods each domain has, for each constraint. */
type Counts = readonly Map<string, number>[];

/**
 * A node is out when its domain would have more than `maxSkew` pods more than the emptiest domain (none at all where there are fewer domains than `minDomains`).
 * Zones a: 2, b: 1, c: 1 pods, maxSkew 1: one more in a makes 3 - 1 = 2, so only b and c are left.
 */
export function filterBySkew(pod: PodInfo, constraints: readonly SpreadConstraint[], { snapshot }: CycleContext): WhatIfPass {
  const counts = constraints.map(() => new Map<string, number>());
  for (const node of snapshot.nodes) {
    if (!hasAllTopologies(node.labels, constraints)) continue;
    constraints.forEach((constraint, i) => {
      if (!includesNode(constraint, pod.pod, node)) return;
      addTo(counts[i], labelOf(node.labels, constraint.topologyKey), countMatchingPods(node, constraint, pod.namespace));
    });
  }
  return passOf(pod, constraints, counts);
}

function passOf(pod: PodInfo, constraints: readonly SpreadConstraint[], counts: Counts): WhatIfPass {
  const update = (other: PodInfo, node: NodeInfo, delta: number): void => {
    if (other.namespace !== pod.namespace || !hasAllTopologies(node.labels, constraints)) return;
    constraints.forEach((constraint, i) => {
      if (!selects(constraint.selector, other.labels) || !includesNode(constraint, pod.pod, node)) return;
      addTo(counts[i], labelOf(node.labels, constraint.topologyKey), delta);
    });
  };
  return {
    filter: (node) => {
      for (const [i, constraint] of constraints.entries()) {
        const domain = labelOf(node.labels, constraint.topologyKey);
        if (domain === undefined) return unresolvable(`${NO_MATCH} (missing required label)`);
        const ownMatch = selects(constraint.selector, pod.labels) ? 1 : 0;
        const skew = (counts[i]?.get(domain) ?? 0) + ownMatch - fewest(counts[i], constraint.minDomains);
        if (skew > constraint.maxSkew) return unschedulable(NO_MATCH);
      }
      return fits;
    },
    fork: () =>
      passOf(
        pod,
        constraints,
        counts.map((domains) => new Map(domains)),
      ),
    addPod: (other, node) => update(other, node, 1),
    removePod: (other, node) => update(other, node, -1),
  };
}

/** The smallest count of a domain; without any domain more than any count. */
function fewest(domains: ReadonlyMap<string, number> | undefined, minDomains: number): number {
  if (!domains || domains.size < minDomains) return 0;
  let least = 2 ** 31 - 1;
  for (const count of domains.values()) if (count < least) least = count;
  return least;
}

function addTo(domains: Map<string, number> | undefined, domain: string | undefined, count: number): void {
  if (domain !== undefined) domains?.set(domain, (domains.get(domain) ?? 0) + count);
}
