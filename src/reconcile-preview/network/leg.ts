import type { Peer, PodPeer } from './peer.ts';
import type { PortRange } from './port-range.ts';
import type { ReachWorld } from './reach-world.ts';

/** One stretch of a way: from peers that are alike to a peer and its ports. `via` names the Service between them. */
export interface Leg {
  readonly from: readonly [Peer, ...Peer[]];
  readonly to: readonly [Peer, ...Peer[]];
  readonly ports: readonly PortRange[];
  readonly via?: string;
}

/** A way that ends before any policy is asked. */
export interface DeadLeg {
  readonly from: readonly [Peer, ...Peer[]];
  readonly via: string;
  readonly reason: string;
}

/** The port of a question; a name or number of the end that it is asked of. */
export interface AskedPort {
  readonly port?: number | string | undefined;
  readonly protocol?: string | undefined;
}

/** Peers in groups that policies treat alike. */
export function classesOf(peers: readonly Peer[], world: ReachWorld, byNode: boolean): [Peer, ...Peer[]][] {
  const pods = peers.filter((peer): peer is PodPeer => peer.kind === 'pod');
  const others = peers.filter(({ kind }) => kind === 'addresses').map((peer): [Peer] => [peer]);
  return [...world.classify(pods, byNode).map(({ pods: [first, ...more] }): [Peer, ...Peer[]] => [first, ...more]), ...others];
}

/** Whether it matters on which node a peer is. */
export const dependsOnNode = (peers: readonly Peer[]): boolean =>
  peers.some((peer) => (peer.kind === 'pod' ? peer.hostNetwork : peer.node !== undefined));
