import type { KubernetesObject } from '../cluster/object.ts';
import type { ReadView } from '../cluster/store.ts';
import type { Pod } from '../model/kinds/core-v1.ts';
import { controllerOf } from './controllers/ownership.ts';
import { isPodReady, podCondition } from './controllers/pod-state.ts';
import { getObject, listObjects, type Typed } from './kind.ts';
import { DEPLOYMENT, POD, REPLICA_SET } from './kinds.ts';
import type { Timeline } from './timeline.ts';

/** Something that does not end as it should. */
export interface PreviewProblem {
  readonly severity: 'error' | 'warning';
  readonly object: KubernetesObject;
  /** Upstream's word for it: `FailedScheduling`, `ProgressDeadlineExceeded`. */
  readonly reason: string;
  readonly message: string;
}

/** What is not well in a cluster that rests: pods without a node, pods that do not become ready, rollouts that do not end, and what events warn of. */
export function findProblems(view: ReadView, { events }: Timeline): PreviewProblem[] {
  const problems = [...listObjects(view, POD).flatMap(podProblem), ...listObjects(view, DEPLOYMENT).flatMap(deploymentProblems)];
  const told = new Set(problems.map(({ reason, object }) => `${reason} ${object.metadata.uid ?? ''}`));
  for (const { type, reason, message, regarding } of events) {
    const key = `${reason} ${regarding.metadata.uid ?? ''}`;
    const { group, kind } = { group: groupOf(regarding), kind: regarding.kind };
    const { namespace = '', name = '' } = regarding.metadata;
    const lives = view.get({ group, kind, namespace, name })?.metadata.uid === regarding.metadata.uid;
    if (type !== 'Warning' || reason === 'FailedScheduling' || told.has(key) || !lives) continue;
    told.add(key);
    problems.push({ severity: 'warning', object: regarding, reason, message });
  }
  return [...mergeSiblings(problems, view)];
}

const groupOf = ({ apiVersion }: KubernetesObject): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';

function podProblem(pod: Typed<Pod>): PreviewProblem[] {
  const { phase } = pod.status ?? {};
  if (phase === 'Succeeded' || pod.metadata.deletionTimestamp) return [];
  if (phase === 'Failed')
    return [{ severity: 'error', object: pod, reason: pod.status?.reason || 'Failed', message: pod.status?.message || 'The pod fails.' }];
  const unscheduled = podCondition(pod, 'PodScheduled');
  if (unscheduled?.status === 'False') {
    return [{ severity: 'error', object: pod, reason: 'FailedScheduling', message: unscheduled.message ?? '' }];
  }
  if (isPodReady(pod)) return [];
  const waiting = (pod.status?.containerStatuses ?? []).flatMap(({ state }) => state?.waiting ?? [])[0];
  const unready = podCondition(pod, 'Ready');
  const reason = waiting?.reason ?? unready?.reason ?? 'NotReady';
  return [{ severity: 'error', object: pod, reason, message: waiting?.message ?? unready?.message ?? 'The pod does not become ready.' }];
}

function deploymentProblems(
  deployment: Typed<{ status?: { conditions?: { type?: string; status?: string; reason?: string; message?: string }[] } }>,
): PreviewProblem[] {
  return (deployment.status?.conditions ?? [])
    .filter(({ type, status }) => (type === 'Progressing' && status === 'False') || (type === 'ReplicaFailure' && status === 'True'))
    .map(({ reason = '', message = '' }) => ({ severity: 'error', object: deployment, reason, message }));
}

/** Pods of one workload that have the same problem are told once, about the workload. */
function mergeSiblings(problems: readonly PreviewProblem[], view: ReadView): PreviewProblem[] {
  const merged = new Map<string, { readonly first: PreviewProblem; count: number }>();
  for (const problem of problems) {
    const object = problem.object.kind === 'Pod' ? workloadOf(problem.object, view) : problem.object;
    const key = `${object.metadata.uid ?? ''} ${problem.reason} ${problem.message}`;
    const known = merged.get(key);
    if (known) known.count += 1;
    else merged.set(key, { first: { ...problem, object }, count: 1 });
  }
  return [...merged.values()].map(({ first, count }) => (count > 1 ? { ...first, message: `${count} pods: ${first.message}` } : first));
}

/** The Deployment, or else the nearest controller, that a pod belongs to. */
function workloadOf(pod: KubernetesObject, view: ReadView): KubernetesObject {
  const namespace = pod.metadata.namespace ?? '';
  const owner = controllerOf(pod);
  if (!owner) return pod;
  const set = owner.kind === 'ReplicaSet' ? getObject(view, REPLICA_SET, namespace, owner.name ?? '') : undefined;
  const parent = set && controllerOf(set);
  const deployment = parent?.kind === 'Deployment' ? getObject(view, DEPLOYMENT, namespace, parent.name ?? '') : undefined;
  const group = owner.apiVersion?.includes('/') ? owner.apiVersion.slice(0, owner.apiVersion.indexOf('/')) : '';
  return deployment ?? set ?? view.get({ group, kind: owner.kind ?? '', namespace, name: owner.name ?? '' }) ?? pod;
}
