import type { UserInfo } from '../admission/plugin.ts';
import type { KubernetesObject, ObjectKey } from '../cluster/object.ts';
import type { GroupVersionKind } from '../model/group-version-kind.ts';
import { invariant } from '../model/invariant.ts';
import type { Binding, Pod, PodCondition } from '../model/kinds/core-v1.ts';
import { oncePerObject } from '../model/once-per-object.ts';
import { conflict, notFoundStatus, type Status } from '../model/status.ts';
import type { Resource, SchemaRegistry } from '../schema/registry.ts';
import { isSince } from '../schema/release.ts';
import { mutate } from './admission-phase.ts';
import { failed, type MutableObject, type Outcome, type ServerContext, type Write } from './server-context.ts';
import { SCHEDULER } from './users.ts';
import { createWarningList } from './warning-list.ts';

const PODS = { group: '', resource: 'pods' };

/** A request about a pod. */
export function podWrite({ registry }: ServerContext, { namespace }: ObjectKey, user: UserInfo, dryRun = false): Write {
  return {
    resource: podResource(registry, undefined),
    strategy: undefined,
    subresource: '',
    namespace,
    dryRun,
    isValid: false,
    user,
    warnings: createWarningList(),
    auditAnnotations: new Map(),
    deniedBy: [],
    calls: [],
  };
}

/** Where requests about pods go, with the type of what they carry. */
const podResource = oncePerObject((registry: SchemaRegistry, type: string | undefined): Resource => {
  const resource = registry.resource({ group: '', version: 'v1', kind: 'Pod' });
  invariant(resource, 'every release serves pods');
  return type === undefined ? resource : { ...resource, type };
});

const BINDING: GroupVersionKind = { group: '', version: 'v1', kind: 'Binding' };

/** The request that binding a pod makes. */
export function bindingWrite(server: ServerContext, key: ObjectKey): Write {
  return {
    ...podWrite(server, key, SCHEDULER),
    resource: podResource(server.registry, 'k8s.io/api/core/v1.Binding'),
    carries: { gvk: BINDING, name: key.name },
    subresource: 'binding',
  };
}

/** POST of `pods/binding` by the scheduler. */
export function bindPod(server: ServerContext, write: Write, key: ObjectKey, nodeName: string): Outcome {
  if (!server.cluster.store.get(key)) return failed(notFoundStatus(PODS, key.name));
  const binding: MutableObject = {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name: key.name, namespace: key.namespace },
    target: { kind: 'Node', name: nodeName },
  };
  const denied = mutate(server, write, binding, undefined);
  return denied ? failed(denied) : assignPod(server, key, binding, false);
}

/** The pod of a binding gets its node and the condition that it is scheduled. */
export function assignPod(
  { cluster, registry }: ServerContext,
  key: ObjectKey,
  binding: Binding & MutableObject,
  dryRun: boolean,
): Outcome {
  const existing = cluster.store.get(key);
  if (!existing) return failed(notFoundStatus(PODS, key.name));
  const { labels, annotations, resourceVersion } = binding.metadata;
  if (resourceVersion && resourceVersion !== existing.metadata.resourceVersion) return failed(staleBinding(key, resourceVersion, existing));
  const pod: Pod = { ...existing, metadata: { ...existing.metadata } };
  const objection = objectionTo(pod, key.name);
  if (objection) return failed(objection);
  const status = { ...pod.status, conditions: scheduled(pod.status?.conditions ?? [], cluster.clock.timestamp()) };
  if (isSince(registry.release, '1.35')) delete status.nominatedNodeName;
  const metadata = {
    ...existing.metadata,
    ...(labels && { labels: { ...existing.metadata.labels, ...labels } }),
    ...(annotations && { annotations: { ...existing.metadata.annotations, ...annotations } }),
  };
  const bound: KubernetesObject = { ...existing, metadata, spec: { ...pod.spec, nodeName: binding.target?.name ?? '' }, status };
  return { code: 201, object: dryRun ? bound : cluster.store.put(bound) };
}

/** 409: the binding is meant for another state of the pod. */
function staleBinding({ namespace, name }: ObjectKey, wanted: string, { metadata }: KubernetesObject): Status {
  const precondition = `ResourceVersion in precondition: ${wanted}, ResourceVersion in object meta: ${metadata.resourceVersion ?? ''}`;
  const key = `StorageError: invalid object, Code: 4, Key: /pods/${namespace}/${name}, ResourceVersion: 0`;
  return conflict(PODS, name, `${key}, AdditionalErrorMsg: Precondition failed: ${precondition}`);
}

function objectionTo({ metadata, spec = {} }: Pod, name: string): Status | undefined {
  const refuse = (message: string): Status => conflict({ group: '', resource: 'pods/binding' }, name, message);
  if (metadata?.deletionTimestamp !== undefined) return refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  if (spec.nodeName) return refuse(`pod ${name} is already assigned to node "${spec.nodeName}"`);
  return spec.schedulingGates?.length ? refuse(`pod ${name} has non-empty .spec.schedulingGates`) : undefined;
}

/** Conditions with `PodScheduled` true; the moment is that of the change. */
function scheduled(conditions: readonly PodCondition[], now: string): PodCondition[] {
  const before = conditions.find(({ type }) => type === 'PodScheduled');
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'True',
    lastTransitionTime: before?.status === 'True' ? (before.lastTransitionTime ?? now) : now,
  };
  return before ? conditions.map((each) => (each === before ? condition : each)) : [...conditions, condition];
}
