import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import { deepEqual } from '../../model/json.ts';
import type { Service, ServiceSpec } from '../../model/kinds/core-v1.ts';
import { invalidStatus, type Status } from '../../model/status.ts';
import type { Resource } from '../../schema/registry.ts';
import type { MutableObject, ServerContext, Write } from '../server-context.ts';
import { allocateClusterIps } from './cluster-ips.ts';
import { fillIpFamilies, keepsPreferDualStack } from './ip-families.ts';
import {
  allocateHealthCheckPort,
  allocateNodePorts,
  choosesNodePorts,
  hasNodePorts,
  needsHealthCheck,
  nodePortsOf,
  reallocateNodePorts,
} from './node-ports.ts';
import { startPortOperation } from './port-operation.ts';
import { configuredFamilies } from './service-ranges.ts';

const SERVICE = { group: '', kind: 'Service' };
const isService = ({ gvk }: Resource): boolean => gvk.group === '' && gvk.kind === 'Service';

/** Addresses and node ports of a new Service, before it is validated; other kinds need nothing. Changes `object`. */
export function allocateForCreate(server: ServerContext, object: MutableObject, { resource, dryRun }: Write): Status | undefined {
  if (!isService(resource)) return undefined;
  const service: Service = object;
  const spec = (service.spec ??= {});
  const name = service.metadata?.name ?? '';
  if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
  const view = server.cluster.store;
  const errors = fillIpFamilies(service, undefined, configuredFamilies(view), server.rules);
  if (errors.length > 0) return invalidStatus(SERVICE, name, errors);
  const unaddressed = allocateClusterIps(spec, { name, view, dryRun });
  if (unaddressed) return unaddressed;
  const operation = startPortOperation(portsTaken(view), dryRun);
  const refused = hasNodePorts(spec) ? allocateNodePorts(spec, name, operation) : undefined;
  return refused ?? (needsHealthCheck(spec) ? allocateHealthCheckPort(spec, operation) : undefined);
}

/** The same for a changed Service: what it has stays, what its new type needs is added. Changes `object`. */
export function allocateForUpdate(
  server: ServerContext,
  object: MutableObject,
  existing: KubernetesObject,
  { resource, dryRun }: Write,
): Status | undefined {
  if (!isService(resource)) return undefined;
  const service: Service = object;
  const before: Service = { ...existing, metadata: { ...existing.metadata } };
  const spec = (service.spec ??= {});
  const old = before.spec ?? {};
  const name = service.metadata?.name ?? '';
  keepAllocatedValues(spec, old);
  alignClusterIps(spec, old);
  const view = server.cluster.store;
  const errors = fillIpFamilies(service, before, configuredFamilies(view), server.rules);
  if (errors.length > 0) return invalidStatus(SERVICE, name, errors);
  const kept = addressesKept(spec, old);
  const unaddressed = kept === undefined ? undefined : allocateClusterIps(spec, { name, view, dryRun }, kept);
  if (unaddressed) return unaddressed;
  const operation = startPortOperation(portsTaken(view), dryRun);
  const refused = hasNodePorts(spec) ? reallocateNodePorts(spec, old, name, operation) : undefined;
  return refused ?? (needsHealthCheck(spec) && !needsHealthCheck(old) ? allocateHealthCheckPort(spec, operation) : undefined);
}

/** How many of its addresses a changed Service keeps while it gets others; undefined where it gets none. */
function addressesKept(spec: ServiceSpec, old: ServiceSpec): number | undefined {
  if (keepsPreferDualStack(spec, old) || spec.type === 'ExternalName') return undefined;
  if (old.type === 'ExternalName') return 0;
  return old.clusterIPs?.[0] !== 'None' && old.ipFamilies?.length === 1 && spec.ipFamilies?.length === 2 ? 1 : undefined;
}

/** Ports of all Services. */
function portsTaken(store: ReadView): Set<number> {
  const ports = new Set<number>();
  for (const object of store.list(SERVICE)) {
    const { spec = {} }: Service = { ...object, metadata: {} };
    for (const port of nodePortsOf(spec)) ports.add(port);
    if (spec.healthCheckNodePort) ports.add(spec.healthCheckNodePort);
  }
  return ports;
}

/** A client may leave out what the server has allocated: ports are known by their names. Changes `spec`. */
function keepAllocatedValues(spec: ServiceSpec, old: ServiceSpec): void {
  if (spec.type !== 'ExternalName' && old.type !== 'ExternalName') {
    if (!spec.clusterIP && old.clusterIP) spec.clusterIP = old.clusterIP;
    if (!spec.clusterIPs?.length && old.clusterIPs?.length) spec.clusterIPs = old.clusterIPs;
  }
  if (choosesNodePorts(spec) && choosesNodePorts(old)) {
    const kept = new Set(nodePortsOf(spec));
    const used = new Set(nodePortsOf(old).filter((port) => kept.has(port)));
    const byName = new Map((old.ports ?? []).map((port) => [port.name ?? '', port.nodePort ?? 0]));
    for (const port of spec.ports ?? []) {
      const before = port.nodePort ? 0 : (byName.get(port.name ?? '') ?? 0);
      if (before !== 0 && !used.has(before)) port.nodePort = before;
    }
  }
  if (needsHealthCheck(spec) && needsHealthCheck(old) && !spec.healthCheckNodePort && old.healthCheckNodePort) {
    spec.healthCheckNodePort = old.healthCheckNodePort;
  }
}

/** Keeps `clusterIP` and `clusterIPs` in step for clients that know only the first. Changes `spec`. */
function alignClusterIps(spec: ServiceSpec, old: ServiceSpec): void {
  const now = spec.clusterIP ?? '';
  const before = old.clusterIP ?? '';
  if (old.clusterIPs?.length && !spec.clusterIPs?.length && now === before) spec.clusterIPs = old.clusterIPs;
  if (now === before || !deepEqual(old.clusterIPs ?? [], spec.clusterIPs ?? [])) return;
  if (before !== '' && now === '') delete spec.clusterIPs;
  else spec.clusterIPs = [now];
}
