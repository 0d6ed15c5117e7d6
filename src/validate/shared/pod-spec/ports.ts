import { duplicate, invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, index, type FieldPath } from '../../../model/field-path.ts';
import type { Container, ContainerPort, PodSpec } from '../../../model/kinds/core-v1.ts';
import { each, invalidBecause, requireOneOf, uniqueNames } from '../checks.ts';
import { isPortName, isPortNumber } from '../names.ts';

export const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

/** A number or a name, as probes and services refer to ports. */
export const validatePortNumberOrName = (port: number | string | undefined, at: FieldPath): FieldError[] =>
  typeof port === 'string' ? invalidBecause(isPortName(port), at, port) : invalidBecause(isPortNumber(port ?? 0), at, port ?? 0);

export function validateContainerPorts(ports: readonly ContainerPort[] | undefined, at: FieldPath): FieldError[] {
  const names = uniqueNames();
  return each(ports, at, ({ name, containerPort = 0, hostPort = 0, protocol }, path) => [
    ...(name ? validatePortName(name, names, child(path, 'name')) : []),
    ...(containerPort === 0
      ? [required(child(path, 'containerPort'))]
      : invalidBecause(isPortNumber(containerPort), child(path, 'containerPort'), containerPort)),
    ...(hostPort === 0 ? [] : invalidBecause(isPortNumber(hostPort), child(path, 'hostPort'), hostPort)),
    ...requireOneOf(protocol, PROTOCOLS, child(path, 'protocol')),
  ]);
}

function validatePortName(name: string, names: ReturnType<typeof uniqueNames>, at: FieldPath): FieldError[] {
  const messages = isPortName(name);
  return messages.length > 0 ? invalidBecause(messages, at, name) : names.add(name, at);
}

/** No two ports of these containers on the same port of the host. */
export function validateHostPortConflicts(containers: readonly Container[], at: FieldPath): FieldError[] {
  const taken = new Set<string>();
  return each(containers, at, ({ ports }, path) =>
    each(ports, child(path, 'ports'), ({ hostPort = 0, protocol = '', hostIP = '' }, portPath) => {
      const place = `${protocol}/${hostIP}/${hostPort}`;
      if (hostPort === 0) return [];
      if (taken.has(place)) return [duplicate(child(portPath, 'hostPort'), place)];
      taken.add(place);
      return [];
    }),
  );
}

/** On the host's network, a port is the host's port. Templates may leave it open. */
export function validateHostNetworkPorts({ hostNetwork, containers }: PodSpec, resourceIsPod: boolean, at: FieldPath): FieldError[] {
  if (!hostNetwork) return [];
  return each(containers, child(at, 'containers'), ({ ports }, path) =>
    (ports ?? []).flatMap(({ hostPort = 0, containerPort = 0 }, i) => {
      const mismatch = (resourceIsPod || hostPort !== 0) && hostPort !== containerPort;
      return mismatch
        ? [invalid(child(index(child(path, 'ports'), i), 'hostPort'), hostPort, 'must match `containerPort` when `hostNetwork` is true')]
        : [];
    }),
  );
}
