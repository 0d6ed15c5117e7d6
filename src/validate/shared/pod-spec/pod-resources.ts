import { forbidden, invalid, type FieldError } from '../../../model/field-error.ts';
import { child, index, key, type FieldPath } from '../../../model/field-path.ts';
import type { Container, PodSpec, ResourceRequirements } from '../../../model/kinds/core-v1.ts';
import { compareQuantities, largerOf, sumOf } from '../quantities.ts';
import type { ResourceList } from '../resource-list.ts';
import { isHugePages } from '../resource-names.ts';
import { isRestartable } from './containers-of.ts';
import type { PodOptions } from './options.ts';
import { validatePodResources } from './resources.ts';

/** Resources of the pod as a whole, which its containers share. */
export function validatePodLevelResources(
  spec: PodSpec,
  claimNames: ReadonlySet<string>,
  at: FieldPath,
  options: PodOptions,
): FieldError[] {
  const path = child(at, 'resources');
  const { resources } = spec;
  if (!resources || !options.context.gate('PodLevelResources')) return [];
  if (spec.os?.name === 'windows') return [forbidden(path, 'may not be set for a windows pod')];
  return [
    ...(resources.claims ? [forbidden(child(path, 'claims'), 'claims may not be set for Resources at pod-level')] : []),
    ...validatePodResources(resources, claimNames, path, options),
    ...validateConsistency(spec, resources, path),
  ];
}

function validateConsistency(spec: PodSpec, { requests = {}, limits = {} }: ResourceRequirements, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  for (const [name, total] of Object.entries(aggregateOf(spec, 'requests'))) {
    const own = requests[name];
    if (own !== undefined && compareQuantities(total, own) > 0) {
      errors.push(
        invalid(key(child(at, 'requests'), name), own, `must be greater than or equal to aggregate container requests of ${total}`),
      );
    }
  }
  for (const [name, total] of Object.entries(aggregateOf(spec, 'limits'))) {
    const own = limits[name];
    if (isHugePages(name) && own !== undefined && compareQuantities(total, own) > 0) {
      errors.push(invalid(key(child(at, 'limits'), name), own, `must be greater than or equal to aggregate container limits of ${total}`));
    }
  }
  for (const [i, container] of (spec.containers ?? []).entries()) {
    for (const [name, limit] of Object.entries(container.resources?.limits ?? {})) {
      const own = limits[name];
      if (own === undefined || compareQuantities(limit, own) <= 0) continue;
      errors.push(
        invalid(child(key(index(child(at, 'containers'), i), name), 'limits'), limit, `must be less than or equal to pod limits of ${own}`),
      );
    }
  }
  return errors;
}

/**
 * What all containers need together: the sum of those that run at the same time, or what an init container needs while it runs beside the
 * sidecars started before it, whichever is more. Two containers of 1 and 2 CPU and an init container of 4: 4.
 */
export function aggregateOf(spec: PodSpec, kind: 'requests' | 'limits'): ResourceList {
  const resourcesOf = (container: Container): ResourceList => container.resources?.[kind] ?? {};
  const total: ResourceList = {};
  for (const container of spec.containers ?? []) addTo(total, resourcesOf(container));
  const sidecars: ResourceList = {};
  const peak: ResourceList = {};
  for (const container of spec.initContainers ?? []) {
    const needs = { ...resourcesOf(container) };
    if (isRestartable(container)) {
      addTo(total, needs);
      addTo(sidecars, needs);
      raiseTo(peak, sidecars);
    } else {
      addTo(needs, sidecars);
      raiseTo(peak, needs);
    }
  }
  raiseTo(total, peak);
  return total;
}

function addTo(list: ResourceList, more: ResourceList): void {
  for (const [name, quantity] of Object.entries(more)) list[name] = list[name] === undefined ? quantity : sumOf(list[name], quantity);
}

function raiseTo(list: ResourceList, least: ResourceList): void {
  for (const [name, quantity] of Object.entries(least)) list[name] = list[name] === undefined ? quantity : largerOf(list[name], quantity);
}
