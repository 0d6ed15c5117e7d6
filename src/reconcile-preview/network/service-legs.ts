import type { ReachProblem } from './find-end.ts';
import { parseAddresses } from './address-range.ts';
import { classesOf, type AskedPort, type DeadLeg, type Leg } from './leg.ts';
import type { Peer } from './peer.ts';
import { podLegs } from './pod-legs.ts';
import type { ReachWorld } from './reach-world.ts';
import { endpointText, type ServiceEndpoint } from './service-endpoints.ts';
import type { ServiceTraffic } from './service-traffic.ts';
import type { ServicePortView, ServiceView } from './service-view.ts';

/** The ways through a Service to the endpoints that kube-proxy would pick at the node of the client. Policies see the pods behind it, not the Service. */
export function serviceLegs(
  sources: readonly Peer[],
  service: ServiceView,
  asked: AskedPort,
  world: ReachWorld,
): (Leg | DeadLeg)[] | ReachProblem {
  const text = `Service ${service.namespace}/${service.name}`;
  if (service.type === 'ExternalName')
    return { problem: `${text} is another name for ${service.externalName ?? ''}: ask for its addresses` };
  const ports = service.ports.filter((port) => isAsked(port, asked));
  if (ports.length === 0 && service.headless && typeof asked.port === 'number') return headlessLegs(sources, service, asked, world);
  if (ports.length === 0) return unknownPort(text, service, asked);
  return classesOf(sources, world, true).flatMap((from) => ports.flatMap((port) => legsOfPort(from, service, port, world)));
}

const isAsked = ({ name, port, protocol }: ServicePortView, asked: AskedPort): boolean =>
  (asked.port === undefined || asked.port === (typeof asked.port === 'string' ? name : port)) &&
  (asked.protocol === undefined || asked.protocol === protocol);

function unknownPort(text: string, { ports }: ServiceView, { port, protocol }: AskedPort): ReachProblem {
  const has = ports.map(({ name, port: number, protocol: own }) => `${name === '' ? '' : `${name} `}${number}/${own}`).join(', ');
  return {
    problem: `${text} has no port ${port ?? ''}${protocol === undefined ? '' : `/${protocol}`}: it has ${has || 'none'}`,
    hint: 'name the workload, as in deployment/NAME:PORT, to ask for ports of its pods',
  };
}

/** Clients of a headless Service get the addresses of its pods, and may ask for any port of theirs. */
function headlessLegs(
  sources: readonly Peer[],
  service: ServiceView,
  asked: AskedPort,
  world: ReachWorld,
): (Leg | DeadLeg)[] | ReachProblem {
  const ready = service.ports.flatMap(({ endpoints }) => endpoints.filter((endpoint) => endpoint.ready));
  const peers = [
    ...new Map(ready.flatMap((endpoint) => peersOf(endpoint, service, world).map((peer) => [endpoint.address, peer]))).values(),
  ];
  const text = `Service ${service.namespace}/${service.name}`;
  if (peers.length === 0) return classesOf(sources, world, true).map((from) => ({ from, via: text, reason: 'It has no ready endpoints.' }));
  return podLegs(sources, { text, peers }, asked, world);
}

function legsOfPort(from: readonly [Peer, ...Peer[]], service: ServiceView, port: ServicePortView, world: ReachWorld): (Leg | DeadLeg)[] {
  const via = `Service ${service.namespace}/${service.name} port ${port.name === '' ? '' : `${port.name} `}${port.port}/${port.protocol}`;
  const [source] = from;
  const isOutside = source.kind === 'addresses' && source.node === undefined;
  if (isOutside && port.external.length === 0 && !service.headless) {
    return [{ from, via, reason: `A Service of type ${service.type} has no address outside of the cluster.` }];
  }
  const endpoints = endpointsFor(source.node, port, isOutside, service.headless);
  if (endpoints.length === 0) return [{ from, via, reason: whyNone(service, port) }];
  const byPort = new Map<number, Peer[]>();
  for (const endpoint of endpoints) byPort.set(endpoint.port, [...(byPort.get(endpoint.port) ?? []), ...peersOf(endpoint, service, world)]);
  return [...byPort].flatMap(([number, peers]) =>
    classesOf(peers, world, true).map((to): Leg => ({ from, to, via, ports: [{ protocol: port.protocol, first: number, last: number }] })),
  );
}

/** Of a client whose node is not known, those that some node would send it to. */
function endpointsFor(node: string | undefined, port: ServicePortView, isOutside: boolean, headless: boolean): ServiceEndpoint[] {
  if (headless) return port.endpoints.filter(({ ready }) => ready);
  const groups: readonly ServiceTraffic[] = isOutside ? port.external : port.internal;
  const chosen = node === undefined || isOutside ? groups : groups.filter(({ nodes }) => nodes.includes(node));
  const texts = new Set(chosen.flatMap(({ endpoints }) => endpoints));
  return port.endpoints.filter((endpoint) => texts.has(endpointText(endpoint)));
}

const whyNone = ({ proxyName }: ServiceView, { findings }: ServicePortView): string =>
  proxyName === undefined ? (findings[0]?.message ?? 'No endpoint gets its traffic.') : `It is left to the proxy "${proxyName}".`;

function peersOf({ pod, address }: ServiceEndpoint, { namespace }: ServiceView, { pods }: ReachWorld): Peer[] {
  const peer = (pod === undefined ? undefined : pods.get(`${namespace}/${pod}`)) ?? parseAddresses(address);
  return peer ? [peer] : [];
}
