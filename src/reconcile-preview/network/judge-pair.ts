import { splitAddresses } from './address-range.ts';
import { judgeFlow, type Flow, type FlowVerdict } from './judge-flow.ts';
import { isolatingPolicies, rulesOf, type Direction, type PoliciesByNamespace, type PolicyRule } from './network-policies.ts';
import type { Peer } from './peer.ts';
import { blocksOf, portsOfEntry } from './policy-match.ts';
import { splitPorts, type PortRange } from './port-range.ts';

/** Flows that policies treat alike, and what they say of them. */
export interface JudgedFlow extends Flow {
  readonly verdict: FlowVerdict;
}

/**
 * Judges all flows between two ends, ranges of addresses and ports cut where rules tell parts of them apart: `0.0.0.0/0` to a pod that lets in 10.0.0.0/8
 * on 80 gives three pieces of addresses, and of the ports on both sides of 80 and 80 itself.
 */
export function judgePair(from: Peer, to: Peer, ports: readonly PortRange[], policies: PoliciesByNamespace): JudgedFlow[] {
  const rules = [...rulesFor(from, 'egress', policies), ...rulesFor(to, 'ingress', policies)];
  const blocks = rules.flatMap(({ peers }) => peers.flatMap(blocksOf));
  const pieces = (peer: Peer): Peer[] => (peer.kind === 'addresses' ? splitAddresses(peer, blocks) : [peer]);
  const entries = rules.flatMap((rule) => rule.ports);
  return pieces(from).flatMap((source) =>
    pieces(to).flatMap((target) => {
      const edges = entries.flatMap((entry) => portsOfEntry(entry, target));
      const ranges = ports.flatMap((range) => splitPorts(range, edges));
      return ranges.map((range) => ({
        from: source,
        to: target,
        ports: range,
        verdict: judgeFlow({ from: source, to: target, ports: range }, policies),
      }));
    }),
  );
}

const rulesFor = (peer: Peer, direction: Direction, policies: PoliciesByNamespace): PolicyRule[] =>
  peer.kind === 'addresses' || peer.hostNetwork
    ? []
    : isolatingPolicies(policies, peer, direction).flatMap((policy) => rulesOf(policy, direction));
