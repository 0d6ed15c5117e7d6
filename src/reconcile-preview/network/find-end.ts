import { ipText } from '../../model/ip-address.ts';
import { matchesLabels } from '../../model/label-selector.ts';
import { listObjects } from '../kind.ts';
import { NAMESPACE, NODE } from '../kinds.ts';
import { readName, type WantedName } from '../named.ts';
import { addressText, parseAddresses } from './address-range.ts';
import { objectText } from './finding.ts';
import type { AddressPeer, PodPeer } from './peer.ts';
import type { ReachWorld } from './reach-world.ts';
import type { ServiceView } from './service-view.ts';

/** One end of a question, as a user names it. */
export type ReachEnd =
  | { readonly kind: 'addresses'; readonly text: string; readonly addresses: AddressPeer }
  | { readonly kind: 'pods'; readonly text: string; readonly pods: readonly PodPeer[]; readonly exist: boolean }
  | { readonly kind: 'service'; readonly text: string; readonly service: ServiceView };

/** Why a question has no answer. */
export interface ReachProblem {
  readonly problem: string;
  readonly hint?: string;
}

export const isReachProblem = (value: object): value is ReachProblem => 'problem' in value;

/** Everything outside of the cluster. */
export const OUTSIDE = 'outside';

/**
 * What a text means: an address or a block, `outside`, `NAME`, `NAMESPACE/NAME`, `KIND/NAME`, `NAMESPACE/KIND/NAME`; a pod name that ends in `…`, `...` or `*` stands
 * for all that begin so. A name without a kind is a Service first where `servicesFirst`, else a workload or pod.
 */
export function findEnd(
  text: string,
  world: ReachWorld,
  { namespace, servicesFirst }: { readonly namespace?: string | undefined; readonly servicesFirst: boolean },
): ReachEnd | ReachProblem {
  const addresses = text === OUTSIDE ? parseAddresses('0.0.0.0/0') : parseAddresses(text);
  if (addresses) return text === OUTSIDE ? { kind: 'addresses', text, addresses } : endOfAddresses(addresses, world);
  const wanted = readName(text, namespace);
  if (!wanted) return { problem: `"${text}" names nothing: give NAME, NAMESPACE/NAME, KIND/NAME, an address or "${OUTSIDE}"` };
  const found = candidates(wanted, world);
  const services = found.filter(({ kind }) => kind === 'service');
  const pods = found.filter(({ kind }) => kind !== 'service');
  const chosen = (servicesFirst && services.length > 0) || pods.length === 0 ? services : pods;
  const [first, ...more] = chosen;
  if (!first) return { problem: `nothing is named "${text}"`, ...hintFor(world) };
  if (more.length > 0) return { problem: `"${text}" is more than one thing: ${chosen.map((each) => each.text).join(', ')}` };
  return first;
}

function candidates({ kind, namespace, name }: WantedName, world: ReachWorld): ReachEnd[] {
  const isHere = (own: string): boolean => namespace === undefined || own === namespace;
  if (kind === 'Namespace') return namespaceEnd(name, world);
  const prefix = /^(.*?)(?:\u2026|\.\.\.|\*)$/.exec(name)?.[1];
  if (prefix !== undefined) return prefixEnd(prefix, name, isHere, world);
  const ends: ReachEnd[] = world.services
    .filter((service) => (kind === undefined || kind === 'Service') && service.name === name && isHere(service.namespace))
    .map((service) => serviceEnd(service));
  const workloads = world.workloads.filter(
    ({ workload }) => workload.name === name && isHere(workload.namespace) && (kind ?? workload.kind) === workload.kind,
  );
  if (workloads.length > 0)
    return [
      ...ends,
      ...workloads.map(({ workload, pods, exist }): ReachEnd => ({ kind: 'pods', text: objectText(workload), pods, exist })),
    ];
  if (kind !== undefined && kind !== 'Pod') return ends;
  const pods = [...world.pods.values()].filter((pod) => pod.name === name && isHere(pod.namespace));
  return [...ends, ...pods.map((pod): ReachEnd => ({ kind: 'pods', text: `Pod ${pod.namespace}/${pod.name}`, pods: [pod], exist: true }))];
}

function namespaceEnd(name: string, world: ReachWorld): ReachEnd[] {
  if (!listObjects(world.view, NAMESPACE).some(({ metadata }) => metadata.name === name)) return [];
  const pods = world.workloads.filter(({ workload }) => workload.namespace === name).flatMap((each) => each.pods);
  return pods.length === 0 ? [] : [{ kind: 'pods', text: `Namespace ${name}`, pods, exist: true }];
}

function prefixEnd(prefix: string, text: string, isHere: (namespace: string) => boolean, { pods }: ReachWorld): ReachEnd[] {
  const found = [...pods.values()].filter((pod) => pod.name.startsWith(prefix) && isHere(pod.namespace));
  return found.length === 0 ? [] : [{ kind: 'pods', text: `Pods ${text}`, pods: found, exist: true }];
}

const serviceEnd = (service: ServiceView): ReachEnd => ({ kind: 'service', text: `Service ${service.namespace}/${service.name}`, service });

/** The pods that a Service selects: where a question starts at a Service, they are meant. */
export function podsOfService({ namespace, selector }: ServiceView, { pods }: ReachWorld): PodPeer[] {
  if (!selector || Object.keys(selector).length === 0) return [];
  return [...pods.values()].filter((pod) => pod.namespace === namespace && matchesLabels(selector, pod.labels));
}

/** A single address may be one of a Service, a pod or a node. */
function endOfAddresses(addresses: AddressPeer, world: ReachWorld): ReachEnd {
  const text = addressText(addresses);
  if (addresses.first !== addresses.last) return { kind: 'addresses', text, addresses };
  const service = world.services.find(({ clusterIPs, externalIPs, loadBalancer }) =>
    [...clusterIPs, ...externalIPs, ...(loadBalancer?.addresses ?? [])].includes(text),
  );
  if (service) return serviceEnd(service);
  const pod = [...world.pods.values()].find((each) => !each.hostNetwork && each.addresses.some((own) => ipText(own) === text));
  if (pod) return { kind: 'pods', text: `Pod ${pod.namespace}/${pod.name}`, pods: [pod], exist: true };
  const node = listObjects(world.view, NODE).find(({ status }) => (status?.addresses ?? []).some(({ address }) => address === text));
  const name = node?.metadata.name;
  return name === undefined
    ? { kind: 'addresses', text, addresses }
    : { kind: 'addresses', text: `Node ${name}`, addresses: { ...addresses, node: name } };
}

function hintFor({ workloads, services }: ReachWorld): { readonly hint?: string } {
  const names = [
    ...workloads.map(({ workload }) => workload),
    ...services.map(({ namespace, name }) => ({ kind: 'Service', namespace, name })),
  ];
  const own = names.filter(({ kind, name }) => kind !== 'Service' || name !== 'kubernetes').map(objectText);
  const MOST = 8;
  return own.length === 0 ? {} : { hint: `there are ${own.slice(0, MOST).join(', ')}${own.length > MOST ? ', …' : ''}` };
}
