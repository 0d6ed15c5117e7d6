import type { KubernetesObject, ObjectKey } from '../cluster/object.ts';
import { invariant } from '../model/invariant.ts';
import type { Pod, PodCondition } from '../model/kinds/core-v1.ts';
import { conflict, notFoundStatus, type Status } from '../model/status.ts';
import { isSince } from '../schema/release.ts';
import { mutate } from './admission-phase.ts';
import { failed, type MutableObject, type Outcome, type ServerContext, type Write } from './server-context.ts';
import { createWarningList } from './warning-list.ts';

const PODS = { group: '', resource: 'pods' };

/** The request that binding a pod makes. */
export function bindingWrite({ registry }: ServerContext, { namespace }: ObjectKey): Write {
  const resource = registry.resource({ group: '', version: 'v1', kind: 'Pod' });
  invariant(resource, 'every release serves pods');
  return {
    resource,
    strategy: undefined,
    namespace,
    dryRun: false,
    user: { username: 'system:kube-scheduler', groups: [] },
    warnings: createWarningList(),
    calls: [],
  };
}

/** POST of `pods/binding`: the pod gets its node and the condition that it is scheduled. */
export function bindPod(server: ServerContext, write: Write, key: ObjectKey, nodeName: string): Outcome {
  const { cluster, registry } = server;
  const existing = cluster.store.get(key);
  if (!existing) return failed(notFoundStatus(PODS, key.name));
  const binding: MutableObject = {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name: key.name, namespace: key.namespace },
    target: { kind: 'Node', name: nodeName },
  };
  const denied = mutate(server, write, binding, undefined, 'binding');
  if (denied) return failed(denied);
  const pod: Pod = { ...existing, metadata: { ...existing.metadata } };
  const objection = objectionTo(pod, key.name);
  if (objection) return failed(objection);
  const { labels } = binding.metadata;
  const status = { ...pod.status, conditions: scheduled(pod.status?.conditions ?? [], cluster.clock.timestamp()) };
  if (isSince(registry.release, '1.35')) delete status.nominatedNodeName;
  const metadata = labels ? { ...existing.metadata, labels: { ...existing.metadata.labels, ...labels } } : existing.metadata;
  const bound: KubernetesObject = { ...existing, metadata, spec: { ...pod.spec, nodeName }, status };
  return { code: 201, object: cluster.store.put(bound) };
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
