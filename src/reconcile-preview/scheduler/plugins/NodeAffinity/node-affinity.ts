import type { NodeSelectorTerm } from '../../../../model/kinds/core-v1.ts';
import { onNode } from '../../cluster-event.ts';
import { normalizeByMaximum, type FilterPass, type Plugin } from '../../framework.ts';
import { matchesRequiredNodeAffinity, preferredWeight } from '../../node-selector.ts';
import type { PodInfo } from '../../pod-info.ts';
import { fits, unresolvable } from '../../verdict.ts';
import { identityOf } from '../../node-identity.ts';

/** `nodeSelector` and node affinity: what the labels and the name of a node must or should be. */
export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  weight: 2,
  preFilter: ({ spec }) => {
    const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
    if (!terms && !spec.nodeSelector) return 'skip';
    const filter: FilterPass['filter'] = (node) =>
      matchesRequiredNodeAffinity(spec, node) ? fits : unresolvable("node(s) didn't match Pod's node affinity/selector");
    const nodeNames = terms && nodesNamedBy(terms);
    if (nodeNames?.size === 0) return unresolvable('pod affinity terms conflict');
    return nodeNames ? { nodeNames, filter } : { filter };
  },
  preScore: ({ spec }) => {
    const terms = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
    if (!terms) return 'skip';
    return { score: (node) => preferredWeight(terms, node), normalize: (scores: number[]) => normalizeByMaximum(scores, false) };
  },
  events: [
    onNode(['Add', 'UpdateNodeLabel'], ({ spec }: PodInfo, before, after) => {
      if (!after || !matchesRequiredNodeAffinity(spec, identityOf(after))) return false;
      return !before || !matchesRequiredNodeAffinity(spec, identityOf(before));
    }),
  ],
};

/**
 * Names of the nodes that terms with `metadata.name in (…)` leave; undefined when a term does not name nodes, or there are no terms.
 * Alternatives add up, fields of one term narrow down.
 */
function nodesNamedBy(terms: readonly NodeSelectorTerm[]): Set<string> | undefined {
  const names = new Set<string>();
  for (const { matchFields = [] } of terms) {
    const named = matchFields.filter(({ key, operator }) => key === 'metadata.name' && operator === 'In').map(({ values = [] }) => values);
    const [first, ...rest] = named;
    if (!first) return undefined;
    for (const name of first) if (rest.every((values) => values.includes(name))) names.add(name);
  }
  return terms.length > 0 ? names : undefined;
}
