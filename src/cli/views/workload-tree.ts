import { isObject, type JsonObject } from '../../model/json.ts';
import { at, listAt, textAt } from './object-fields.ts';

/** A workload with what it owns. */
export interface WorkloadTree {
  readonly object: JsonObject;
  /** Whether its status is worth showing: of many workloads, of those only that are not as they should be. */
  readonly isDetailed: boolean;
  readonly children: readonly WorkloadTree[];
}

export const WORKLOADS = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'Pod',
]);

/** Workloads that nobody owns, each with what it owns below it. */
export function workloadTrees(objects: readonly JsonObject[]): WorkloadTree[] {
  const workloads = objects.filter(({ kind }) => WORKLOADS.has(String(kind)));
  const uids = new Set(workloads.map(uidOf));
  const byOwner = new Map<string, JsonObject[]>();
  for (const object of workloads) {
    const owner = ownerOf(object);
    const known = byOwner.get(owner);
    if (known) known.push(object);
    else byOwner.set(owner, [object]);
  }
  const few = workloads.length <= MOST_DETAILED;
  const treeOf = (object: JsonObject): WorkloadTree => ({
    object,
    isDetailed: few || isUnwell(object),
    children: uidOf(object) === '' ? [] : (byOwner.get(uidOf(object)) ?? []).map(treeOf),
  });
  return workloads.filter((object) => !uids.has(ownerOf(object)) || ownerOf(object) === '').map(treeOf);
}

/** Up to so many workloads are shown with their statuses. */
const MOST_DETAILED = 4;

function isUnwell(object: JsonObject): boolean {
  const conditions = (listAt(object, 'status', 'conditions') ?? []).filter(isObject);
  const phase = textAt(object, 'status', 'phase');
  return (
    phase !== 'Succeeded' &&
    conditions.some(({ type, status }) => status === 'False' && ['Available', 'PodScheduled', 'Ready'].includes(String(type)))
  );
}

const uidOf = (object: JsonObject): string => textAt(object, 'metadata', 'uid');

function ownerOf(object: JsonObject): string {
  const owners = at(object, 'metadata', 'ownerReferences');
  const owner = Array.isArray(owners) ? owners.filter(isObject).find((each) => each.controller === true) : undefined;
  return owner ? String(owner.uid ?? '') : '';
}
