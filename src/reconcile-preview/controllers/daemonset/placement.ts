import { deepCopy } from '../../../model/json.ts';
import type { DaemonSet } from '../../../model/kinds/apps-v1.ts';
import type { Affinity, Node, NodeSelectorTerm, Pod, PodSpec, PodTemplateSpec, Toleration } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';
import { matchesRequiredNodeAffinity } from '../../scheduler/node-selector.ts';
import { isTolerated, untoleratedTaint } from '../../scheduler/taints.ts';

export const REVISION_LABEL = 'controller-revision-hash';
const GENERATION_LABEL = 'pod-template-generation';
const GENERATION_ANNOTATION = 'deprecated.daemonset.template.generation';
const NODE_NAME = 'metadata.name';

const tolerationOf = (key: string, effect: string): Toleration => ({ key, operator: 'Exists', effect });

/** What daemon pods put up with, so that trouble with a node does not take them away. */
const TOLERATIONS: readonly Toleration[] = [
  tolerationOf('node.kubernetes.io/not-ready', 'NoExecute'),
  tolerationOf('node.kubernetes.io/unreachable', 'NoExecute'),
  tolerationOf('node.kubernetes.io/disk-pressure', 'NoSchedule'),
  tolerationOf('node.kubernetes.io/memory-pressure', 'NoSchedule'),
  tolerationOf('node.kubernetes.io/pid-pressure', 'NoSchedule'),
  tolerationOf('node.kubernetes.io/unschedulable', 'NoSchedule'),
];
const HOST_NETWORK_TOLERATION = tolerationOf('node.kubernetes.io/network-unavailable', 'NoSchedule');

/** The tolerations of a template and those of every daemon pod; one that is there already keeps its place. */
function daemonTolerations({ tolerations = [], hostNetwork }: PodSpec): Toleration[] {
  const added = [...TOLERATIONS, ...(hostNetwork ? [HOST_NETWORK_TOLERATION] : [])];
  const isSame = (a: Toleration, b: Toleration): boolean =>
    a.key === b.key && a.effect === b.effect && a.operator === b.operator && (a.value ?? '') === (b.value ?? '');
  const replaced = tolerations.map((own) => added.find((toleration) => isSame(toleration, own)) ?? own);
  return [...replaced, ...added.filter((toleration) => !tolerations.some((own) => isSame(own, toleration)))];
}

/** Whether a node should have a pod of the set, and whether one that is there may stay. */
export function verdictOn(node: Typed<Node>, { spec }: Typed<DaemonSet>): { readonly shouldRun: boolean; readonly mayStay: boolean } {
  const pod = spec?.template?.spec ?? {};
  const identity = { name: node.metadata.name ?? '', labels: node.metadata.labels ?? {} };
  if ((pod.nodeName && pod.nodeName !== identity.name) || !matchesRequiredNodeAffinity(pod, identity))
    return { shouldRun: false, mayStay: false };
  const tolerations = daemonTolerations(pod);
  const taints = node.spec?.taints ?? [];
  if (!untoleratedTaint(taints, tolerations)) return { shouldRun: true, mayStay: true };
  return { shouldRun: false, mayStay: taints.every((taint) => taint.effect !== 'NoExecute' || isTolerated(taint, tolerations)) };
}

/** The node a daemon pod is on or meant for. */
export function targetNode({ spec }: Typed<Pod>): string | undefined {
  if (spec?.nodeName) return spec.nodeName;
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return terms.flatMap(({ matchFields = [] }) => matchFields).find(({ key, operator }) => key === NODE_NAME && operator === 'In')
    ?.values?.[0];
}

/** The template of a set's pods but for their node. */
export function daemonTemplate(set: Typed<DaemonSet>, hash: string): PodTemplateSpec {
  const template = deepCopy(set.spec?.template ?? {});
  const generation = set.metadata.annotations?.[GENERATION_ANNOTATION];
  return {
    metadata: {
      ...template.metadata,
      labels: { ...template.metadata?.labels, ...(generation !== undefined && { [GENERATION_LABEL]: generation }), [REVISION_LABEL]: hash },
    },
    spec: { ...template.spec, tolerations: daemonTolerations(template.spec ?? {}) },
  };
}

/** The template tied to a node: the scheduler binds the pod there and nowhere else. */
export function templateFor(node: string, template: PodTemplateSpec): PodTemplateSpec {
  return { ...template, spec: { ...template.spec, affinity: tiedTo(node, template.spec?.affinity) } };
}

/** Which nodes the pod may be on was decided already: its own terms give way to the one node. */
function tiedTo(node: string, affinity: Affinity | undefined): Affinity {
  const tied: NodeSelectorTerm[] = [{ matchFields: [{ key: NODE_NAME, operator: 'In', values: [node] }] }];
  return {
    ...affinity,
    nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: tied } },
  };
}

/** Whether a pod is of the set's present template. */
export function isUpdated(pod: Typed<Pod>, set: Typed<DaemonSet>, hash: string): boolean {
  const { labels } = pod.metadata;
  const generation = set.metadata.annotations?.[GENERATION_ANNOTATION];
  return labels?.[REVISION_LABEL] === hash || (generation !== undefined && labels?.[GENERATION_LABEL] === generation);
}
