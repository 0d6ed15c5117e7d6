import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import { isObject } from '../../model/json.ts';
import { DAEMON_SET, DEPLOYMENT, POD, REPLICATION_CONTROLLER, REPLICA_SET, STATEFUL_SET } from '../kinds.ts';
import type { ObjectName } from '../network/finding.ts';

/** The groups of workloads whose pods are to run for ever, by kind. */
const GROUPS: ReadonlyMap<string, string> = new Map(
  [DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET, REPLICATION_CONTROLLER, POD].map(({ kind, group }) => [kind, group]),
);

/** Whether the pods of a workload are to run for ever. */
export const isLasting = ({ kind }: ObjectName): boolean => GROUPS.has(kind);

/** Such a workload by its name; undefined when it is gone. */
export function lastingWorkload({ kind, namespace, name }: ObjectName, view: Pick<ReadView, 'get'>): KubernetesObject | undefined {
  const group = GROUPS.get(kind);
  return group === undefined ? undefined : view.get({ group, kind, namespace, name });
}

/** How many pods it wants to run; none when it is gone. */
export function desiredPods(workload: KubernetesObject | undefined): number {
  if (!workload) return 0;
  if (workload.kind === 'Pod') return 1;
  return workload.kind === 'DaemonSet'
    ? numberAt(workload, 'status', 'desiredNumberScheduled', 0)
    : numberAt(workload, 'spec', 'replicas', 1);
}

/** A number in spec or status. */
export function numberAt(object: KubernetesObject, part: 'spec' | 'status', field: string, without: number): number {
  const fields = object[part];
  const value = isObject(fields) ? fields[field] : undefined;
  return typeof value === 'number' ? value : without;
}
