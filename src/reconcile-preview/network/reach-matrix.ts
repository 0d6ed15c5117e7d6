import { parseAddresses } from './address-range.ts';
import { isReachProblem, OUTSIDE, type ReachEnd } from './find-end.ts';
import { objectText } from './finding.ts';
import type { PolicyName } from './judge-flow.ts';
import type { Peer } from './peer.ts';
import { podLegs } from './pod-legs.ts';
import { joinPorts, type PortRange } from './port-range.ts';
import { reachRows, type ReachRow } from './reach-rows.ts';
import type { ReachWorld } from './reach-world.ts';

/** Whether one workload reaches another. */
export interface MatrixCell {
  readonly from: string;
  readonly to: string;
  readonly verdict: 'allowed' | 'partly' | 'denied';
  /** Ports that some flow reaches, of those that the other end declares. */
  readonly allowed: readonly PortRange[];
  readonly denied: readonly PortRange[];
  /** Policies that isolate and let nothing of what is denied through. */
  readonly deniedBy: readonly PolicyName[];
}

export interface ReachMatrix {
  /** Workloads as `Deployment shop/web`, and `outside`: any IPv4 address. */
  readonly ends: readonly string[];
  /** All pairs but that of `outside` with itself, by `from`, then `to`. */
  readonly cells: readonly MatrixCell[];
}

/** Who reaches whom among all workloads, by network policies; on the ports that containers declare, or on any where they declare none. */
export function reachMatrix(world: ReachWorld): ReachMatrix {
  const outside = parseAddresses('0.0.0.0/0');
  const ends: PodsOrAddresses[] = [
    ...world.workloads.map(({ workload, pods, exist }) => ({ kind: 'pods' as const, text: objectText(workload), pods, exist })),
    ...(outside ? [{ kind: 'addresses' as const, text: OUTSIDE, addresses: outside }] : []),
  ];
  return {
    ends: ends.map(({ text }) => text),
    cells: ends.flatMap((from) =>
      ends.flatMap((to) => (from.kind === 'addresses' && to.kind === 'addresses' ? [] : [cellOf(from, to, world)])),
    ),
  };
}

type PodsOrAddresses = Exclude<ReachEnd, { readonly kind: 'service' }>;

const peersOf = (end: PodsOrAddresses): readonly Peer[] => (end.kind === 'pods' ? end.pods : [end.addresses]);

function cellOf(from: PodsOrAddresses, to: PodsOrAddresses, world: ReachWorld): MatrixCell {
  const legs = podLegs(peersOf(from), { text: to.text, peers: peersOf(to) }, {}, world);
  const rows = isReachProblem(legs) ? [] : reachRows(legs, world.policies);
  const [allowed, denied] = [rows.filter((row) => row.allowed), rows.filter((row) => !row.allowed)];
  return {
    from: from.text,
    to: to.text,
    verdict: denied.length === 0 ? 'allowed' : allowed.length === 0 ? 'denied' : 'partly',
    allowed: joinPorts(allowed.flatMap(({ ports }) => ports)),
    denied: joinPorts(denied.flatMap(({ ports }) => ports)),
    deniedBy: uniqueNames(denied.flatMap(denyingPolicies)),
  };
}

/** The policies of the sides that refuse. */
const denyingPolicies = ({ verdict }: ReachRow): readonly PolicyName[] =>
  verdict ? [verdict.egress, verdict.ingress].flatMap(({ allowed, isolatedBy }) => (allowed ? [] : isolatedBy)) : [];

const uniqueNames = (names: readonly PolicyName[]): PolicyName[] => [
  ...new Map(names.map((each): [string, PolicyName] => [`${each.namespace}/${each.name}`, each])).values(),
];
