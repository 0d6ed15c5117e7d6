import type { ReadView } from '../../cluster/store.ts';
import { compareText, isObject } from '../../model/json.ts';
import type { Pod } from '../../model/kinds/core-v1.ts';
import type { KubernetesObject } from '../../cluster/object.ts';
import { isPodActive, isPodReady } from '../controllers/pod-state.ts';
import { asKind, listObjects, type Typed } from '../kind.ts';
import { POD } from '../kinds.ts';
import type { ObjectName } from '../network/finding.ts';
import type { TimelineEntry } from '../timeline.ts';
import { rootOf } from './pod-moves.ts';

/** How many pods of a workload are ready while something happens. */
export interface ReadyCount {
  readonly workload: ObjectName;
  /** How many pods it wants to have in the end. */
  readonly wanted: number;
  readonly before: number;
  readonly lowest: number;
  readonly after: number;
}

/** Workloads whose pods are to run for ever. */
const LASTING: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Pod']);

/** The ready pods of each lasting workload that had or has some, from `before` over `entries` to `after`. */
export function readyCounts(before: ReadView, entries: readonly TimelineEntry[], after: ReadView): ReadyCount[] {
  const counts = new Map<string, { readonly workload: ObjectName; readonly ready: Set<string>; before: number; lowest: number }>();
  const roots = new Map<string, ObjectName>();
  const note = (pod: Typed<Pod>, view: ReadView, isThere: boolean): void => {
    const uid = pod.metadata.uid ?? '';
    const workload = roots.get(uid) ?? rootOf(pod, view);
    roots.set(uid, workload);
    const key = [workload.namespace, workload.name, workload.kind].join('/');
    const count = counts.get(key) ?? { workload, ready: new Set<string>(), before: 0, lowest: 0 };
    counts.set(key, count);
    if (isThere && isPodActive(pod) && isPodReady(pod)) count.ready.add(uid);
    else count.ready.delete(uid);
    count.lowest = Math.min(count.lowest, count.ready.size);
  };
  for (const pod of listObjects(before, POD)) note(pod, before, true);
  for (const count of counts.values()) count.before = count.lowest = count.ready.size;
  for (const { type, object } of entries) {
    const pod = asKind(object, POD);
    if (pod) note(pod, after, type !== 'DELETED');
  }
  return [...counts]
    .filter(([, { workload }]) => LASTING.has(workload.kind))
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { workload, ready, before: first, lowest }]) => ({
      workload,
      wanted: wantedBy(workload, after),
      before: first,
      lowest,
      after: ready.size,
    }));
}

/** How many pods a workload wants; none when it is gone. */
function wantedBy({ kind, namespace, name }: ObjectName, view: ReadView): number {
  if (kind === 'Pod') return 1;
  const object = ['apps', ''].map((group) => view.get({ group, kind, namespace, name })).find((each) => each !== undefined);
  if (!object) return 0;
  return kind === 'DaemonSet' ? numberAt(object, 'status', 'desiredNumberScheduled', 0) : numberAt(object, 'spec', 'replicas', 1);
}

function numberAt(object: KubernetesObject, part: 'spec' | 'status', field: string, without: number): number {
  const fields = object[part];
  const value = isObject(fields) ? fields[field] : undefined;
  return typeof value === 'number' ? value : without;
}
