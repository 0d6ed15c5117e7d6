import type { PodSpec } from '../../model/kinds/core-v1.ts';
import { isSidecar } from '../../model/pod-resources.ts';

export interface HostPort {
  readonly ip: string;
  /** `TCP/8080`. */
  readonly protocolPort: string;
}

const EVERY_ADDRESS = '0.0.0.0';

/** Host ports of containers that run as long as the pod. */
export function hostPortsOf(spec: PodSpec): HostPort[] {
  const containers = [...(spec.initContainers ?? []).filter(isSidecar), ...(spec.containers ?? [])];
  return containers.flatMap(({ ports = [] }) =>
    ports
      .filter(({ hostPort = 0 }) => hostPort > 0)
      .map(({ hostIP, protocol, hostPort }) => ({ ip: hostIP || EVERY_ADDRESS, protocolPort: `${protocol || 'TCP'}/${hostPort}` })),
  );
}

/** Host ports in use on a node. */
export class UsedPorts {
  readonly #byAddress = new Map<string, Set<string>>();

  add({ ip, protocolPort }: HostPort): void {
    const ports = this.#byAddress.get(ip) ?? new Set();
    this.#byAddress.set(ip, ports.add(protocolPort));
  }

  remove({ ip, protocolPort }: HostPort): void {
    this.#byAddress.get(ip)?.delete(protocolPort);
  }

  /** A port on every address conflicts with the same port on any. */
  conflictsWith({ ip, protocolPort }: HostPort): boolean {
    if (ip === EVERY_ADDRESS) return [...this.#byAddress.values()].some((ports) => ports.has(protocolPort));
    return [EVERY_ADDRESS, ip].some((address) => this.#byAddress.get(address)?.has(protocolPort));
  }
}
