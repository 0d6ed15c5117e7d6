import { matchesAllTerms, matchesTerm, type AffinityTerm } from '../../affinity-term.ts';
import type { CycleContext, WhatIfPass } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import type { PodInfo } from '../../pod-info.ts';
import { labelOf, type Labels } from '../../selector.ts';
import { fits, unresolvable, unschedulable, type Verdict } from '../../verdict.ts';
import { namespaceLabels, resolveNamespaces } from './namespaces.ts';
import { TopologyCounts } from './topology-counts.ts';

interface State {
  readonly pod: PodInfo;
  readonly affinity: readonly AffinityTerm[];
  readonly antiAffinity: readonly AffinityTerm[];
  readonly namespaceLabels: Labels;
  /** Pods there are whose anti-affinity is against this pod. */
  readonly existing: TopologyCounts;
  /** Pods that match all affinity terms of this pod. */
  readonly wanted: TopologyCounts;
  /** Pods that match an anti-affinity term of this pod. */
  readonly unwanted: TopologyCounts;
}

/** How required affinity and anti-affinity judge nodes; skipped when neither this pod nor another has any that concerns it. */
export function filterByRequiredTerms(pod: PodInfo, { snapshot, view }: CycleContext): WhatIfPass | 'skip' {
  const state: State = {
    pod,
    affinity: pod.requiredAffinity.map((term) => resolveNamespaces(term, view)),
    antiAffinity: pod.requiredAntiAffinity.map((term) => resolveNamespaces(term, view)),
    namespaceLabels: namespaceLabels(pod.namespace, view),
    existing: new TopologyCounts(),
    wanted: new TopologyCounts(),
    unwanted: new TopologyCounts(),
  };
  const hasTerms = state.affinity.length > 0 || state.antiAffinity.length > 0;
  for (const node of snapshot.nodes) {
    for (const other of node.podsWithRequiredAntiAffinity.values()) countExisting(state, other, node, 1);
    if (hasTerms) for (const other of node.pods) countOwn(state, other, node, 1);
  }
  return state.existing.isEmpty && !hasTerms ? 'skip' : passOf(state);
}

function countExisting(state: State, other: PodInfo, node: NodeInfo, amount: number): void {
  for (const term of other.requiredAntiAffinity) {
    if (matchesTerm(term, state.pod, state.namespaceLabels)) state.existing.add(node.labels, term.topologyKey, amount);
  }
}

function countOwn({ affinity, antiAffinity, wanted, unwanted }: State, other: PodInfo, node: NodeInfo, amount: number): void {
  if (matchesAllTerms(affinity, other)) for (const { topologyKey } of affinity) wanted.add(node.labels, topologyKey, amount);
  for (const term of antiAffinity) if (matchesTerm(term, other)) unwanted.add(node.labels, term.topologyKey, amount);
}

function passOf(state: State): WhatIfPass {
  const update = (other: PodInfo, node: NodeInfo, amount: number): void => {
    countExisting(state, other, node, amount);
    countOwn(state, other, node, amount);
  };
  return {
    filter: (node) => judge(state, node),
    fork: () => passOf({ ...state, existing: state.existing.clone(), wanted: state.wanted.clone(), unwanted: state.unwanted.clone() }),
    addPod: (other, node) => update(other, node, 1),
    removePod: (other, node) => update(other, node, -1),
  };
}

function judge(state: State, { labels }: NodeInfo): Verdict {
  if (!satisfiesAffinity(state, labels)) return unresolvable("node(s) didn't match pod affinity rules");
  if (state.antiAffinity.some(({ topologyKey }) => state.unwanted.at(labels, topologyKey) > 0)) {
    return unschedulable("node(s) didn't match pod anti-affinity rules");
  }
  if (state.existing.isPositiveAt(labels)) return unschedulable("node(s) didn't satisfy existing pods anti-affinity rules");
  return fits;
}

/** The node's domains must have matching pods; the first pod of a group that wants to be near its own kind may go anywhere. */
function satisfiesAffinity({ pod, affinity, wanted }: State, labels: Labels): boolean {
  if (affinity.some(({ topologyKey }) => labelOf(labels, topologyKey) === undefined)) return false;
  if (affinity.every(({ topologyKey }) => wanted.at(labels, topologyKey) > 0)) return true;
  return wanted.isEmpty && matchesAllTerms(affinity, pod);
}
