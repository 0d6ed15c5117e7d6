import type { NodeAffinity, NodeSelectorTerm } from '../../../../model/kinds/core-v1.ts';
import { onNode } from '../../cluster-event.ts';
import { normalizeByMaximum, type FilterPass, type Plugin } from '../../framework.ts';
import { matchesNodeSelector, matchesRequiredNodeAffinity, preferredWeight } from '../../node-selector.ts';
import type { PodInfo } from '../../pod-info.ts';
import { fits, unresolvable } from '../../verdict.ts';
import { identityOf } from '../../node-identity.ts';

/** `nodeSelector` and node affinity: what the labels and the name of a node must or should be; `added` holds for all pods besides. */
export const nodeAffinityWith = (added: NodeAffinity = {}): Plugin => ({
  name: 'NodeAffinity',
  weight: 2,
  sign: ({ spec: { nodeSelector, affinity } }) => (namesNodes(affinity?.nodeAffinity) ? undefined : [nodeSelector, affinity?.nodeAffinity]),
  preFilter: ({ spec }) => {
    const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
    const enforced = added.requiredDuringSchedulingIgnoredDuringExecution;
    if (!terms && !spec.nodeSelector && !enforced) return 'skip';
    const filter: FilterPass['filter'] = (node) => {
      if (enforced && !matchesNodeSelector(enforced, node)) return unresolvable("node(s) didn't match scheduler-enforced node affinity");
      return matchesRequiredNodeAffinity(spec, node) ? fits : unresolvable("node(s) didn't match Pod's node affinity/selector");
    };
    const nodeNames = terms && nodesNamedBy(terms);
    if (nodeNames?.size === 0) return unresolvable('pod affinity terms conflict');
    return nodeNames ? { nodeNames, filter } : { filter };
  },
  preScore: ({ spec }) => {
    const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
    const own = spec.affinity?.nodeAffinity?.[preferred];
    if (!own && !added[preferred]?.length) return 'skip';
    const terms = [...(added[preferred] ?? []), ...(own ?? [])];
    return { score: (node) => preferredWeight(terms, node), normalize: (scores: number[]) => normalizeByMaximum(scores, false) };
  },
  events: [
    onNode(['Add', 'UpdateNodeLabel'], ({ spec }: PodInfo, before, after) => {
      const enforced = added.requiredDuringSchedulingIgnoredDuringExecution;
      if (after && enforced && !matchesNodeSelector(enforced, identityOf(after))) return false;
      if (!after || !matchesRequiredNodeAffinity(spec, identityOf(after))) return false;
      return !before || !matchesRequiredNodeAffinity(spec, identityOf(before));
    }),
  ],
});

export const nodeAffinity = nodeAffinityWith();

/** Pods that are meant for one node each have nothing in common. */
const namesNodes = (affinity: NodeAffinity | undefined): boolean =>
  (affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []).some(
    ({ matchFields = [] }) => matchFields.length > 0,
  );

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
