import type { Node } from '../../../../model/kinds/core-v1.ts';
import type { PluginArgs } from '../../../../model/scheduler-configuration.ts';
import type { Typed } from '../../../kind.ts';
import { matchesAllTerms, matchesTerm, type AffinityTerm, type LabelledPod } from '../../affinity-term.ts';
import { onNode, onPod } from '../../cluster-event.ts';
import type { Plugin } from '../../framework.ts';
import { nodeNameOf, nominatedNodeNameOf, type PodInfo } from '../../pod-info.ts';
import { labelOf } from '../../selector.ts';
import { filterByRequiredTerms } from './filter.ts';
import { scoreByPreferredTerms } from './score.ts';

/** Keeps pods near to or apart from other pods. */
export const interPodAffinityWith = (args: NonNullable<PluginArgs['InterPodAffinity']>): Plugin => ({
  name: 'InterPodAffinity',
  weight: 2,
  preFilter: filterByRequiredTerms,
  preScore: (pod, _nodes, context) => scoreByPreferredTerms(pod, context, args),
  events: [
    onPod('AssignedPod', ['Add', 'UpdatePodLabel', 'Delete'], isNeighbourChanged),
    onPod('TargetPod', ['UpdatePodLabel']),
    onNode(['Add', 'UpdateNodeLabel'], isDomainChanged),
  ],
});

/** A required term of a pod that runs already is worth little to a newcomer that it matches. */
export const interPodAffinity = interPodAffinityWith({ hardPodAffinityWeight: 1, ignorePreferredTermsOfExistingPods: false });

function isNeighbourChanged(pod: PodInfo, before: PodInfo | undefined, after: PodInfo | undefined): boolean {
  if ([before, after].some((other) => other && nodeNameOf(other) === '' && nominatedNodeNameOf(other.pod) === '')) return false;
  const { requiredAffinity, requiredAntiAffinity } = pod;
  if (before && after) {
    if (!matchesAllTerms(requiredAffinity, before) && matchesAllTerms(requiredAffinity, after)) return true;
    return matchesAny(requiredAntiAffinity, before) && !matchesAny(requiredAntiAffinity, after);
  }
  if (after) return matchesAllTerms(requiredAffinity, after);
  return before !== undefined && (matchesAny(requiredAntiAffinity, before) || matchesAny(before.requiredAntiAffinity, pod));
}

const matchesAny = (terms: readonly AffinityTerm[], pod: LabelledPod): boolean => terms.some((term) => matchesTerm(term, pod));

function isDomainChanged(
  { requiredAffinity, requiredAntiAffinity }: PodInfo,
  before: Typed<Node> | undefined,
  after: Typed<Node> | undefined,
): boolean {
  const domains = ({ topologyKey }: AffinityTerm): readonly [string | undefined, string | undefined] => [
    labelOf(before?.metadata.labels ?? {}, topologyKey),
    labelOf(after?.metadata.labels ?? {}, topologyKey),
  ];
  const isEntered = requiredAffinity.map(domains).some(([from, to]) => to !== undefined && from !== to);
  const isLeft = requiredAntiAffinity.map(domains).some(([from, to]) => before === undefined || (from !== undefined && from !== to));
  return isEntered || isLeft;
}
