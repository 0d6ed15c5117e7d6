import type { PodAffinityTerm, WeightedPodAffinityTerm } from '../../model/kinds/core-v1.ts';
import { selectorOf, selects, type Labels, type Selector } from './selector.ts';

/** A pod affinity or anti-affinity term of a pod, ready to be matched. */
export interface AffinityTerm {
  readonly topologyKey: string;
  readonly selector: Selector;
  readonly namespaces: ReadonlySet<string>;
  readonly namespaceSelector: Selector;
}

export interface WeightedAffinityTerm extends AffinityTerm {
  readonly weight: number;
}

/** A pod as terms look at it. */
export interface LabelledPod {
  readonly namespace: string;
  readonly labels: Labels;
}

/** A term without namespaces and namespace selector means the namespace of its own pod. */
export const affinityTerm = (namespace: string, term: PodAffinityTerm): AffinityTerm => ({
  topologyKey: term.topologyKey ?? '',
  selector: selectorOf(term.labelSelector),
  namespaces: new Set(term.namespaces?.length || term.namespaceSelector ? term.namespaces : [namespace]),
  namespaceSelector: selectorOf(term.namespaceSelector),
});

export const weightedAffinityTerm = (
  namespace: string,
  { weight = 0, podAffinityTerm = {} }: WeightedPodAffinityTerm,
): WeightedAffinityTerm => ({
  ...affinityTerm(namespace, podAffinityTerm),
  weight,
});

/** `namespaceLabels`: labels of the pod's namespace; absent where the namespace selector has been resolved to names. */
export const matchesTerm = (term: AffinityTerm, pod: LabelledPod, namespaceLabels: Labels = {}): boolean =>
  (term.namespaces.has(pod.namespace) || selects(term.namespaceSelector, namespaceLabels)) && selects(term.selector, pod.labels);

/** Whether a pod matches all of at least one term. */
export const matchesAllTerms = (terms: readonly AffinityTerm[], pod: LabelledPod): boolean =>
  terms.length > 0 && terms.every((term) => matchesTerm(term, pod));
