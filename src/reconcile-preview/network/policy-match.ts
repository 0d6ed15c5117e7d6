import { contains, parseCidr, type IpAddress } from '../../model/ip-address.ts';
import type { IPBlock, NetworkPolicyPeer, NetworkPolicyPort } from '../../model/kinds/networking-v1.ts';
import { matchesLabelSelector } from '../../model/label-selector.ts';
import { rangeOfCidr } from './address-range.ts';
import type { AddressPeer, Peer, PodPeer } from './peer.ts';
import { allPorts, type PortRange } from './port-range.ts';

/**
 * Whether one entry of `from` or `to` means the other end of a flow. Without `namespaceSelector` pods of the policy's own namespace are meant. Blocks mean
 * pods by their address, too, as the conformance tools of network policies have it. Pods with the network of their node are known by address only.
 */
export function matchesPeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, policyNamespace: string, other: Peer): boolean {
  if (ipBlock) return isInBlock(ipBlock, other);
  if (other.kind === 'addresses' || other.hostNetwork) return false;
  if (namespaceSelector ? !matchesLabelSelector(namespaceSelector, other.namespaceLabels) : other.namespace !== policyNamespace)
    return false;
  return podSelector === undefined || matchesLabelSelector(podSelector, other.labels);
}

function isInBlock({ cidr = '', except = [] }: IPBlock, other: Peer): boolean {
  const holds = (block: string, address: IpAddress): boolean => {
    const parsed = parseCidr(block);
    return parsed !== undefined && contains(parsed, address);
  };
  // Addresses have been cut at the edges of blocks: the first stands for all.
  const addresses = other.kind === 'pod' ? other.addresses : [{ family: other.family, bits: other.first }];
  return addresses.some((address) => holds(cidr, address) && !except.some((block) => holds(block, address)));
}

/** The blocks of an entry, as ranges. */
export const blocksOf = ({ ipBlock }: NetworkPolicyPeer): AddressPeer[] =>
  ipBlock ? [ipBlock.cidr ?? '', ...(ipBlock.except ?? [])].flatMap((block) => rangesOf(block)) : [];

function rangesOf(block: string): AddressPeer[] {
  const cidr = parseCidr(block);
  return cidr ? [rangeOfCidr(cidr)] : [];
}

/** The ports that one entry of `ports` means at the receiving end: a name is that of a container's port, which nothing outside the cluster has. */
export function portsOfEntry({ protocol = 'TCP', port, endPort }: NetworkPolicyPort, receiver: Peer): PortRange[] {
  if (port === undefined) return [allPorts(protocol)];
  if (typeof port === 'number') return [{ protocol, first: port, last: endPort ?? port }];
  return receiver.kind === 'addresses' ? [] : namedPorts(receiver, port, protocol);
}

export const namedPorts = ({ ports }: PodPeer, name: string, protocol: string): PortRange[] =>
  ports.flatMap(({ name: own, containerPort, protocol: ownProtocol = 'TCP' }) =>
    own === name && ownProtocol === protocol && containerPort !== undefined
      ? [{ protocol, first: containerPort, last: containerPort }]
      : [],
  );
