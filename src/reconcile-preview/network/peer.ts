import type { ReadView } from '../../cluster/store.ts';
import { parseIpSloppy, type IpAddress } from '../../model/ip-address.ts';
import type { ContainerPort, Pod, PodSpec } from '../../model/kinds/core-v1.ts';
import type { Labels } from '../../model/label-selector.ts';
import { getObject, type Typed } from '../kind.ts';
import { NAMESPACE } from '../kinds.ts';

/** A pod as network policies see it. */
export interface PodPeer {
  readonly kind: 'pod';
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly namespaceLabels: Labels;
  /** None yet for a pod that would be made. */
  readonly addresses: readonly IpAddress[];
  readonly node?: string;
  /** It has the network of its node: most network plugins cannot tell it from the node. */
  readonly hostNetwork: boolean;
  readonly ports: readonly ContainerPort[];
}

/** Addresses outside of pods, from `first` to `last`. */
export interface AddressPeer {
  readonly kind: 'addresses';
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  /** The node whose address it is. */
  readonly node?: string;
}

export type Peer = PodPeer | AddressPeer;

export function podPeer(pod: Typed<Pod>, view: ReadView): PodPeer {
  const { metadata, spec = {}, status } = pod;
  return {
    ...peerOf({ namespace: metadata.namespace ?? '', name: metadata.name ?? '', labels: metadata.labels ?? {}, spec }, view),
    addresses: (status?.podIPs ?? []).flatMap(({ ip }) => parseIpSloppy(ip ?? '') ?? []),
    ...(spec.nodeName && { node: spec.nodeName }),
  };
}

/** A pod that a template would make. */
export function peerOf(
  { namespace, name, labels, spec }: { readonly namespace: string; readonly name: string; readonly labels: Labels; readonly spec: PodSpec },
  view: ReadView,
): PodPeer {
  return {
    kind: 'pod',
    namespace,
    name,
    labels,
    namespaceLabels: getObject(view, NAMESPACE, '', namespace)?.metadata.labels ?? {},
    addresses: [],
    hostNetwork: spec.hostNetwork === true,
    ports: containerPorts(spec),
  };
}

/** The ports that containers declare, of those that go on running. */
function containerPorts({ containers = [], initContainers = [] }: PodSpec): ContainerPort[] {
  const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...containers, ...sidecars].flatMap(({ ports = [] }) => ports);
}
