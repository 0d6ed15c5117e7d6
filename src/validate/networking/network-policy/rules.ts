import { child, fieldPath, index, type FieldPath } from '../../../model/field-path.ts';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../../model/kinds/networking-v1.ts';

/** A rule of either direction. */
export interface PlacedRule {
  readonly rule: { ports?: NetworkPolicyPort[] };
  readonly peers: readonly NetworkPolicyPeer[];
  readonly at: FieldPath;
  readonly peersAt: FieldPath;
}

/** All rules of a policy, what comes in first. */
export function rulesOf({ spec = {} }: NetworkPolicy): PlacedRule[] {
  const [ingress, egress] = [fieldPath('spec', 'ingress'), fieldPath('spec', 'egress')];
  return [
    ...(spec.ingress ?? []).map((rule, i) => placed(rule, rule.from, index(ingress, i), 'from')),
    ...(spec.egress ?? []).map((rule, i) => placed(rule, rule.to, index(egress, i), 'to')),
  ];
}

const placed = (rule: PlacedRule['rule'], peers: readonly NetworkPolicyPeer[] = [], at: FieldPath, direction: string): PlacedRule => ({
  rule,
  peers,
  at,
  peersAt: child(at, direction),
});

/** All peers of a policy's rules. */
export const peersOf = (policy: NetworkPolicy): { peer: NetworkPolicyPeer; at: FieldPath }[] =>
  rulesOf(policy).flatMap(({ peers, peersAt }) => peers.map((peer, i) => ({ peer, at: index(peersAt, i) })));
