import type { Endpoints } from '../../../model/kinds/core-v1.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from '../../../model/kinds/discovery-v1.ts';
import { ENDPOINTS, ENDPOINT_SLICE } from '../../kinds.ts';
import type { Draft, Typed } from '../../kind.ts';
import { isIPv6 } from '../ip-family.ts';
import { controllerReference } from '../ownership.ts';
import { repackSubsets, type PortGroup } from './repack.ts';

export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
export const SERVICE_NAME = 'kubernetes.io/service-name';
export const MANAGER = 'endpointslicemirroring-controller.k8s.io';
const NOT_MIRRORED: ReadonlySet<string> = new Set([
  'endpoints.kubernetes.io/last-change-trigger-time',
  'kubectl.kubernetes.io/last-applied-configuration',
]);
/** So many addresses of a subset are mirrored. */
const MAX_ENDPOINTS = 1000;

/** The slices that mirror hand-written Endpoints, still without names: one for each group of ports and address family. */
export const desiredSlices = (endpoints: Typed<Endpoints>): Draft<EndpointSlice>[] =>
  repackSubsets(endpoints.subsets ?? []).flatMap((group) =>
    (['IPv4', 'IPv6'] as const).flatMap((family) => {
      const members = endpointsOf(group, family);
      return members.length > 0 ? [sliceOf(endpoints, family, group, members)] : [];
    }),
  );

const endpointsOf = ({ targets }: PortGroup, family: 'IPv4' | 'IPv6'): Endpoint[] =>
  targets
    .slice(0, MAX_ENDPOINTS)
    .filter(({ address }) => isIPv6(address.ip ?? '') === (family === 'IPv6'))
    .map(({ address: { ip = '', hostname, nodeName, targetRef }, ready }) => ({
      addresses: [ip],
      conditions: { ready },
      ...(hostname && { hostname }),
      ...(nodeName !== undefined && { nodeName }),
      ...(targetRef && { targetRef }),
    }));

function sliceOf(endpoints: Typed<Endpoints>, family: string, { ports }: PortGroup, members: Endpoint[]): Draft<EndpointSlice> {
  const { name = '', namespace = '', labels, annotations } = endpoints.metadata;
  const kept = Object.fromEntries(Object.entries(annotations ?? {}).filter(([annotation]) => !NOT_MIRRORED.has(annotation)));
  return {
    apiVersion: ENDPOINT_SLICE.apiVersion,
    kind: ENDPOINT_SLICE.kind,
    metadata: {
      namespace,
      labels: { ...labels, [SERVICE_NAME]: name, [MANAGED_BY]: MANAGER },
      ...(Object.keys(kept).length > 0 && { annotations: kept }),
      ownerReferences: [controllerReference(endpoints, ENDPOINTS)],
    },
    addressType: family,
    endpoints: members,
    ...(ports.length > 0 && { ports: ports.map(slicePort) }),
  };
}

const slicePort = ({ name = '', port = 0, protocol = 'TCP', appProtocol }: EndpointPortOfSubset): EndpointPort => ({
  name,
  port,
  protocol,
  ...(appProtocol !== undefined && { appProtocol }),
});

type EndpointPortOfSubset = PortGroup['ports'][number];
