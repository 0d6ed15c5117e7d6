import type { ReadView } from '../../../cluster/store.ts';
import { compareText, stringify } from '../../../model/json.ts';
import type { Pod, Service } from '../../../model/kinds/core-v1.ts';
import type { Endpoint, EndpointPort } from '../../../model/kinds/discovery-v1.ts';
import { getObject, type Typed } from '../../kind.ts';
import { NODE } from '../../kinds.ts';
import type { WorkContext } from '../../controller.ts';
import { isPodReady } from '../pod-state.ts';
import { inUpstreamOrder } from './port-order.ts';
import { wantsTopologyHints } from './topology-hints.ts';
import { ZONE } from './zone-shares.ts';
import { addressesOf, endpointPods, findPort, ownHostname } from '../service-pods.ts';

/** Endpoints whose pods answer on the same ports: named target ports may mean other numbers in other pods. */
export interface EndpointGroup {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** What the slices of a Service should list in one address family, by port key; and a node that a pod names but that is not there. */
export function desiredEndpoints(
  service: Typed<Service>,
  family: 'IPv4' | 'IPv6',
  view: ReadView,
  context: WorkContext,
): { readonly groups: ReadonlyMap<string, EndpointGroup>; readonly missingNode: string | undefined } {
  const { registry } = context;
  const groups = new Map<string, { ports: readonly EndpointPort[]; endpoints: Endpoint[] }>();
  let missingNode: string | undefined;
  for (const pod of endpointPods(view, service, true)) {
    const ports = inUpstreamOrder(portsOf(service, pod), registry);
    const key = portKey(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    groups.set(key, group);
    const nodeName = pod.spec?.nodeName ?? '';
    const node = getObject(view, NODE, '', nodeName);
    if (!node && !service.spec?.publishNotReadyAddresses) {
      missingNode = nodeName;
      continue;
    }
    const endpoint = endpointOf(pod, service, family, node?.metadata.labels?.[ZONE]);
    if ((endpoint.addresses ?? []).length > 0) group.endpoints.push(endpoint);
  }
  return { groups, missingNode };
}

/** The same for equal ports in any order. */
export const portKey = (ports: readonly EndpointPort[] | undefined): string =>
  stringify((ports ?? []).map((port) => stringify(port, { sorted: true })).sort(compareText));

function portsOf({ spec }: Typed<Service>, pod: Typed<Pod>): EndpointPort[] {
  return (spec?.ports ?? []).flatMap((servicePort) => {
    const port = findPort(pod, servicePort);
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    return port === undefined ? [] : [{ name, port, protocol, ...(appProtocol !== undefined && { appProtocol }) }];
  });
}

function endpointOf(pod: Typed<Pod>, service: Typed<Service>, family: 'IPv4' | 'IPv6', zone: string | undefined): Endpoint {
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = service.spec?.publishNotReadyAddresses === true || (serving && !terminating);
  const hostname = ownHostname(pod, service);
  const { name = '', namespace = '', uid = '' } = pod.metadata;
  const endpoint: Endpoint = {
    addresses: addressesOf(pod, family),
    conditions: { ready, serving, terminating },
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(pod.spec?.nodeName && { nodeName: pod.spec.nodeName }),
    ...(zone && { zone }),
    ...(hostname !== undefined && { hostname }),
  };
  const hints = ready ? hintsOf(endpoint, service) : undefined;
  return hints ? { ...endpoint, hints } : endpoint;
}

/** Where traffic should rather come from, by `spec.trafficDistribution`; the topology annotation takes precedence and turns it off. */
function hintsOf({ zone, nodeName }: Endpoint, service: Typed<Service>): Endpoint['hints'] {
  const wanted = service.spec?.trafficDistribution;
  if (wantsTopologyHints(service) || (wanted !== 'PreferClose' && wanted !== 'PreferSameZone' && wanted !== 'PreferSameNode'))
    return undefined;
  const forNode = wanted === 'PreferSameNode' && nodeName !== undefined;
  if (zone === undefined && !forNode) return undefined;
  return { ...(zone !== undefined && { forZones: [{ name: zone }] }), ...(forNode && { forNodes: [{ name: nodeName }] }) };
}
