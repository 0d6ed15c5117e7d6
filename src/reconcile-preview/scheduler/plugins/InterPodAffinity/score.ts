import type { PluginArgs } from '../../../../model/scheduler-configuration.ts';
import { matchesTerm, type AffinityTerm, type WeightedAffinityTerm } from '../../affinity-term.ts';
import { MAX_NODE_SCORE, type CycleContext, type ScorePass } from '../../framework.ts';
import type { PodInfo } from '../../pod-info.ts';
import { namespaceLabels, resolveNamespaces } from './namespaces.ts';
import { TopologyCounts } from './topology-counts.ts';

/** Preferences of the pod, and of the pods there are for it, summed up by domain; 0…100 from the least to the most wanted node. */
export function scoreByPreferredTerms(
  pod: PodInfo,
  { snapshot, view }: CycleContext,
  { hardPodAffinityWeight, ignorePreferredTermsOfExistingPods }: NonNullable<PluginArgs['InterPodAffinity']>,
): ScorePass | 'skip' {
  const affinity = pod.preferredAffinity.map((term) => resolveNamespaces(term, view));
  const antiAffinity = pod.preferredAntiAffinity.map((term) => resolveNamespaces(term, view));
  const hasPreferences = affinity.length > 0 || antiAffinity.length > 0;
  if (ignorePreferredTermsOfExistingPods && !hasPreferences) return 'skip';
  const labels = namespaceLabels(pod.namespace, view);
  const worth = new TopologyCounts();
  let isTouched = false;
  const add = (node: { readonly labels: Readonly<Record<string, string>> }, { topologyKey }: AffinityTerm, weight: number): void => {
    isTouched ||= Object.hasOwn(node.labels, topologyKey);
    worth.add(node.labels, topologyKey, weight);
  };
  for (const node of snapshot.nodes) {
    const own = (terms: readonly WeightedAffinityTerm[], other: PodInfo, sign: 1 | -1): void => {
      for (const term of terms) if (matchesTerm(term, other)) add(node, term, sign * term.weight);
    };
    const theirs = (term: AffinityTerm, weight: number): void => {
      if (matchesTerm(term, pod, labels)) add(node, term, weight);
    };
    for (const other of hasPreferences ? node.pods : node.podsWithAffinity.values()) {
      own(affinity, other, 1);
      own(antiAffinity, other, -1);
      if (hardPodAffinityWeight > 0) for (const term of other.requiredAffinity) theirs(term, hardPodAffinityWeight);
      for (const term of other.preferredAffinity) theirs(term, term.weight);
      for (const term of other.preferredAntiAffinity) theirs(term, -term.weight);
    }
  }
  return isTouched ? { score: (node) => worth.sumAt(node.labels), normalize: spreadOut } : 'skip';
}

function spreadOut(scores: number[]): void {
  const [least, most] = [Math.min(...scores), Math.max(...scores)];
  scores.forEach((score, i) => {
    scores[i] = most > least ? Math.trunc(MAX_NODE_SCORE * ((score - least) / (most - least))) : 0;
  });
}
