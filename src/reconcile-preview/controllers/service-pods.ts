import { isIPv6 } from './ip-family.ts';
import { keyOf } from '../controller.ts';
import type { KubernetesObject } from '../../cluster/object.ts';
import type { Change, ReadView } from '../../cluster/store.ts';
import { deepEqual } from '../../model/json.ts';
import type { Pod, Service, ServicePort } from '../../model/kinds/core-v1.ts';
import { getObject, type Typed } from '../kind.ts';
import { SERVICE } from '../kinds.ts';
import { podsWithLabels, servicesSelecting } from '../label-index.ts';

/** The Service of a key when its endpoints are found by a selector; those without one, and external names, have none of their own. */
export function selectingService(view: ReadView, namespace: string, name: string): Typed<Service> | undefined {
  const service = getObject(view, SERVICE, namespace, name);
  return service?.spec?.type !== 'ExternalName' && service?.spec?.selector ? service : undefined;
}

/** The pods that a Service selects and that have an address and have not ended; those on their way out only when asked. */
export const endpointPods = (view: ReadView, service: Typed<Service>, includeTerminating: boolean): Typed<Pod>[] =>
  podsWithLabels(view, service.metadata.namespace ?? '', service.spec?.selector ?? {}).filter(
    ({ metadata, status }) =>
      status?.phase !== 'Failed' &&
      status?.phase !== 'Succeeded' &&
      (status?.podIP !== undefined || (status?.podIPs ?? []).length > 0) &&
      (includeTerminating || metadata.deletionTimestamp === undefined),
  );

/** So many addresses take as long to write as anything else takes. */
const ADDRESSES_PER_TURN = 10;

/** For how many turns the endpoints of a Service with so many pods keep a controller busy: large ones follow several changes of pods at once, as the time that each write takes makes them do. */
export const turnsFor = (pods: number): number => Math.floor(pods / ADDRESSES_PER_TURN);

/** The Services whose endpoints a change of a pod concerns, by its labels before and after. */
export function servicesOfPod({ object, before }: Change, view: ReadView): readonly string[] {
  const { namespace = '', labels = {} } = object.metadata;
  const former = before && !deepEqual(before.metadata.labels, object.metadata.labels) ? (before.metadata.labels ?? {}) : undefined;
  const services = [labels, ...(former ? [former] : [])].flatMap((each) => servicesSelecting(view, namespace, each));
  if (services.length === 0 || (before && isAlike(before, object))) return [];
  return [...new Set(services.map(keyOf))];
}

/** Whether two versions of a pod are the same to endpoints. */
const isAlike = (a: KubernetesObject, b: KubernetesObject): boolean =>
  deepEqual({ ...a, metadata: relevant(a.metadata) }, { ...b, metadata: relevant(b.metadata) });

const relevant = ({ labels, deletionTimestamp }: Typed<Pod>['metadata']): object => ({ labels, deletionTimestamp });

/** The number behind a Service's target port in a pod; undefined when no container has a port of that name and protocol. */
export function findPort(pod: Typed<Pod>, { targetPort, port, protocol }: ServicePort): number | undefined {
  if (typeof targetPort !== 'string') return targetPort ?? port;
  const sidecars = (pod.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const ports = [...(pod.spec?.containers ?? []), ...sidecars].flatMap((container) => container.ports ?? []);
  return ports.find((candidate) => candidate.name === targetPort && (candidate.protocol ?? 'TCP') === (protocol ?? 'TCP'))?.containerPort;
}

/** A pod gets its own DNS name below a Service whose name is its subdomain. */
export const ownHostname = ({ spec }: Typed<Pod>, { metadata }: Typed<Service>): string | undefined =>
  spec?.hostname && spec.subdomain === metadata.name ? spec.hostname : undefined;

/** Neither a virtual address nor one to come: clients talk to the pods themselves. */
export const isHeadless = ({ spec }: Typed<Service>): boolean => !spec?.clusterIP || spec.clusterIP === 'None';

/** The addresses of a pod in one family. */
export const addressesOf = ({ status }: Typed<Pod>, family: 'IPv4' | 'IPv6'): string[] =>
  (status?.podIPs ?? []).flatMap(({ ip }) => (ip !== undefined && isIPv6(ip) === (family === 'IPv6') ? [ip] : []));

/** The families of a Service in its order of preference. */
export function familiesOf({ spec }: Typed<Service>): ('IPv4' | 'IPv6')[] {
  const families = (spec?.ipFamilies ?? []).filter((family) => family === 'IPv4' || family === 'IPv6');
  if (families.length > 0) return families;
  if (spec?.clusterIP && spec.clusterIP !== 'None') return [isIPv6(spec.clusterIP) ? 'IPv6' : 'IPv4'];
  return ['IPv4', 'IPv6'];
}
