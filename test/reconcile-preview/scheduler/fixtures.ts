import { createStore } from '../../../src/cluster/create-store.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import type { Node, NodeSpec, Pod, PodSpec, PodStatus, Taint } from '../../../src/model/kinds/core-v1.ts';
import type { Typed } from '../../../src/reconcile-preview/kind.ts';
import type { CycleContext, Plugin } from '../../../src/reconcile-preview/scheduler/framework.ts';
import { isFilterPass } from '../../../src/reconcile-preview/scheduler/framework.ts';
import { podInfo, type PodInfo } from '../../../src/reconcile-preview/scheduler/pod-info.ts';
import { Snapshot } from '../../../src/reconcile-preview/scheduler/snapshot.ts';
import type { Release } from '../../../src/schema/release.ts';

interface NodeOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: Taint[];
  readonly spec?: NodeSpec;
  readonly allocatable?: Readonly<Record<string, string>>;
  readonly images?: Readonly<Record<string, number>>;
  readonly declaredFeatures?: string[];
}

/** A node of 4 CPU, 8 Gi and 110 pods that carries its name as host name. */
export const node = (name: string, { labels, taints, spec, allocatable, images, declaredFeatures }: NodeOptions = {}): Typed<Node> => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
  spec: { ...spec, ...(taints && { taints }) },
  status: {
    allocatable: { cpu: '4', memory: '8Gi', pods: '110', ...allocatable },
    ...(images && { images: Object.entries(images).map(([image, sizeBytes]) => ({ names: [image], sizeBytes })) }),
    ...(declaredFeatures && { declaredFeatures }),
  },
});

interface PodOptions {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly requests?: Readonly<Record<string, string>>;
  readonly node?: string;
  readonly spec?: PodSpec;
  readonly status?: PodStatus;
  readonly metadata?: Typed<Pod>['metadata'];
}

/** A pod with one container; on `node` when that is given. */
export const pod = (
  name: string,
  { namespace = 'default', labels = {}, requests, node: nodeName, spec, status, metadata }: PodOptions = {},
): Typed<Pod> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, uid: `uid-${name}`, labels: { ...labels }, ...metadata },
  spec: {
    containers: [{ name: 'main', image: 'example.com/app:1', ...(requests && { resources: { requests: { ...requests } } }) }],
    ...(nodeName !== undefined && { nodeName }),
    ...spec,
  },
  status: { ...status },
});

interface ClusterOptions {
  readonly pods?: readonly Typed<Pod>[];
  readonly objects?: readonly object[];
  readonly nominated?: Readonly<Record<string, readonly Typed<Pod>[]>>;
  readonly release?: Release;
}

/** What plugins see of a cluster. */
export function cluster(
  nodes: readonly Typed<Node>[],
  { pods = [], objects = [], nominated = {}, release = '1.37' }: ClusterOptions = {},
): CycleContext {
  const snapshot = new Snapshot();
  for (const item of nodes) snapshot.setNode(item);
  for (const item of pods) snapshot.setPod(podInfo(item));
  const store = createStore();
  for (const item of objects) store.put(item as KubernetesObject);
  return {
    release,
    now: 0,
    view: store,
    snapshot,
    nextNode: { index: 0 },
    nominatedPods: (nodeName) => (nominated[nodeName] ?? []).map((item) => podInfo(item)),
  };
}

/** What one plugin alone says of a pod on each node: `fits`, or the kind of the rejection and its reasons. A rejection of the pod as a whole stands for all nodes. */
export function filterAll(plugin: Plugin, incoming: Typed<Pod>, context: CycleContext): Record<string, string> | string {
  const info = podInfo(incoming);
  const outcome = plugin.preFilter?.(info, context) ?? 'skip';
  if (outcome === 'skip' && !plugin.filter) return 'skip';
  if (outcome !== 'skip' && !isFilterPass(outcome)) return textOf(outcome);
  return Object.fromEntries(
    context.snapshot.nodes.map((item) => {
      const verdict = plugin.filter ? plugin.filter(info, item, context) : outcome === 'skip' ? undefined : outcome.filter?.(item);
      return [item.name, verdict ? textOf(verdict) : 'fits'];
    }),
  );
}

const textOf = (verdict: { readonly kind: string; readonly reasons?: readonly string[]; readonly message?: string }): string =>
  [verdict.kind, ...(verdict.reasons ?? []), ...(verdict.message === undefined ? [] : [verdict.message])].join(': ');

/** Scores of one plugin for all nodes, brought to 0…100 where the plugin does so. */
export function scoreAll(plugin: Plugin, incoming: Typed<Pod>, context: CycleContext): Record<string, number> | string {
  const { nodes } = context.snapshot;
  const info = podInfo(incoming);
  const pass = plugin.preScore?.(info, nodes, context) ?? 'skip';
  if (pass === 'skip') return 'skip';
  const scores = nodes.map((item) => pass.score(item));
  pass.normalize?.(scores, nodes);
  return Object.fromEntries(nodes.map(({ name }, i) => [name, scores[i] ?? NaN]));
}

/** Whether a plugin wants a pod that it rejected to be tried again after an event. */
export const isRequeuedBy = (plugin: Plugin, rejected: Typed<Pod>, event: Parameters<Plugin['events'][number]['isRelevant']>[1]): boolean =>
  plugin.events.some(
    (interest) =>
      interest.resource === event.resource &&
      (interest.actions.includes(event.action) || (interest.actions.includes('Update') && event.action.startsWith('Update'))) &&
      interest.isRelevant(podInfo(rejected), event, undefined),
  );

export const info = (item: Typed<Pod>): PodInfo => podInfo(item);
