import { child, index, key, type FieldPath } from '../../../model/field-path.ts';
import { podBearing } from '../../kinds.ts';
import type { PathEdit } from '../../path-edit.ts';
import { podOf, type PodPart } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

/** Labels of nodes that the kubelet and cloud providers set under a new name, too. */
const RENAMED = new Map([
  ['beta.kubernetes.io/arch', 'kubernetes.io/arch'],
  ['beta.kubernetes.io/os', 'kubernetes.io/os'],
  ['beta.kubernetes.io/instance-type', 'node.kubernetes.io/instance-type'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
  ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
]);

export const noDeprecatedNodeLabel = defineRule({
  id: 'no-deprecated-node-label',
  docs: { summary: 'Node labels are called by their present names.', sources: ['kubernetes/deprecated node label warning'] },
  kinds: podBearing,
  severity: 'warning',
  fix: 'safe',
  check: ({ object, report }) => {
    for (const { label, path, isKey, taken } of nodeLabelsOf(podOf(object))) {
      const name = RENAMED.get(label);
      if (name === undefined) continue;
      const edit: PathEdit = isKey ? { kind: 'rename', path, name } : { kind: 'set', path, value: name };
      report({
        path,
        message: `The node label "${label}" is deprecated.`,
        note: `Nodes carry "${name}" with the same value; one day they will not carry the old one.`,
        ...(!taken.includes(name) && { fix: { title: `Write ${name}`, edits: [edit] } }),
      });
    }
  },
});

/** A place where a pod names a label of nodes, as a key or as a value; `taken` are the other keys there. */
interface NodeLabel {
  readonly label: string;
  readonly path: FieldPath;
  readonly isKey: boolean;
  readonly taken: readonly string[];
}

function nodeLabelsOf({ spec, specAt }: PodPart): NodeLabel[] {
  const { nodeAffinity, podAffinity, podAntiAffinity } = spec.affinity ?? {};
  const affinity = child(specAt, 'affinity');
  const value = (label: string | undefined, path: FieldPath): NodeLabel[] => (label ? [{ label, path, isKey: false, taken: [] }] : []);
  const selector = Object.keys(spec.nodeSelector ?? {});
  const nodeTerms = [
    ...(nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []).map((term, i) => ({
      term,
      at: index(child(affinity, 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'), i),
    })),
    ...(nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ preference }, i) => ({
      term: preference,
      at: child(index(child(affinity, 'nodeAffinity', 'preferredDuringSchedulingIgnoredDuringExecution'), i), 'preference'),
    })),
  ];
  const podTerms = [
    { terms: podAffinity, at: child(affinity, 'podAffinity') },
    { terms: podAntiAffinity, at: child(affinity, 'podAntiAffinity') },
  ].flatMap(({ terms, at }) => [
    ...(terms?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term, i) => ({
      term,
      at: index(child(at, 'requiredDuringSchedulingIgnoredDuringExecution'), i),
    })),
    ...(terms?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }, i) => ({
      term: podAffinityTerm,
      at: child(index(child(at, 'preferredDuringSchedulingIgnoredDuringExecution'), i), 'podAffinityTerm'),
    })),
  ]);
  return [
    ...selector.map((label) => ({ label, path: key(child(specAt, 'nodeSelector'), label), isKey: true, taken: selector })),
    ...nodeTerms.flatMap(({ term, at }) =>
      (term?.matchExpressions ?? []).flatMap((expression, i) =>
        value(expression.key, child(index(child(at, 'matchExpressions'), i), 'key')),
      ),
    ),
    ...podTerms.flatMap(({ term, at }) => value(term?.topologyKey, child(at, 'topologyKey'))),
    ...(spec.topologySpreadConstraints ?? []).flatMap(({ topologyKey }, i) =>
      value(topologyKey, child(index(child(specAt, 'topologySpreadConstraints'), i), 'topologyKey')),
    ),
  ];
}
