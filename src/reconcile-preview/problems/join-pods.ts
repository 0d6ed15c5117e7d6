import { fieldPath, index } from '../../model/field-path.ts';
import type { LabelSelector } from '../../model/kinds/meta-v1.ts';
import type { Pod, PodAffinityTerm } from '../../model/kinds/core-v1.ts';
import { listObjects, type Typed } from '../kind.ts';
import { POD } from '../kinds.ts';
import { objectName, objectText } from '../network/finding.ts';
import { affinityTerm, matchesTerm } from '../scheduler/affinity-term.ts';
import { podInfo } from '../scheduler/pod-info.ts';
import { namespaceLabels, resolveNamespaces } from '../scheduler/plugins/InterPodAffinity/namespaces.ts';
import type { NodeStep, StepContext } from './node-steps.ts';
import { rootOf } from '../what-if/pod-moves.ts';

/** A pod that wants to be near others: they have to run, where it can run as well. */
export function joinPods({ pod, nearest: [first], scene: { view } }: StepContext): NodeStep {
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  const terms = pod.spec?.affinity?.podAffinity?.[required] ?? [];
  const others = listObjects(view, POD).filter((other) => other.metadata.uid !== pod.metadata.uid);
  const unmet = terms.map((term) => ({ term, matching: others.filter((other) => isWanted(term, pod, other, view)) }));
  const i = Math.max(
    0,
    unmet.findIndex(({ matching }) => !matching.some(({ spec }) => spec?.nodeName)),
  );
  const chosen = unmet[i];
  if (!chosen || !first) return { path: fieldPath('spec', 'affinity', 'podAffinity') };
  const { term, matching } = chosen;
  const path = index(fieldPath('spec', 'affinity', 'podAffinity', required), i);
  const topology = term.topologyKey ?? '';
  const where = topology === 'kubernetes.io/hostname' ? 'on its node' : `in its ${topology}`;
  const [waiting] = matching.filter(({ spec }) => !spec?.nodeName);
  const placed = matching.filter(({ spec }) => spec?.nodeName);
  if (placed.length === 0 && waiting) {
    const whole = objectText(rootOf(waiting, view));
    return { path, remedy: `find a node for ${whole} first: podAffinity wants a pod of it ${where}` };
  }
  if (placed.length === 0) {
    const alike = closestPods(term, pod, others);
    const run = `run a pod labelled ${selectorText(term.labelSelector)} in ${namespacesText(term, pod)}`;
    return { path, remedy: `${run}: podAffinity wants one ${where}, and none runs${alike === undefined ? '' : ` (${alike})`}` };
  }
  if (first.node.labels[topology] === undefined)
    return {
      path,
      remedy: `kubectl label node ${first.node.name} ${topology}=VALUE, the same as the nodes of ${objectText(objectName(placed[0] ?? pod))} have`,
    };
  const nodes = [...new Set(placed.map(({ spec }) => spec?.nodeName ?? ''))].sort();
  return {
    path,
    remedy: `let it run where a pod labelled ${selectorText(term.labelSelector)} runs (${nodes.slice(0, MOST_NODES).join(', ')}), or run one where it can`,
  };
}

/** So many nodes are named. */
const MOST_NODES = 5;

const isWanted = (term: PodAffinityTerm, pod: Typed<Pod>, other: Typed<Pod>, view: StepContext['scene']['view']): boolean =>
  matchesTerm(
    resolveNamespaces(affinityTerm(pod.metadata.namespace ?? '', term), view),
    podInfo(other),
    namespaceLabels(other.metadata.namespace ?? '', view),
  );

const selectorText = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector = {}): string =>
  [
    ...Object.entries(matchLabels).map(([name, value]) => `${name}=${value}`),
    ...matchExpressions.map(({ key = '', operator = '', values = [] }) =>
      operator === 'In' && values.length === 1
        ? `${key}=${values[0] ?? ''}`
        : `${key} ${operator}${values.length > 0 ? ` (${values.join(', ')})` : ''}`,
    ),
  ].join(', ') || 'anything';

const namespacesText = ({ namespaces = [], namespaceSelector }: PodAffinityTerm, { metadata }: Typed<Pod>): string => {
  if (namespaceSelector) return 'a namespace that its namespaceSelector selects';
  const names = namespaces.length > 0 ? namespaces : [metadata.namespace ?? ''];
  return `namespace ${names.join(' or ')}`;
};

/** Pods with the labels that are asked for in another namespace. */
function closestPods({ labelSelector }: PodAffinityTerm, pod: Typed<Pod>, others: readonly Typed<Pod>[]): string | undefined {
  const wanted = Object.entries(labelSelector?.matchLabels ?? {});
  const elsewhere = others.find(
    ({ metadata }) =>
      wanted.length > 0 &&
      metadata.namespace !== pod.metadata.namespace &&
      wanted.every(([name, value]) => metadata.labels?.[name] === value),
  );
  return elsewhere && `one runs in namespace ${elsewhere.metadata.namespace ?? ''}: name it in namespaces`;
}
