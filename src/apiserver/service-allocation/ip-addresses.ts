import type { Cluster } from '../../cluster/cluster.ts';
import type { KubernetesObject, ObjectKey } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import { ipText, parseIpSloppy, type IpAddress } from '../../model/ip-address.ts';
import type { Service } from '../../model/kinds/core-v1.ts';
import { fillSystemMetadata } from '../system-metadata.ts';
import { familyOf } from './service-ranges.ts';

const keyOf = (address: IpAddress): ObjectKey => ({ group: 'networking.k8s.io', kind: 'IPAddress', namespace: '', name: ipText(address) });

/** Whether there is an IPAddress of that name, whoever made it. */
export const isAddressTaken = (view: ReadView, address: IpAddress): boolean => view.get(keyOf(address)) !== undefined;

/** Takes the addresses that a Service has now and did not have before, and gives back those that it no longer has. Other kinds have none. */
export function recordAddresses(cluster: Cluster, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  const [old, now] = [addressesOf(before), addressesOf(after)];
  if (old.length === 0 && now.length === 0) return;
  const kept = new Set(now.map(ipText));
  for (const address of old) if (!kept.has(ipText(address))) cluster.store.remove(keyOf(address));
  for (const address of now) if (after && !isAddressTaken(cluster.store, address)) cluster.store.put(ipAddressOf(address, after, cluster));
}

function addressesOf(object: KubernetesObject | undefined): IpAddress[] {
  if (object?.kind !== 'Service' || object.apiVersion !== 'v1') return [];
  const { spec = {} }: Service = { ...object, metadata: {} };
  return (spec.clusterIPs ?? []).flatMap((text) => parseIpSloppy(text) ?? []);
}

function ipAddressOf(
  address: IpAddress,
  { metadata: { namespace = '', name = '' } }: KubernetesObject,
  cluster: Cluster,
): KubernetesObject {
  const labels = {
    'ipaddress.kubernetes.io/ip-family': familyOf(address),
    'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
  };
  const metadata = { name: ipText(address), labels };
  fillSystemMetadata(metadata, cluster, () => false);
  const parentRef = { resource: 'services', namespace, name };
  return { apiVersion: 'networking.k8s.io/v1', kind: 'IPAddress', metadata, spec: { parentRef } };
}
