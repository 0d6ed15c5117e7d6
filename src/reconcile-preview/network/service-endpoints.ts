import type { ReadView } from '../../cluster/store.ts';
import { compareText } from '../../model/json.ts';
import type { EndpointSlice } from '../../model/kinds/discovery-v1.ts';
import { ipText, parseIpSloppy } from '../../model/ip-address.ts';
import { HEADLESS, SERVICE_NAME } from '../controllers/endpointslice/labels.ts';
import { isIPv6 } from '../controllers/ip-family.ts';
import { listObjects, type Typed } from '../kind.ts';
import { ENDPOINT_SLICE } from '../kinds.ts';

/** One address behind a port of a Service, as kube-proxy knows it. */
export interface ServiceEndpoint {
  readonly address: string;
  readonly port: number;
  /** The pod that it belongs to, in the namespace of the Service; absent for addresses that somebody wrote down. */
  readonly pod?: string;
  readonly node?: string;
  readonly zone?: string;
  /** Ready and staying, or published regardless. */
  readonly ready: boolean;
  /** Ready, even when on its way out. */
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly forZones?: readonly string[];
  readonly forNodes?: readonly string[];
}

/** `10.1.2.3:8080`, `[fd00::1]:8080`. */
export const endpointText = ({ address, port }: Pick<ServiceEndpoint, 'address' | 'port'>): string =>
  isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;

/** The EndpointSlices of all Services by `namespace/name`. */
export function slicesByService(view: ReadView): ReadonlyMap<string, readonly Typed<EndpointSlice>[]> {
  const byService = new Map<string, Typed<EndpointSlice>[]>();
  for (const slice of listObjects(view, ENDPOINT_SLICE)) {
    const service = slice.metadata.labels?.[SERVICE_NAME];
    if (!service) continue;
    const key = `${slice.metadata.namespace ?? ''}/${service}`;
    const slices = byService.get(key);
    if (slices) slices.push(slice);
    else byService.set(key, [slice]);
  }
  return byService;
}

/**
 * The endpoints of one port of a Service in one address family, ordered by address, as kube-proxy's EndpointSliceCache gathers them: ports are found by name
 * and protocol, only the first address of an endpoint counts, an address that is in two slices is taken from the one that is not terminating.
 */
export function endpointsOfPort(
  slices: readonly Typed<EndpointSlice>[],
  { name = '', protocol = 'TCP' }: { readonly name?: string; readonly protocol?: string },
  family: string,
): ServiceEndpoint[] {
  const found = new Map<string, ServiceEndpoint>();
  for (const slice of slices) {
    if (slice.addressType !== family) continue;
    for (const port of slice.ports ?? []) {
      if ((port.name ?? '') !== name || (port.protocol ?? 'TCP') !== protocol || !port.port) continue;
      for (const endpoint of endpointsOfSlice(slice, port.port)) {
        const key = endpointText(endpoint);
        if (!found.has(key) || !endpoint.terminating) found.set(key, endpoint);
      }
    }
  }
  return [...found.entries()].sort(([a], [b]) => compareText(a, b)).map(([, endpoint]) => endpoint);
}

/** kube-proxy does not look at the slices of headless Services. */
export const isProxied = ({ metadata }: Typed<EndpointSlice>): boolean => metadata.labels?.[HEADLESS] === undefined;

function endpointsOfSlice({ endpoints = [] }: Typed<EndpointSlice>, port: number): ServiceEndpoint[] {
  return endpoints.flatMap(({ addresses = [], conditions = {}, targetRef, nodeName, zone, hints }) => {
    const [address] = addresses;
    const parsed = address === undefined ? undefined : parseIpSloppy(address);
    if (!parsed) return [];
    const forZones = (hints?.forZones ?? []).map((each) => each.name ?? '');
    const forNodes = (hints?.forNodes ?? []).map((each) => each.name ?? '');
    return {
      address: ipText(parsed),
      port,
      ...(targetRef?.kind === 'Pod' && targetRef.name && { pod: targetRef.name }),
      ...(nodeName && { node: nodeName }),
      ...(zone && { zone }),
      ready: conditions.ready ?? true,
      serving: conditions.serving ?? true,
      terminating: conditions.terminating ?? false,
      ...(forZones.length > 0 && { forZones }),
      ...(forNodes.length > 0 && { forNodes }),
    };
  });
}
