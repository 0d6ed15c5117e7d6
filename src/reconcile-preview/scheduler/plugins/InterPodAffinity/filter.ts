import { matchesAllTerms, matchesTerm, type AffinityTerm } from '../../affinity-term.ts';
import type { CycleContext, WhatIfPass } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import type { PodInfo } from '../../pod-info.ts';
import { labelOf, type Labels } from '../../selector.ts';
import type { TallyRule } from '../../tallies.ts';
import { TopologyCounts } from '../../topology-counts.ts';
import { fits, unresolvable, unschedulable, type Verdict } from '../../verdict.ts';
import { keyOfPod, keyOfTerms } from './keys.ts';
import { namespaceLabels, resolveNamespaces } from './namespaces.ts';

interface State {
  readonly pod: PodInfo;
  readonly affinity: readonly AffinityTerm[];
  readonly antiAffinity: readonly AffinityTerm[];
  readonly rules: { readonly existing: TallyRule; readonly wanted: TallyRule; readonly unwanted: TallyRule };
  /** Pods there are whose anti-affinity is against this pod. */
  readonly existing: TopologyCounts;
  /** Pods that match all affinity terms of this pod. */
  readonly wanted: TopologyCounts;
  /** Pods that match an anti-affinity term of this pod. */
  readonly unwanted: TopologyCounts;
}

/** How required affinity and anti-affinity judge nodes; skipped when neither this pod nor another has any that concerns it. */
export function filterByRequiredTerms(pod: PodInfo, { snapshot, view }: CycleContext): WhatIfPass | 'skip' {
  const affinity = pod.requiredAffinity.map((term) => resolveNamespaces(term, view));
  const antiAffinity = pod.requiredAntiAffinity.map((term) => resolveNamespaces(term, view));
  const hasTerms = affinity.length > 0 || antiAffinity.length > 0;
  if (!hasTerms && !snapshot.hasRequiredAntiAffinity) return 'skip';
  const rules = {
    existing: countExisting(pod, namespaceLabels(pod.namespace, view)),
    wanted: countWanted(affinity),
    unwanted: countUnwanted(antiAffinity),
  };
  const existing = snapshot.hasRequiredAntiAffinity
    ? snapshot.tally(`against ${keyOfPod(pod, view)}`, rules.existing)
    : new TopologyCounts();
  if (!hasTerms && existing.isEmpty) return 'skip';
  const counts = {
    existing,
    wanted: affinity.length > 0 ? snapshot.tally(`near ${keyOfTerms(affinity)}`, rules.wanted) : new TopologyCounts(),
    unwanted: antiAffinity.length > 0 ? snapshot.tally(`apart ${keyOfTerms(antiAffinity)}`, rules.unwanted) : new TopologyCounts(),
  };
  return passOf({ pod, affinity, antiAffinity, rules, ...counts });
}

const countExisting =
  (pod: PodInfo, labels: Labels): TallyRule =>
  (counts, other, node, amount) => {
    for (const term of other.requiredAntiAffinity) if (matchesTerm(term, pod, labels)) counts.add(node.labels, term.topologyKey, amount);
  };

const countWanted =
  (affinity: readonly AffinityTerm[]): TallyRule =>
  (counts, other, node, amount) => {
    if (matchesAllTerms(affinity, other)) for (const { topologyKey } of affinity) counts.add(node.labels, topologyKey, amount);
  };

const countUnwanted =
  (antiAffinity: readonly AffinityTerm[]): TallyRule =>
  (counts, other, node, amount) => {
    for (const term of antiAffinity) if (matchesTerm(term, other)) counts.add(node.labels, term.topologyKey, amount);
  };

function passOf(state: State): WhatIfPass {
  const { rules } = state;
  const update = (other: PodInfo, node: NodeInfo, amount: number): void => {
    rules.existing(state.existing, other, node, amount);
    rules.wanted(state.wanted, other, node, amount);
    rules.unwanted(state.unwanted, other, node, amount);
  };
  return {
    filter: (node) => judge(state, node),
    fork: () => passOf({ ...state, existing: state.existing.fork(), wanted: state.wanted.fork(), unwanted: state.unwanted.fork() }),
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
