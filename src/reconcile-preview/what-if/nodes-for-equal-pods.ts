import type { ReadView } from '../../cluster/store.ts';
import { stringify, type Json } from '../../model/json.ts';
import type { Pod } from '../../model/kinds/core-v1.ts';
import { DAEMON_SET, POD } from '../kinds.ts';
import { listObjects, type Typed } from '../kind.ts';
import { controllerOf } from '../controllers/ownership.ts';
import { matchesRequiredNodeAffinity } from '../scheduler/node-selector.ts';
import { allocatableResources, requestedResources, type Resource } from '../scheduler/resource.ts';
import { untoleratedTaint } from '../scheduler/taints.ts';
import { existingShapes, HOSTNAME, newNodeName, ZONE, zonesOf, type NodeShape } from './node-shape.ts';
import type { NodesNeeded } from './nodes-needed.ts';
import { isUnplaced } from './pod-moves.ts';

/**
 * The fewest nodes of an existing shape that take in all pods without a node, where these are alike and ask for nothing but resources: arithmetic then says
 * what copies of the cluster would show, however many pods there are. Undefined for other pods, and where no such node takes one.
 */
export function nodesForEqualPods(view: ReadView, isLost: (nodeName: string) => boolean): NodesNeeded | undefined {
  const pending = listObjects(view, POD).filter(isUnplaced);
  const [pod] = pending;
  if (!pod || new Set(pending.map(needsText)).size > 1 || !asksForResourcesOnly(pod)) return undefined;
  const zones = zonesOf(view, isLost);
  const answers = existingShapes(view, isLost).flatMap((shape): NodesNeeded[] => {
    const each = roomOn(shape, pod, zones, view);
    if (each === 0) return [];
    const { resources, like } = shape;
    const nodes = Math.ceil(pending.length / each);
    return [{ shape: { resources, ...(like !== undefined && { like }) }, nodes, pods: pending.length, left: [], bounded: false }];
  });
  return answers.sort((a, b) => a.nodes - b.nodes)[0];
}

/** Everything that nodes are chosen by. */
const needsText = ({ spec = {}, metadata }: Typed<Pod>): string => {
  const { containers = [], initContainers = [], nodeSelector, affinity, tolerations, overhead, resources } = spec;
  const requests = [...containers, ...initContainers].map((each) => [each.resources?.requests, each.restartPolicy, each.ports]);
  const parts = [requests, nodeSelector, affinity, tolerations, overhead, resources, spec.topologySpreadConstraints, spec.volumes?.length];
  return stringify([metadata.namespace, ...parts] as Json, { sorted: true });
};

function asksForResourcesOnly({ spec = {} }: Typed<Pod>): boolean {
  const { affinity: { podAffinity, podAntiAffinity } = {}, topologySpreadConstraints = [], volumes = [], containers = [] } = spec;
  return (
    !selectsZones(spec) &&
    !podAffinity &&
    !podAntiAffinity &&
    !topologySpreadConstraints.some(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule') &&
    !volumes.some(({ persistentVolumeClaim, ephemeral }) => persistentVolumeClaim ?? ephemeral) &&
    !spec.resourceClaims?.length &&
    !containers.some(({ ports = [] }) => ports.some(({ hostPort }) => hostPort))
  );
}

/** Whether only new nodes of some zones would do. */
const selectsZones = ({ nodeSelector = {}, affinity }: NonNullable<Pod['spec']>): boolean =>
  [ZONE, HOSTNAME].some((name) => name in nodeSelector) ||
  affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution !== undefined;

/** How many of such pods a new node of a shape has room for, beside the pods of DaemonSets that the node it is like has. */
function roomOn(shape: NodeShape, { spec = {}, ...pod }: Typed<Pod>, zones: readonly string[], view: ReadView): number {
  const [zone] = zones;
  const labels = { ...shape.labels, [HOSTNAME]: newNodeName(1), ...(zone !== undefined && { [ZONE]: zone }) };
  if (untoleratedTaint(shape.taints, spec.tolerations ?? [])) return 0;
  if (!matchesRequiredNodeAffinity(spec, { name: newNodeName(1), labels })) return 0;
  const daemons = listObjects(view, POD).filter(
    (each) => each.spec?.nodeName === shape.like && shape.like !== undefined && controllerOf(each)?.kind === DAEMON_SET.kind,
  );
  const free = daemons.map(requestedResources).reduce(minus, allocatableResources(shape.resources));
  const asked = requestedResources({ ...pod, spec });
  const rooms = [
    free.allowedPods - daemons.length,
    ...[
      [free.milliCpu, asked.milliCpu] as const,
      [free.memory, asked.memory] as const,
      [free.ephemeralStorage, asked.ephemeralStorage] as const,
      ...[...asked.scalars].map(([name, amount]) => [free.scalars.get(name) ?? 0, amount] as const),
    ].flatMap(([has, wants]) => (wants > 0 ? [Math.floor(has / wants)] : [])),
  ];
  return Math.max(0, Math.min(...rooms));
}

const minus = (from: Resource, { milliCpu, memory, ephemeralStorage, scalars }: Resource): Resource => ({
  ...from,
  milliCpu: from.milliCpu - milliCpu,
  memory: from.memory - memory,
  ephemeralStorage: from.ephemeralStorage - ephemeralStorage,
  scalars: new Map([...from.scalars].map(([name, amount]) => [name, amount - (scalars.get(name) ?? 0)])),
});
