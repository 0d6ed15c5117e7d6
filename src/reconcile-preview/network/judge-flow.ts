import type { NetworkPolicy } from '../../model/kinds/networking-v1.ts';
import type { Typed } from '../kind.ts';
import { isolatingPolicies, rulesOf, type Direction, type PoliciesByNamespace, type PolicyRule } from './network-policies.ts';
import type { Peer } from './peer.ts';
import { matchesPeer, portsOfEntry } from './policy-match.ts';
import type { PortRange } from './port-range.ts';

/** Connections from one end to ports of another; policies treat all of the ports alike. */
export interface Flow {
  readonly from: Peer;
  readonly to: Peer;
  readonly ports: PortRange;
}

export interface PolicyName {
  readonly namespace: string;
  readonly name: string;
}

/** `spec.<direction>[<rule>]` of a policy. */
export interface RuleName extends PolicyName {
  readonly direction: Direction;
  readonly rule: number;
}

/** What one end of a flow says. */
export interface SideVerdict {
  readonly allowed: boolean;
  /** `outside`: no policies hold there. `host network`: policies do not get hold of such pods. `open`: no policy isolates the pod. */
  readonly because: 'outside' | 'host network' | 'open' | 'rule' | 'no rule';
  /** The policies that isolate the pod. */
  readonly isolatedBy: readonly PolicyName[];
  /** The rules that let it through. */
  readonly allowedBy: readonly RuleName[];
  /** Rules that would, were it another end or another port. */
  readonly nearly: readonly (RuleName & { readonly other: 'peer' | 'port' })[];
}

export interface FlowVerdict {
  readonly allowed: boolean;
  /** Policies have no say: a pod always reaches itself, and a node the pods that run on it. */
  readonly exempt?: 'same pod' | 'same node';
  readonly egress: SideVerdict;
  readonly ingress: SideVerdict;
}

/** Whether network policies let a flow through, by the rules of the NetworkPolicy API: both the sender's egress and the receiver's ingress have to. */
export function judgeFlow(flow: Flow, policies: PoliciesByNamespace): FlowVerdict {
  const [egress, ingress] = [judgeSide(flow, 'egress', policies), judgeSide(flow, 'ingress', policies)];
  const exempt = exemptionOf(flow);
  return { allowed: exempt !== undefined || (egress.allowed && ingress.allowed), ...(exempt && { exempt }), egress, ingress };
}

function exemptionOf({ from, to }: Flow): FlowVerdict['exempt'] {
  if (from.kind === 'pod' && to.kind === 'pod' && from.namespace === to.namespace && from.name === to.name) return 'same pod';
  return (isNode(from) || isNode(to)) && from.node !== undefined && from.node === to.node ? 'same node' : undefined;
}

const isNode = (peer: Peer): boolean => peer.kind === 'addresses' || peer.hostNetwork;

const NOTHING = { isolatedBy: [], allowedBy: [], nearly: [] } as const;

function judgeSide(flow: Flow, direction: Direction, policies: PoliciesByNamespace): SideVerdict {
  const [subject, other] = direction === 'egress' ? [flow.from, flow.to] : [flow.to, flow.from];
  if (subject.kind === 'addresses') return { allowed: true, because: 'outside', ...NOTHING };
  if (subject.hostNetwork) return { allowed: true, because: 'host network', ...NOTHING };
  const isolating = isolatingPolicies(policies, subject, direction);
  if (isolating.length === 0) return { allowed: true, because: 'open', ...NOTHING };
  const judged = isolating
    .flatMap((policy) => rulesOf(policy, direction))
    .map((rule) => ({ name: ruleName(rule), peer: isForPeer(rule, other), port: isForPorts(rule, flow) }));
  const allowedBy = judged.filter(({ peer, port }) => peer && port).map(({ name }) => name);
  return {
    allowed: allowedBy.length > 0,
    because: allowedBy.length > 0 ? 'rule' : 'no rule',
    isolatedBy: isolating.map(policyName),
    allowedBy,
    nearly: judged
      .filter(({ peer, port }) => peer !== port)
      .map(({ name, peer }) => ({ ...name, other: peer ? ('port' as const) : ('peer' as const) })),
  };
}

const isForPeer = ({ peers, policy }: PolicyRule, other: Peer): boolean =>
  peers.length === 0 || peers.some((peer) => matchesPeer(peer, policy.metadata.namespace ?? '', other));

const isForPorts = ({ ports }: PolicyRule, { to, ports: asked }: Flow): boolean =>
  ports.length === 0 ||
  ports
    .flatMap((entry) => portsOfEntry(entry, to))
    .some(({ protocol, first, last }) => protocol === asked.protocol && first <= asked.first && asked.last <= last);

export const policyName = ({ metadata }: Typed<NetworkPolicy>): PolicyName => ({
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
});

const ruleName = ({ policy, direction, index }: PolicyRule): RuleName => ({ ...policyName(policy), direction, rule: index });
