import type { PodSpec } from '../../../model/kinds/core-v1.ts';
import { largerOf } from '../quantities.ts';
import type { ResourceList } from '../resource-list.ts';
import { isHugePages, isOvercommitAllowed, isPodLevelResource } from '../resource-names.ts';
import { aggregateOf } from './pod-resources.ts';

const isEmpty = (list: ResourceList | undefined): boolean => Object.keys(list ?? {}).length === 0;

/** Limits of huge pages that the pod's containers have become those of a pod with resources of its own. */
export function defaultHugePagesLimits(spec: PodSpec): void {
  const { resources } = spec;
  if (!resources || (isEmpty(resources.limits) && isEmpty(resources.requests))) return;
  const limits = { ...resources.limits };
  for (const [name, limit] of Object.entries(aggregateOf(spec, 'limits')))
    if (isHugePages(name) && resources.requests?.[name] === undefined) limits[name] ??= limit;
  if (!isEmpty(limits)) resources.limits = limits;
}

/** Requests of a pod with resources of its own: what its containers request, else what the pod is limited to. */
export function defaultPodRequests(spec: PodSpec, evenWithoutLimits = false): void {
  const { resources } = spec;
  if (!resources || (isEmpty(resources.limits) && !(evenWithoutLimits && !isEmpty(resources.requests)))) return;
  const requests = { ...resources.requests };
  for (const [name, request] of Object.entries(aggregateOf(spec, 'requests')))
    if (isPodLevelResource(name) && isOvercommitAllowed(name)) requests[name] ??= request;
  for (const [name, limit] of Object.entries(resources.limits ?? {})) if (isPodLevelResource(name)) requests[name] ??= limit;
  if (!isEmpty(requests)) resources.requests = requests;
}

/** Limits of a pod that requests more than it limits: what all its containers are limited to, if all are. */
export function defaultPodLimits(spec: PodSpec): void {
  const { resources } = spec;
  if (!resources?.requests) return;
  const totals = aggregateOf(spec, 'limits');
  for (const [name, request] of Object.entries(resources.requests)) {
    const total = totals[name];
    if (!isPodLevelResource(name) || resources.limits?.[name] !== undefined || total === undefined || !allLimit(spec, name)) continue;
    (resources.limits ??= {})[name] = largerOf(request, total);
  }
}

/** All of these, for a pod that has resources of its own, as servers complete them since 1.37. */
export function defaultPodLevelResources(spec: PodSpec): void {
  if (!spec.resources) return;
  spec.resources = { ...spec.resources };
  if (spec.resources.limits) spec.resources.limits = { ...spec.resources.limits };
  defaultHugePagesLimits(spec);
  defaultPodRequests(spec, true);
  defaultPodLimits(spec);
}

const allLimit = ({ containers, initContainers }: PodSpec, name: string): boolean =>
  [...(containers ?? []), ...(initContainers ?? [])].every(({ resources }) => resources?.limits?.[name] !== undefined);
