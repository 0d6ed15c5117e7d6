import { compareText } from '../../model/json.ts';
import type { Service } from '../../model/kinds/core-v1.ts';
import type { Typed } from '../kind.ts';
import { categorizeEndpoints, type CategorizedEndpoints, type ProxyNode, type Topology } from './categorize-endpoints.ts';
import { endpointText, type ServiceEndpoint } from './service-endpoints.ts';

/** Where traffic goes that arrives at some nodes, alike on each of them. */
export interface ServiceTraffic {
  readonly nodes: readonly string[];
  /** `address:port`; none, then it is dropped. */
  readonly endpoints: readonly string[];
  /** Why these are not all: a policy `Local`, or hints. */
  readonly limitedBy?: 'Local' | Topology;
  /** No endpoint is ready: these are on their way out but still answer. */
  readonly terminating?: true;
}

export type TrafficSide = 'internal' | 'external';

/** Whether traffic from outside the cluster can come in: the type or external addresses let it. */
export const isExternallyAccessible = ({ spec }: Typed<Service>): boolean =>
  spec?.type === 'LoadBalancer' || spec?.type === 'NodePort' || (spec?.externalIPs ?? []).length > 0;

/**
 * Which endpoints of a port get traffic, by the nodes that it arrives at: from pods to the cluster address (`internal`), or from outside to node ports,
 * external and load-balancer addresses. `families` holds the endpoints of each address family, for which kube-proxy decides on their own.
 */
export function serviceTraffic(
  service: Typed<Service>,
  families: readonly (readonly ServiceEndpoint[])[],
  nodes: readonly ProxyNode[],
  side: TrafficSide,
): ServiceTraffic[] {
  const isLocal = side === 'internal' ? isInternalPolicyLocal(service) : isExternalPolicyLocal(service);
  const groups = new Map<string, { nodes: string[]; traffic: Omit<ServiceTraffic, 'nodes'> }>();
  for (const node of nodes) {
    const traffic = trafficAt(
      families.map((endpoints) => categorizeEndpoints(endpoints, node)),
      isLocal,
    );
    const key = [traffic.limitedBy ?? '', ...traffic.endpoints].join(' ');
    const group = groups.get(key);
    if (group) group.nodes.push(node.name);
    else groups.set(key, { nodes: [node.name], traffic });
  }
  return [...groups.values()].map(({ nodes: names, traffic }) => ({ nodes: names.sort(compareText), ...traffic }));
}

function trafficAt(categorized: readonly CategorizedEndpoints[], isLocal: boolean): Omit<ServiceTraffic, 'nodes'> {
  const endpoints = categorized.flatMap(({ cluster, local }) => (isLocal ? local : cluster));
  const limitedBy = isLocal ? 'Local' : categorized.find(({ topology }) => topology)?.topology;
  return {
    endpoints: endpoints.map(endpointText),
    ...(limitedBy && { limitedBy }),
    ...(endpoints.length > 0 && endpoints.every(({ ready }) => !ready) && { terminating: true }),
  };
}

export const isInternalPolicyLocal = ({ spec }: Typed<Service>): boolean => spec?.internalTrafficPolicy === 'Local';

export const isExternalPolicyLocal = (service: Typed<Service>): boolean =>
  isExternallyAccessible(service) && service.spec?.externalTrafficPolicy === 'Local';
