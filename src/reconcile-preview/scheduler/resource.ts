import type { Container, Pod } from '../../model/kinds/core-v1.ts';
import {
  amountsOf,
  isPodLevelRequestsSet,
  podRequests,
  type PodResourceOptions,
  type ResourceAmounts,
  type ResourceList,
} from '../../model/pod-resources.ts';
import { fromInteger, fromMilli, milliValueOf, valueOf, type Quantity } from '../../model/quantity.ts';

/** Amounts as the scheduler counts them: CPU in thousandths, the rest in units. */
export interface Resource {
  readonly milliCpu: number;
  readonly memory: number;
  readonly ephemeralStorage: number;
  readonly allowedPods: number;
  /** Extended resources, huge pages, attachable volumes. */
  readonly scalars: ReadonlyMap<string, number>;
}

export const NOTHING: Resource = { milliCpu: 0, memory: 0, ephemeralStorage: 0, allowedPods: 0, scalars: new Map() };

/** What a container counts for in scores where it requests nothing: 0.1 CPU, 200 MiB. */
const DEFAULT_REQUESTS: ReadonlyMap<string, Quantity> = new Map([
  ['cpu', fromMilli(100)],
  ['memory', fromInteger(200 * 1024 * 1024)],
]);

/** Resources that are counted in whole units beside the standard ones. */
export const isScalarResource = (name: string): boolean =>
  isExtendedResource(name) || name.startsWith('hugepages-') || name.includes('kubernetes.io/') || name.startsWith('attachable-volumes-');

export const isExtendedResource = (name: string): boolean =>
  name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');

export const milliValue = (quantity: Quantity | undefined): number => (quantity ? Number(milliValueOf(quantity)) : 0);
export const value = (quantity: Quantity | undefined): number => (quantity ? Number(valueOf(quantity)) : 0);

export function resourceOf(amounts: ResourceAmounts): Resource {
  const scalars = new Map<string, number>();
  for (const [name, quantity] of amounts) if (isScalarResource(name)) scalars.set(name, value(quantity));
  return {
    milliCpu: milliValue(amounts.get('cpu')),
    memory: value(amounts.get('memory')),
    ephemeralStorage: value(amounts.get('ephemeral-storage')),
    allowedPods: value(amounts.get('pods')),
    scalars,
  };
}

export const allocatableResources = (list: ResourceList): Resource => resourceOf(amountsOf(list));

/** What a pod asks of a node that it is not on yet. */
export const requestedResources = (pod: Pod): Resource => resourceOf(podRequests(pod));

/** What a pod takes from its node, and the same with the defaults that scoring counts with. */
export function occupiedResources(pod: Pod): {
  readonly resource: Resource;
  readonly nonZero: { readonly milliCpu: number; readonly memory: number };
} {
  const options: PodResourceOptions = { useStatus: true, usePodLevelStatus: true };
  const requests = podRequests(pod, options);
  const isPodLevel = isPodLevelRequestsSet(pod.spec?.resources);
  const missing = isPodLevel ? new Map([...DEFAULT_REQUESTS].filter(([name]) => !requests.has(name))) : DEFAULT_REQUESTS;
  const nonZero = missing.size > 0 ? podRequests(pod, { ...options, nonMissingContainerRequests: missing }) : requests;
  return { resource: resourceOf(requests), nonZero: { milliCpu: milliValue(nonZero.get('cpu')), memory: value(nonZero.get('memory')) } };
}

/** All that says what a pod without containers that run asks for; undefined where its status has a say. */
export function requestParts({ spec = {}, status = {} }: Pod): unknown {
  const { containerStatuses = [], initContainerStatuses = [], conditions = [] } = status;
  if (containerStatuses.length > 0 || initContainerStatuses.length > 0 || status.resources || status.allocatedResources) return undefined;
  if (conditions.some(({ type }) => type === 'PodResizePending')) return undefined;
  const { containers = [], initContainers = [], overhead, resources } = spec;
  const ofContainer = (container: Container): unknown => [container.resources?.requests, container.restartPolicy];
  return [containers.map(ofContainer), initContainers.map(ofContainer), overhead, resources];
}

/** What a pod counts for when nodes are scored. */
export const scoredRequests = (
  pod: Pod,
  options: { readonly withDefaults: boolean; readonly podLevel: boolean; readonly useStatus: boolean },
): ResourceAmounts =>
  podRequests(pod, {
    useStatus: options.useStatus,
    usePodLevelStatus: options.useStatus,
    skipPodLevelResources: !options.podLevel,
    ...(options.withDefaults && { nonMissingContainerRequests: DEFAULT_REQUESTS }),
  });

/** Whether a pod's requests have become less in some resource. */
export const asksForLess = (before: Pod, after: Pod): boolean => isLessSomewhere(requestsWithStatus(after), requestsWithStatus(before));

/** Whether a pod's requests have become more in some resource. */
export const asksForMore = (before: Pod, after: Pod): boolean => isLessSomewhere(requestsWithStatus(before), requestsWithStatus(after));

const requestsWithStatus = (pod: Pod): ResourceAmounts => podRequests(pod, { useStatus: true, usePodLevelStatus: true });

const isLessSomewhere = (less: ResourceAmounts, more: ResourceAmounts): boolean =>
  [...more].some(([name, quantity]) => {
    const other = less.get(name);
    return !other || milliValue(other) < milliValue(quantity);
  });
