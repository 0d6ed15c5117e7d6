import type { PluginArgs } from '../../../../model/scheduler-configuration.ts';
import { matchesTerm, type AffinityTerm, type WeightedAffinityTerm } from '../../affinity-term.ts';
import { MAX_NODE_SCORE, type CycleContext, type ScorePass } from '../../framework.ts';
import type { PodInfo } from '../../pod-info.ts';
import { keyOfPod, keyOfTerms } from './keys.ts';
import { namespaceLabels, resolveNamespaces } from './namespaces.ts';

/** Preferences of the pod, and of the pods there are for it, summed up by domain; 0…100 from the least to the most wanted node. */
export function scoreByPreferredTerms(
  pod: PodInfo,
  { snapshot, view }: CycleContext,
  { hardPodAffinityWeight, ignorePreferredTermsOfExistingPods }: NonNullable<PluginArgs['InterPodAffinity']>,
): ScorePass | 'skip' {
  const hasPreferences = pod.preferredAffinity.length > 0 || pod.preferredAntiAffinity.length > 0;
  if (!hasPreferences && (ignorePreferredTermsOfExistingPods || !snapshot.hasAffinity)) return 'skip';
  const affinity = pod.preferredAffinity.map((term) => resolveNamespaces(term, view));
  const antiAffinity = pod.preferredAntiAffinity.map((term) => resolveNamespaces(term, view));
  const labels = namespaceLabels(pod.namespace, view);
  const key = `worth ${hardPodAffinityWeight} ${keyOfPod(pod, view)} ${keyOfTerms(affinity)} ${keyOfTerms(antiAffinity)}`;
  const worth = snapshot.tally(key, (counts, other, node, amount) => {
    const own = (terms: readonly WeightedAffinityTerm[], sign: 1 | -1): void => {
      for (const term of terms) if (matchesTerm(term, other)) counts.add(node, term.topologyKey, amount * sign * term.weight);
    };
    const theirs = (term: AffinityTerm, weight: number): void => {
      if (matchesTerm(term, pod, labels)) counts.add(node, term.topologyKey, amount * weight);
    };
    own(affinity, 1);
    own(antiAffinity, -1);
    if (hardPodAffinityWeight > 0) for (const term of other.requiredAffinity) theirs(term, hardPodAffinityWeight);
    for (const term of other.preferredAffinity) theirs(term, term.weight);
    for (const term of other.preferredAntiAffinity) theirs(term, -term.weight);
  });
  return worth.isEmpty ? 'skip' : { score: (node) => worth.sumAt(node), normalize: spreadOut };
}

function spreadOut(scores: number[]): void {
  const [least, most] = [Math.min(...scores), Math.max(...scores)];
  scores.forEach((score, i) => {
    scores[i] = most > least ? Math.trunc(MAX_NODE_SCORE * ((score - least) / (most - least))) : 0;
  });
}
