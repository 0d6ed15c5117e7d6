import type { ReadView } from '../../../cluster/store.ts';
import { scaledValue } from '../../../model/int-or-string.ts';
import { isObject } from '../../../model/json.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { PodDisruptionBudget } from '../../../model/kinds/policy-v1.ts';
import { parseApiVersion } from '../../../model/group-version-kind.ts';
import { getObject, type Typed } from '../../kind.ts';
import { DEPLOYMENT, REPLICA_SET } from '../../kinds.ts';
import { controllerOf } from '../ownership.ts';

export interface Expected {
  /** How many pods there should be. */
  readonly pods: number;
  /** How many of them have to be healthy. */
  readonly healthy: number;
  /** Pods without a controller, where the budget depends on how many pods controllers want. */
  readonly unmanaged: readonly string[];
}

/** What a budget asks of its pods; text where that cannot be told. Percentages and `maxUnavailable` are of what the pods' controllers want. */
export function expectedOf({ spec }: Typed<PodDisruptionBudget>, pods: readonly Typed<Pod>[], view: ReadView): Expected | string {
  const { maxUnavailable, minAvailable } = spec ?? {};
  if (maxUnavailable === undefined && typeof minAvailable !== 'string')
    return { pods: minAvailable === undefined ? 0 : pods.length, healthy: minAvailable ?? 0, unmanaged: [] };
  const scale = scaleOf(pods, view);
  if (typeof scale === 'string') return scale;
  const { count, unmanaged } = scale;
  const healthy =
    maxUnavailable === undefined
      ? (scaledValue(minAvailable ?? 0, count, 'up') ?? 0)
      : Math.max(0, count - (scaledValue(maxUnavailable, count, 'up') ?? 0));
  return { pods: count, healthy, unmanaged };
}

function scaleOf(pods: readonly Typed<Pod>[], view: ReadView): { readonly count: number; readonly unmanaged: readonly string[] } | string {
  const replicas = new Map<string, number>();
  const unmanaged: string[] = [];
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (!owner) {
      unmanaged.push(pod.metadata.name ?? '');
      continue;
    }
    const namespace = pod.metadata.namespace ?? '';
    const set = owner.kind === 'ReplicaSet' ? getObject(view, REPLICA_SET, namespace, owner.name ?? '') : undefined;
    const parent = set && controllerOf(set);
    const deployment = parent?.kind === 'Deployment' ? getObject(view, DEPLOYMENT, namespace, parent.name ?? '') : undefined;
    const group = parseApiVersion(owner.apiVersion ?? '')?.group ?? '';
    const controller = deployment ?? set ?? view.get({ group, kind: owner.kind ?? '', namespace, name: owner.name ?? '' });
    if (!controller) return `found no controllers for pod "${pod.metadata.name ?? ''}"`;
    if (!SCALABLE.has(controller.kind)) return `${PLURALS[controller.kind] ?? controller.kind} does not implement the scale subresource`;
    const size = isObject(controller.spec) ? controller.spec.replicas : undefined;
    replicas.set(controller.metadata.uid ?? '', typeof size === 'number' ? size : 1);
  }
  return { count: [...replicas.values()].reduce((sum, size) => sum + size, 0), unmanaged };
}

const SCALABLE: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);
const PLURALS: Readonly<Record<string, string>> = { DaemonSet: 'daemonsets.apps', Job: 'jobs.batch' };
