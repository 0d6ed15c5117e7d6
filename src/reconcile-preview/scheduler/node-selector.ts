import type { NodeSelector, NodeSelectorTerm, PodSpec, PreferredSchedulingTerm } from '../../model/kinds/core-v1.ts';
import { matchesLabels } from '../../model/label-selector.ts';
import { holds, type Labels } from './selector.ts';

/** What node selectors look at. */
export interface NodeIdentity {
  readonly name: string;
  readonly labels: Labels;
}

/** Whether a node satisfies a pod's `nodeSelector` and its required node affinity. */
export function matchesRequiredNodeAffinity(spec: PodSpec, node: NodeIdentity): boolean {
  if (spec.nodeSelector && !matchesLabels(spec.nodeSelector, node.labels)) return false;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return !required || matchesNodeSelector(required, node);
}

/** Terms are alternatives; one without conditions matches no node. */
export const matchesNodeSelector = (selector: NodeSelector, node: NodeIdentity): boolean =>
  (selector.nodeSelectorTerms ?? []).some((term) => matchesTerm(term, node));

/** Sum of the weights of the preferred terms that a node satisfies. */
export const preferredWeight = (terms: readonly PreferredSchedulingTerm[], node: NodeIdentity): number =>
  terms.reduce((sum, { weight = 0, preference = {} }) => (weight !== 0 && matchesTerm(preference, node) ? sum + weight : sum), 0);

function matchesTerm({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, node: NodeIdentity): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  return (
    matchExpressions.every((requirement) => holds(requirement, node.labels)) &&
    matchFields.every((requirement) => holds(requirement, { 'metadata.name': node.name }))
  );
}
