import type { ServiceEndpoint } from './service-endpoints.ts';

/** A node as kube-proxy on it sees itself. */
export interface ProxyNode {
  readonly name: string;
  readonly zone?: string;
}

/** Where hints narrow traffic to. */
export type Topology = 'PreferSameNode' | 'PreferSameZone';

export interface CategorizedEndpoints {
  /** Those that traffic goes to where the policy is `Cluster`. */
  readonly cluster: readonly ServiceEndpoint[];
  /** Those that traffic goes to where the policy is `Local`. */
  readonly local: readonly ServiceEndpoint[];
  /** What narrowed `cluster`; absent when every ready endpoint is in it. */
  readonly topology?: Topology;
}

/**
 * Which endpoints of a Service's port get traffic that arrives at a node, as CategorizeEndpoints of kube-proxy has it: the ready ones, narrowed by hints, or
 * else those that are on their way out but still serve; with policy `Local` those of the node itself, by the same rule.
 */
export function categorizeEndpoints(endpoints: readonly ServiceEndpoint[], node: ProxyNode): CategorizedEndpoints {
  const topology = topologyOf(endpoints, node);
  return {
    cluster: usable(endpoints, (endpoint) => isMeantFor(endpoint, node, topology)),
    local: usable(endpoints.filter((endpoint) => endpoint.node === node.name)),
    ...(topology && { topology }),
  };
}

function usable(endpoints: readonly ServiceEndpoint[], isMeant: (endpoint: ServiceEndpoint) => boolean = () => true): ServiceEndpoint[] {
  const ready = endpoints.filter((endpoint) => endpoint.ready && isMeant(endpoint));
  return ready.length > 0 ? ready : endpoints.filter(({ serving, terminating }) => serving && terminating);
}

/** Hints count only where every ready endpoint has some and one of them is for this node, or else for its zone. */
function topologyOf(endpoints: readonly ServiceEndpoint[], { name, zone }: ProxyNode): Topology | undefined {
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  if (ready.length === 0) return undefined;
  if (ready.every(({ forNodes }) => forNodes) && ready.some(({ forNodes }) => forNodes?.includes(name))) return 'PreferSameNode';
  const inZone = zone !== undefined && ready.some(({ forZones }) => forZones?.includes(zone));
  return inZone && ready.every(({ forZones }) => forZones) ? 'PreferSameZone' : undefined;
}

function isMeantFor({ forNodes, forZones }: ServiceEndpoint, { name, zone }: ProxyNode, topology: Topology | undefined): boolean {
  switch (topology) {
    case undefined:
      return true;
    case 'PreferSameNode':
      return forNodes?.includes(name) ?? false;
    case 'PreferSameZone':
      return zone !== undefined && (forZones?.includes(zone) ?? false);
  }
}
