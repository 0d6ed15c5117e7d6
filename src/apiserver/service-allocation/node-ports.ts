import { invalid } from '../../model/field-error.ts';
import { child, fieldPath, index } from '../../model/field-path.ts';
import type { ServicePort, ServiceSpec } from '../../model/kinds/core-v1.ts';
import { internalServerError, invalidStatus, unclassifiedError, type Status } from '../../model/status.ts';
import type { PortOperation } from './port-operation.ts';

const SERVICE = { group: '', kind: 'Service' };

/** Whether traffic to a Service's nodes is to be kept out of those without endpoints, which needs a port to ask them. */
export const needsHealthCheck = ({ type, externalTrafficPolicy }: ServiceSpec): boolean =>
  type === 'LoadBalancer' && externalTrafficPolicy === 'Local';

export const hasNodePorts = ({ type }: ServiceSpec): boolean => type === 'NodePort' || type === 'LoadBalancer';

export const choosesNodePorts = ({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean =>
  type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);

const refusal = (name: string, i: number, port: number, detail: string): Status =>
  invalidStatus(SERVICE, name, [invalid(child(index(fieldPath('spec', 'ports'), i), 'nodePort'), port, detail)]);

const rangeIsFull = (): Status => internalServerError('failed to allocate a nodePort: range is full');

/**
 * Node ports of a new Service. Service ports of one number share a node port, whatever their protocol: with `53/TCP` and `53/UDP` and no wish,
 * both get the same one. Changes the ports.
 */
export function allocateNodePorts(spec: ServiceSpec, name: string, operation: PortOperation): Status | undefined {
  const byPort = new Map<number, number>();
  const ports = spec.ports ?? [];
  for (const [i, port] of ports.entries()) {
    if (!port.nodePort && !choosesNodePorts(spec)) continue;
    const number = port.port ?? 0;
    const shared = byPort.get(number) ?? 0;
    if (shared !== 0 && (!port.nodePort || port.nodePort === shared)) {
      port.nodePort = shared;
      continue;
    }
    const wanted = shared === 0 ? requestedNodePort(number, ports) : (port.nodePort ?? 0);
    if (wanted === 0) {
      const chosen = operation.allocateNext();
      if (chosen === undefined) return rangeIsFull();
      port.nodePort = chosen;
    } else {
      const objection = operation.allocate(wanted);
      if (objection !== undefined) return refusal(name, i, wanted, objection);
      port.nodePort = wanted;
    }
    if (shared === 0) byPort.set(number, port.nodePort);
  }
  return undefined;
}

const requestedNodePort = (port: number, ports: readonly ServicePort[]): number =>
  ports.find((each) => (each.port ?? 0) === port && each.nodePort)?.nodePort ?? 0;

/** Node ports of a changed Service: those it had stay its own. Changes the ports. */
export function reallocateNodePorts(spec: ServiceSpec, old: ServiceSpec, name: string, operation: PortOperation): Status | undefined {
  const before = new Set(nodePortsOf(old));
  const asked = new Set<number>();
  const seen = new Set<string>();
  for (const [i, port] of (spec.ports ?? []).entries()) {
    if (!port.nodePort && !choosesNodePorts(spec)) continue;
    if (port.nodePort) {
      const objection = before.has(port.nodePort) || asked.has(port.nodePort) ? undefined : operation.allocate(port.nodePort);
      if (objection !== undefined) return refusal(name, i, port.nodePort, objection);
      if (!before.has(port.nodePort)) asked.add(port.nodePort);
    } else {
      const chosen = operation.allocateNext();
      if (chosen === undefined) return rangeIsFull();
      port.nodePort = chosen;
    }
    const key = `${port.protocol ?? ''} ${port.nodePort}`;
    if (seen.has(key)) return unclassifiedError(`duplicate nodePort: {${port.protocol ?? ''} ${port.nodePort}}`);
    seen.add(key);
  }
  return undefined;
}

export const nodePortsOf = (spec: ServiceSpec): number[] => (spec.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [nodePort] : []));

/** The port at which a load balancer asks nodes for endpoints. Changes `spec`. */
export function allocateHealthCheckPort(spec: ServiceSpec, operation: PortOperation): Status | undefined {
  const wanted = spec.healthCheckNodePort ?? 0;
  if (wanted !== 0) {
    const objection = operation.allocate(wanted);
    return objection === undefined
      ? undefined
      : internalServerError(`failed to allocate requested HealthCheck NodePort ${wanted}: ${objection}`);
  }
  const chosen = operation.allocateNext();
  if (chosen === undefined) return internalServerError('failed to allocate a HealthCheck NodePort 0: range is full');
  spec.healthCheckNodePort = chosen;
  return undefined;
}
