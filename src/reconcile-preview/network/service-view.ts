import type { ReadView } from '../../cluster/store.ts';
import { compareText } from '../../model/json.ts';
import type { Node, Service, ServicePort } from '../../model/kinds/core-v1.ts';
import type { EndpointSlice } from '../../model/kinds/discovery-v1.ts';
import { familiesOf, isHeadless } from '../controllers/service-pods.ts';
import { listObjects, type Typed } from '../kind.ts';
import { NODE, SERVICE } from '../kinds.ts';
import type { ProxyNode } from './categorize-endpoints.ts';
import { objectName, type NetworkFinding } from './finding.ts';
import { explainMissingEndpoints, portText } from './missing-endpoints.ts';
import { endpointsOfPort, isProxied, slicesByService, type ServiceEndpoint } from './service-endpoints.ts';
import {
  isExternallyAccessible,
  isExternalPolicyLocal,
  isInternalPolicyLocal,
  serviceTraffic,
  type ServiceTraffic,
  type TrafficSide,
} from './service-traffic.ts';

const ZONE = 'topology.kubernetes.io/zone';
/** Services with this label are left to another proxy. */
const PROXY_NAME = 'service.kubernetes.io/service-proxy-name';
const DEFAULT_AFFINITY_SECONDS = 10_800;

export interface ServicePortView {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  /** Number or name of the pods' port. */
  readonly targetPort: number | string;
  readonly nodePort?: number;
  readonly appProtocol?: string;
  readonly endpoints: readonly ServiceEndpoint[];
  /** Where traffic to the cluster address goes, by the node of the client. Empty where no proxy stands between: headless Services, external names. */
  readonly internal: readonly ServiceTraffic[];
  /** Where traffic from outside goes, by the node it comes in at. */
  readonly external: readonly ServiceTraffic[];
  readonly findings: readonly NetworkFinding[];
}

/** A Service as kube-proxy sees it. */
export interface ServiceView {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly headless: boolean;
  readonly clusterIPs: readonly string[];
  readonly externalIPs: readonly string[];
  /** Addresses or host names of a load balancer; empty while there is none yet. Absent for other types. */
  readonly loadBalancer?: { readonly addresses: readonly string[]; readonly sourceRanges: readonly string[] };
  readonly externalName?: string;
  readonly selector?: Readonly<Record<string, string>>;
  readonly internalTrafficPolicy: 'Cluster' | 'Local';
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  readonly trafficDistribution?: string;
  /** Clients stay with one endpoint for so many seconds. */
  readonly affinitySeconds?: number;
  /** Where load balancers ask whether a node has endpoints of its own, and the nodes that say yes. */
  readonly healthCheck?: { readonly port: number; readonly nodes: readonly string[] };
  /** Another proxy serves it. */
  readonly proxyName?: string;
  readonly ports: readonly ServicePortView[];
  readonly findings: readonly NetworkFinding[];
}

/** All Services with what is behind their ports, ordered by namespace and name. */
export function serviceViews(view: ReadView): ServiceView[] {
  const slices = slicesByService(view);
  const nodes = listObjects(view, NODE).map(proxyNode);
  return listObjects(view, SERVICE).map((service) => {
    const { namespace = '', name = '' } = service.metadata;
    return serviceView(service, slices.get(`${namespace}/${name}`) ?? [], nodes, view);
  });
}

function serviceView(
  service: Typed<Service>,
  slices: readonly Typed<EndpointSlice>[],
  nodes: readonly ProxyNode[],
  view: ReadView,
): ServiceView {
  const { metadata, spec = {} } = service;
  const type = spec.type ?? 'ClusterIP';
  const isExternalName = type === 'ExternalName';
  const headless = !isExternalName && isHeadless(service);
  const proxyName = metadata.labels?.[PROXY_NAME];
  const seen = isExternalName ? [] : slices.filter((slice) => headless || isProxied(slice));
  const isProxiedService = !isExternalName && !headless && proxyName === undefined;
  const ports = (isExternalName ? [] : (spec.ports ?? [])).map((port) =>
    portView(service, port, seen, isProxiedService ? nodes : [], view),
  );
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    type,
    headless,
    clusterIPs: headless || isExternalName ? [] : (spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : [])),
    externalIPs: spec.externalIPs ?? [],
    ...(type === 'LoadBalancer' && { loadBalancer: loadBalancerOf(service) }),
    ...(isExternalName && { externalName: spec.externalName ?? '' }),
    ...(spec.selector && { selector: spec.selector }),
    internalTrafficPolicy: isInternalPolicyLocal(service) ? 'Local' : 'Cluster',
    ...(isExternallyAccessible(service) && { externalTrafficPolicy: isExternalPolicyLocal(service) ? 'Local' : 'Cluster' }),
    ...(spec.trafficDistribution && { trafficDistribution: spec.trafficDistribution }),
    ...(spec.sessionAffinity === 'ClientIP' && {
      affinitySeconds: spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS,
    }),
    ...healthCheckOf(service, ports),
    ...(proxyName !== undefined && { proxyName }),
    ports,
    findings: ports.flatMap((port) => port.findings),
  };
}

const proxyNode = ({ metadata }: Typed<Node>): ProxyNode => {
  const zone = metadata.labels?.[ZONE];
  return { name: metadata.name ?? '', ...(zone !== undefined && { zone }) };
};

/** What answers for the API server is no pod of the cluster. */
const isApiServer = ({ metadata }: Typed<Service>): boolean => metadata.namespace === 'default' && metadata.name === 'kubernetes';

function portView(
  service: Typed<Service>,
  port: ServicePort,
  slices: readonly Typed<EndpointSlice>[],
  nodes: readonly ProxyNode[],
  view: ReadView,
): ServicePortView {
  const families = familiesOf(service).map((family) => endpointsOfPort(slices, port, family));
  const endpoints = families.flat();
  const internal = serviceTraffic(service, families, nodes, 'internal');
  const external = isExternallyAccessible(service) ? serviceTraffic(service, families, nodes, 'external') : [];
  const answers = endpoints.some(({ ready, serving, terminating }) => ready || (serving && terminating));
  return {
    name: port.name ?? '',
    port: port.port ?? 0,
    protocol: port.protocol ?? 'TCP',
    targetPort: port.targetPort ?? port.port ?? 0,
    ...(port.nodePort && { nodePort: port.nodePort }),
    ...(port.appProtocol !== undefined && { appProtocol: port.appProtocol }),
    endpoints,
    internal,
    external,
    findings: answers
      ? [...droppedAt(service, port, 'internal', internal), ...droppedAt(service, port, 'external', external)]
      : isApiServer(service)
        ? []
        : [explainMissingEndpoints(service, port, view, { hasSlices: slices.length > 0 })],
  };
}

function loadBalancerOf({ spec, status }: Typed<Service>): ServiceView['loadBalancer'] {
  const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '').filter((each) => each !== '');
  return { addresses, sourceRanges: spec?.loadBalancerSourceRanges ?? [] };
}

/** kube-proxy answers health checks of load balancers by how many ready endpoints its own node has. */
function healthCheckOf(service: Typed<Service>, ports: readonly ServicePortView[]): Pick<ServiceView, 'healthCheck'> {
  const port = service.spec?.healthCheckNodePort;
  if (service.spec?.type !== 'LoadBalancer' || !isExternalPolicyLocal(service) || !port) return {};
  const nodes = ports.flatMap(({ endpoints }) => endpoints.flatMap(({ ready, node }) => (ready && node !== undefined ? [node] : [])));
  return { healthCheck: { port, nodes: [...new Set(nodes)].sort(compareText) } };
}

/** Nodes that drop traffic because a policy `Local` leaves them no endpoint. Load balancers find out by health checks; clients do not. */
function droppedAt(service: Typed<Service>, port: ServicePort, side: TrafficSide, traffic: readonly ServiceTraffic[]): NetworkFinding[] {
  const nodes = traffic.filter(({ endpoints }) => endpoints.length === 0).flatMap((group) => group.nodes);
  if (nodes.length === 0) return [];
  return [
    {
      severity: side === 'external' && service.spec?.type === 'LoadBalancer' ? 'info' : 'warning',
      object: objectName(service),
      reason: 'NoLocalEndpoints',
      message: `Port ${portText(port)}: traffic ${side === 'internal' ? 'from pods on' : 'that comes in at'} ${nodes.join(', ')} is dropped: ${side}TrafficPolicy is Local and no endpoint is there.`,
    },
  ];
}
