import type { ReadView } from '../../cluster/store.ts';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../model/kinds/networking-v1.ts';
import { matchesLabelSelector } from '../../model/label-selector.ts';
import { listObjects, type Typed } from '../kind.ts';
import { NETWORK_POLICY } from '../kinds.ts';
import type { PodPeer } from './peer.ts';

export type Direction = 'ingress' | 'egress';

/** One rule of a policy in one direction. Without `peers` anybody is meant, without `ports` any port. */
export interface PolicyRule {
  readonly policy: Typed<NetworkPolicy>;
  readonly direction: Direction;
  readonly index: number;
  readonly peers: readonly NetworkPolicyPeer[];
  readonly ports: readonly NetworkPolicyPort[];
}

export type PoliciesByNamespace = ReadonlyMap<string, readonly Typed<NetworkPolicy>[]>;

export function policiesByNamespace(view: ReadView): PoliciesByNamespace {
  const found = new Map<string, Typed<NetworkPolicy>[]>();
  for (const policy of listObjects(view, NETWORK_POLICY)) {
    const namespace = policy.metadata.namespace ?? '';
    found.set(namespace, [...(found.get(namespace) ?? []), policy]);
  }
  return found;
}

/** The policies that isolate a pod in a direction: from then on only what some rule of one of them names is let through. */
export const isolatingPolicies = (policies: PoliciesByNamespace, pod: PodPeer, direction: Direction): Typed<NetworkPolicy>[] =>
  (policies.get(pod.namespace) ?? []).filter(
    (policy) => isAbout(policy, direction) && matchesLabelSelector(policy.spec?.podSelector ?? {}, pod.labels),
  );

/** Whether a policy isolates in a direction. Without `policyTypes` it does for ingress, and for egress when it has such rules. */
export function isAbout({ spec = {} }: Typed<NetworkPolicy>, direction: Direction): boolean {
  const types = spec.policyTypes ?? [];
  if (types.length > 0) return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
  return direction === 'ingress' || (spec.egress ?? []).length > 0;
}

export function rulesOf(policy: Typed<NetworkPolicy>, direction: Direction): PolicyRule[] {
  const { ingress = [], egress = [] } = policy.spec ?? {};
  return direction === 'ingress'
    ? ingress.map(({ from = [], ports = [] }, index) => ({ policy, direction, index, peers: from, ports }))
    : egress.map(({ to = [], ports = [] }, index) => ({ policy, direction, index, peers: to, ports }));
}
