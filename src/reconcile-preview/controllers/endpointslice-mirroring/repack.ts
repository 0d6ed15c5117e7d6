import { compareText, stringify } from '../../../model/json.ts';
import type { EndpointAddress, EndpointPort, EndpointSubset } from '../../../model/kinds/core-v1.ts';

/** An address behind some ports, and whether it answers there. */
interface Target {
  readonly address: EndpointAddress;
  readonly ready: boolean;
}

/** Ports that lead to the same addresses. */
export interface PortGroup {
  readonly ports: readonly EndpointPort[];
  readonly targets: readonly Target[];
}

/** Subsets in their canonical form, as `RepackSubsets`: ports that lead to the same addresses stand together, each address once; one that is not ready anywhere is not. */
export function repackSubsets(subsets: readonly EndpointSubset[]): PortGroup[] {
  const byPort = new Map<string, { readonly port: EndpointPort | undefined; readonly targets: Map<string, Target> }>();
  const addresses = new Map<string, EndpointAddress>();
  for (const { addresses: ready = [], notReadyAddresses = [], ports = [] } of subsets) {
    for (const port of ports.length > 0 ? ports : [undefined]) {
      const key = stringify(port ?? null, { sorted: true });
      const { targets } = byPort.get(key) ?? { targets: new Map<string, Target>() };
      byPort.set(key, { port, targets });
      const note = (address: EndpointAddress, isReady: boolean): void => {
        const name = `${address.ip ?? ''} ${address.targetRef?.uid ?? ''}`;
        const known = addresses.get(name) ?? address;
        addresses.set(name, known);
        targets.set(name, { address: known, ready: isReady && targets.get(name)?.ready !== false });
      };
      for (const address of ready) note(address, true);
      for (const address of notReadyAddresses) note(address, false);
    }
  }
  const groups = new Map<string, { readonly ports: EndpointPort[]; readonly targets: readonly Target[] }>();
  for (const { port, targets } of byPort.values()) {
    const sorted = [...targets].sort(([a], [b]) => compareText(a, b));
    const key = sorted.map(([name, { ready }]) => `${name} ${ready}`).join();
    const group = groups.get(key) ?? { ports: [], targets: sorted.map(([, target]) => target) };
    groups.set(key, group);
    if (port) group.ports.push(port);
  }
  return [...groups.values()];
}
