import type { Container, LimitRangeItem, Pod } from '../../../model/kinds/core-v1.ts';

const ANNOTATION = 'kubernetes.io/limit-ranger';

type Amounts = Record<string, string>;

/** Gives every container the requests and limits that it lacks, and notes on the pod what was set. Changes `pod`. */
export function applyContainerDefaults(pod: Pod, limits: readonly LimitRangeItem[]): void {
  const ofContainers = limits.filter(({ type }) => type === 'Container');
  const requests: Amounts = Object.assign({}, ...ofContainers.map((limit) => limit.defaultRequest));
  const maxima: Amounts = Object.assign({}, ...ofContainers.map((limit) => limit.default));
  const notes: string[] = [];
  const complete =
    (what: string) =>
    (container: Container): Container =>
      completed(container, requests, maxima, what, notes);
  const spec = (pod.spec = { ...pod.spec });
  if (spec.containers) spec.containers = spec.containers.map(complete('container'));
  if (spec.initContainers) spec.initContainers = spec.initContainers.map(complete('init container'));
  if (notes.length === 0) return;
  pod.metadata ??= {};
  pod.metadata.annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}` };
}

function completed(container: Container, requests: Amounts, limits: Amounts, what: string, notes: string[]): Container {
  const has = container.resources ?? {};
  const newRequests = missing(requests, has.requests);
  const newLimits = missing(limits, has.limits);
  const note = (names: readonly string[], kind: string): unknown =>
    names.length > 0 && notes.push(`${[...names].sort().join(', ')} ${kind} for ${what} ${container.name ?? ''}`);
  note(newRequests, 'request');
  note(newLimits, 'limit');
  if (newRequests.length === 0 && newLimits.length === 0) return container;
  const resources = { ...has };
  if (newRequests.length > 0) resources.requests = { ...requests, ...has.requests };
  if (newLimits.length > 0) resources.limits = { ...limits, ...has.limits };
  return { ...container, resources };
}

const missing = (defaults: Amounts, has: Amounts = {}): string[] => Object.keys(defaults).filter((name) => !Object.hasOwn(has, name));
