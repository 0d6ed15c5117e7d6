import type { ReachProblem } from './find-end.ts';
import { classesOf, dependsOnNode, type AskedPort, type Leg } from './leg.ts';
import type { Peer } from './peer.ts';
import { namedPorts } from './policy-match.ts';
import { allPorts, type PortRange } from './port-range.ts';
import type { ReachWorld } from './reach-world.ts';

/** The ways to pods or addresses themselves. */
export function podLegs(
  sources: readonly Peer[],
  to: { readonly text: string; readonly peers: readonly Peer[] },
  asked: AskedPort,
  world: ReachWorld,
): Leg[] | ReachProblem {
  const byNode = dependsOnNode([...sources, ...to.peers]);
  const ways = classesOf(to.peers, world, byNode).map((target) => ({ target, ports: portsOfPeer(target[0], asked) }));
  if (ways.every(({ ports }) => ports.length === 0)) return { problem: `${to.text} has no port named "${asked.port ?? ''}"` };
  return classesOf(sources, world, byNode).flatMap((source) => ways.map(({ target, ports }) => ({ from: source, to: target, ports })));
}

/** What was asked for, else what the containers declare, else every port. */
function portsOfPeer(peer: Peer, { port, protocol }: AskedPort): PortRange[] {
  if (typeof port === 'number') return [{ protocol: protocol ?? 'TCP', first: port, last: port }];
  const protocols = protocol === undefined ? ['TCP', 'UDP'] : [protocol];
  if (port !== undefined) {
    const named = protocol === undefined ? [...protocols, 'SCTP'] : protocols;
    return peer.kind === 'addresses' ? [] : named.flatMap((each) => namedPorts(peer, port, each));
  }
  const declared = declaredPorts(peer).filter((range) => protocol === undefined || range.protocol === protocol);
  return declared.length > 0 ? declared : protocols.map(allPorts);
}

const declaredPorts = (peer: Peer): PortRange[] =>
  peer.kind === 'addresses'
    ? []
    : peer.ports.flatMap(({ containerPort, protocol = 'TCP' }) =>
        containerPort === undefined ? [] : [{ protocol, first: containerPort, last: containerPort }],
      );
