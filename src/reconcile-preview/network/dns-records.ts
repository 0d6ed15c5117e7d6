import type { ReadView } from '../../cluster/store.ts';
import { ipText, parseIpSloppy } from '../../model/ip-address.ts';
import type { Pod, Service } from '../../model/kinds/core-v1.ts';
import type { EndpointSlice } from '../../model/kinds/discovery-v1.ts';
import { isIPv6 } from '../controllers/ip-family.ts';
import { isHeadless } from '../controllers/service-pods.ts';
import { listObjects, type Typed } from '../kind.ts';
import { POD, SERVICE } from '../kinds.ts';
import { objectName, type ObjectName } from './finding.ts';
import { reverseName } from './reverse-name.ts';
import { slicesByService } from './service-endpoints.ts';

/** A resource record; names end without the final dot. */
export interface DnsRecord {
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'PTR' | 'SRV';
  /** Address or name; of SRV `priority weight port target`. */
  readonly value: string;
  /** Seconds. */
  readonly ttl: number;
  /** The Service or Pod that has it. */
  readonly of: ObjectName;
}

export const CLUSTER_DOMAIN = 'cluster.local';
/** What the Corefile says that Kubernetes comes with. */
const TTL = 30;

/**
 * All records that CoreDNS serves for Services and Pods with the Corefile that Kubernetes comes with (`kubernetes cluster.local in-addr.arpa ip6.arpa` with
 * `pods insecure`), ordered by Service, then Pod. That configuration answers for the address of any pod, there or not; here are those of the pods there are.
 */
export function dnsRecords(view: ReadView): DnsRecord[] {
  const slices = slicesByService(view);
  const services = listObjects(view, SERVICE).flatMap((service) => {
    const { namespace = '', name = '' } = service.metadata;
    return serviceRecords(service, publishedEndpoints(slices.get(`${namespace}/${name}`) ?? []));
  });
  return [...services, ...listObjects(view, POD).flatMap(podRecords)];
}

/** The name of a Service in the cluster. */
export const serviceDomain = (name: string, namespace: string): string => `${name}.${namespace}.svc.${CLUSTER_DOMAIN}`;

function serviceRecords(service: Typed<Service>, endpoints: readonly PublishedEndpoint[]): DnsRecord[] {
  const { metadata, spec = {} } = service;
  const domain = serviceDomain(metadata.name ?? '', metadata.namespace ?? '');
  const of = objectName(service);
  if (spec.type === 'ExternalName') {
    const { externalName = '' } = spec;
    // A name that reads as an address is no name.
    return externalName === '' || parseIpSloppy(externalName) ? [] : [{ name: domain, type: 'CNAME', value: externalName, ttl: TTL, of }];
  }
  const own = endpoints.map((endpoint) => ({ ...endpoint, domain: `${endpoint.hostname}.${domain}` }));
  const byEndpoint = own.map(({ domain: name, address }) => addressRecord(name, address, of));
  if (isHeadless(service)) {
    return unique([
      ...own.map(({ address }) => addressRecord(domain, address, of)),
      ...byEndpoint,
      ...serviceLocations(
        domain,
        of,
        own.flatMap(({ ports, domain: target }) => ports.map((port) => ({ ...port, target }))),
      ),
      ...own.map(({ domain: value, address }): DnsRecord => ({ name: reverseName(address), type: 'PTR', value, ttl: TTL, of })),
    ]);
  }
  const clusterIPs = spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : []);
  const ports = (spec.ports ?? []).flatMap(({ name = '', protocol = 'TCP', port = 0 }) =>
    clusterIPs.map(() => ({ name, protocol, port, target: domain })),
  );
  return unique([
    ...clusterIPs.map((address) => addressRecord(domain, address, of)),
    ...serviceLocations(domain, of, ports),
    ...byEndpoint,
    ...clusterIPs.map((address): DnsRecord => ({ name: reverseName(address), type: 'PTR', value: domain, ttl: TTL, of })),
    ...own.map(({ domain: value, address }): DnsRecord => ({ name: reverseName(address), type: 'PTR', value, ttl: TTL, of })),
  ]);
}

interface PublishedPort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

interface PublishedEndpoint {
  readonly address: string;
  /** The pod's own, or its address with dashes. */
  readonly hostname: string;
  readonly ports: readonly PublishedPort[];
}

/** Ready endpoints only; a Service that publishes those that are not ready has them marked as ready in its slices. */
function publishedEndpoints(slices: readonly Typed<EndpointSlice>[]): PublishedEndpoint[] {
  return slices.flatMap(({ endpoints = [], ports = [] }) => {
    const published = ports.map(({ name = '', protocol = 'TCP', port = 0 }) => ({ name, protocol, port }));
    return endpoints
      .filter(({ conditions }) => conditions?.ready ?? true)
      .flatMap(({ addresses = [], hostname }) =>
        addresses.map((address) => ({ address, hostname: hostname ? hostname : dashed(address), ports: published })),
      );
  });
}

/** `10-1-2-3`, `fd00--1`. */
export const dashed = (address: string): string => address.replace(/[.:]/g, '-');

function addressRecord(name: string, address: string, of: ObjectName): DnsRecord {
  const parsed = parseIpSloppy(address);
  return { name, type: isIPv6(address) ? 'AAAA' : 'A', value: parsed ? ipText(parsed) : address, ttl: TTL, of };
}

/** `_http._tcp.web…`: named ports only. CoreDNS shares a weight of 100 among all that a question finds, before it leaves out what it has said already. */
function serviceLocations(domain: string, of: ObjectName, ports: readonly (PublishedPort & { readonly target: string })[]): DnsRecord[] {
  const byName = new Map<string, (PublishedPort & { readonly target: string })[]>();
  for (const each of ports) {
    if (each.name === '') continue;
    const name = `_${each.name}._${each.protocol.toLowerCase()}.${domain}`;
    byName.set(name, [...(byName.get(name) ?? []), each]);
  }
  return [...byName].flatMap(([name, found]) => {
    const weight = Math.max(1, Math.floor(100 / found.length));
    return found.map(({ port, target }): DnsRecord => ({ name, type: 'SRV', value: `0 ${weight} ${port} ${target}`, ttl: TTL, of }));
  });
}

function podRecords(pod: Typed<Pod>): DnsRecord[] {
  const { status } = pod;
  const namespace = pod.metadata.namespace ?? '';
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return [];
  return (status?.podIPs ?? []).flatMap(({ ip }) =>
    ip === undefined ? [] : [addressRecord(`${dashed(ip)}.${namespace}.pod.${CLUSTER_DOMAIN}`, ip, objectName(pod))],
  );
}

function unique(records: readonly DnsRecord[]): DnsRecord[] {
  const seen = new Set<string>();
  return records.filter(({ name, type, value }) => {
    const key = `${name} ${type} ${value}`;
    return !seen.has(key) && seen.add(key);
  });
}
