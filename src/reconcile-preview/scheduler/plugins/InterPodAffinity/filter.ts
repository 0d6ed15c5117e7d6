import { matchesAllTerms, matchesTerm, type AffinityTerm } from '../../affinity-term.ts';
import type { DomainCounts } from '../../domain-counts.ts';
import type { CycleContext, WhatIfPass } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import type { PodInfo } from '../../pod-info.ts';
import type { Labels } from '../../selector.ts';
import type { TallyRule } from '../../tallies.ts';
import type { TopologyCounts } from '../../topology-counts.ts';
import { fits, signed, unresolvable, unschedulable } from '../../verdict.ts';
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
    : snapshot.noCounts();
  if (!hasTerms && existing.isEmpty) return 'skip';
  const counts = {
    existing,
    wanted: affinity.length > 0 ? snapshot.tally(`near ${keyOfTerms(affinity)}`, rules.wanted) : snapshot.noCounts(),
    unwanted: antiAffinity.length > 0 ? snapshot.tally(`apart ${keyOfTerms(antiAffinity)}`, rules.unwanted) : snapshot.noCounts(),
  };
  return passOf({ pod, affinity, antiAffinity, rules, ...counts });
}

const countExisting =
  (pod: PodInfo, labels: Labels): TallyRule =>
  (counts, other, node, amount) => {
    for (const term of other.requiredAntiAffinity) if (matchesTerm(term, pod, labels)) counts.add(node, term.topologyKey, amount);
  };

const countWanted =
  (affinity: readonly AffinityTerm[]): TallyRule =>
  (counts, other, node, amount) => {
    if (matchesAllTerms(affinity, other)) for (const { topologyKey } of affinity) counts.add(node, topologyKey, amount);
  };

const countUnwanted =
  (antiAffinity: readonly AffinityTerm[]): TallyRule =>
  (counts, other, node, amount) => {
    for (const term of antiAffinity) if (matchesTerm(term, other)) counts.add(node, term.topologyKey, amount);
  };

const FAR = signed('InterPodAffinity', unresolvable("node(s) didn't match pod affinity rules"));
const CLOSE = signed('InterPodAffinity', unschedulable("node(s) didn't match pod anti-affinity rules"));
const KEPT_AWAY = signed('InterPodAffinity', unschedulable("node(s) didn't satisfy existing pods anti-affinity rules"));

function passOf(state: State): WhatIfPass {
  const { rules, existing, wanted, unwanted } = state;
  const update = (other: PodInfo, node: NodeInfo, amount: number): void => {
    rules.existing(existing, other, node, amount);
    rules.wanted(wanted, other, node, amount);
    rules.unwanted(unwanted, other, node, amount);
  };
  const affinity = state.affinity.map(({ topologyKey }) => wanted.of(topologyKey));
  const antiAffinity = state.antiAffinity.map(({ topologyKey }) => unwanted.of(topologyKey));
  const satisfiesAffinity = affinityJudge(state, affinity);
  return {
    filter: (node) => {
      if (!satisfiesAffinity(node)) return FAR;
      for (const counts of antiAffinity) if (counts.at(node) > 0) return CLOSE;
      return existing.isPositiveAt(node) ? KEPT_AWAY : fits;
    },
    fork: () => passOf({ ...state, existing: existing.fork(), wanted: wanted.fork(), unwanted: unwanted.fork() }),
    addPod: (other, node) => update(other, node, 1),
    removePod: (other, node) => update(other, node, -1),
  };
}

/** The node's domains must have matching pods; the first pod of a group that wants to be near its own kind may go anywhere. */
function affinityJudge({ pod, affinity, wanted }: State, counts: readonly DomainCounts[]): (node: NodeInfo) => boolean {
  if (affinity.length === 0) return () => true;
  const wantsItself = matchesAllTerms(affinity, pod);
  return (node) => {
    if (counts.every((each) => each.at(node) > 0)) return true;
    return wantsItself && wanted.isEmpty && counts.every(({ topology }) => topology.domainOf(node) >= 0);
  };
}
