import type { KubernetesObject } from '../../../../cluster/object.ts';
import type { ReadView } from '../../../../cluster/store.ts';
import type { Node } from '../../../../model/kinds/core-v1.ts';
import type { PluginArgs, ScoringStrategy } from '../../../../model/scheduler-configuration.ts';
import { mayBeDevices, resourceClasses, resourceNamesOf } from '../../../devices/extended-resources.ts';
import { deviceFeatures } from '../../../devices/features.ts';
import { DEVICE_CLASS } from '../../../devices/kinds.ts';
import { asKind } from '../../../kind.ts';
import { onNode, onObject, onPod } from '../../cluster-event.ts';
import type { Plugin } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import { nodeNameOf, nominatedNodeNameOf, type PodInfo } from '../../pod-info.ts';
import {
  allocatableResources,
  isExtendedResource,
  isScalarResource,
  requestedResources,
  requestParts,
  scoredRequests,
  type Resource,
} from '../../resource.ts';
import { asksForLessOf } from './scale-down.ts';
import { DEFAULT_STRATEGY, demandOf, scoreResources } from './scoring-strategy.ts';
import { fits, type Rejection } from '../../verdict.ts';

const NOTHING_IGNORED = { ignoredResources: [], ignoredResourceGroups: [] };

/** A node must have left what a pod requests; by default the emptiest node is best (`LeastAllocated`). */
export const nodeResourcesFit: Plugin = nodeResourcesFitWith(DEFAULT_STRATEGY);

/** The same with another strategy, and without resources that something else than the scheduler counts. */
export function nodeResourcesFitWith(
  strategy: ScoringStrategy,
  { ignoredResources, ignoredResourceGroups }: Omit<NonNullable<PluginArgs['NodeResourcesFit']>, 'strategy'> = NOTHING_IGNORED,
): Plugin {
  const isIgnored = (name: string): boolean =>
    isExtendedResource(name) && (ignoredResources.includes(name) || ignoredResourceGroups.includes(name.slice(0, name.indexOf('/'))));
  return {
    name: 'NodeResourcesFit',
    weight: 1,
    // whether a resource is that of devices depends on classes
    sign: ({ pod, resource }) => ([...resource.scalars.keys()].some(mayBeDevices) ? undefined : requestParts(pod)),
    preFilter: ({ pod }, { release, view }) => {
      const requested = requestedResources(pod);
      const scalars = new Map([...requested.scalars].filter(([name]) => !isIgnored(name)));
      const counted = scalars.size === requested.scalars.size ? requested : { ...requested, scalars };
      const devices = deviceFeatures(release).extendedResources ? deviceResources(counted, view) : NO_RESOURCES;
      return { filter: (node) => (hasRoom(counted, node) ? fits : insufficient(counted, node, devices)) };
    },
    preScore: ({ pod }) => {
      const amounts = scoredRequests(pod, { withDefaults: true, podLevel: false, useStatus: false });
      const names = strategy.resources.map(({ name }) => name);
      const demand = demandOf(amounts, names);
      return { score: (node) => scoreResources(strategy, demand, node) };
    },
    events: [
      onPod(
        'AssignedPod',
        ['Delete'],
        (_pod, before) => before !== undefined && (nodeNameOf(before) !== '' || nominatedNodeNameOf(before.pod) !== ''),
      ),
      onNode(['Add', 'UpdateNodeAllocatable'], isRoomMade),
      onPod('AssignedPod', ['UpdatePodScaleDown'], asksForLessOf),
      onPod('TargetPod', ['UpdatePodScaleDown']),
      onObject('DeviceClass', ['Add', 'Update'], isClassOf),
    ],
  };
}

/** Whether nothing is short on a node. */
function hasRoom(pod: Resource, { allocatable, requested, podCount }: NodeInfo): boolean {
  if (podCount + 1 > allocatable.allowedPods) return false;
  if (pod.milliCpu > 0 && pod.milliCpu > allocatable.milliCpu - requested.milliCpu) return false;
  if (pod.memory > 0 && pod.memory > allocatable.memory - requested.memory) return false;
  if (pod.ephemeralStorage > 0 && pod.ephemeralStorage > allocatable.ephemeralStorage - requested.ephemeralStorage) return false;
  return pod.scalars.size === 0;
}

/** All that is short on a node; unresolvable when the node would be too small even if it were empty. */
function insufficient(
  pod: Resource,
  { allocatable, requested, podCount }: NodeInfo,
  devices: ReadonlySet<string>,
): ReturnType<typeof verdictOf> {
  const shortages: Shortage[] = [];
  const check = (name: string, wanted: number, used: number, capacity: number): void => {
    if (wanted > 0 && wanted > capacity - used) shortages.push({ reason: `Insufficient ${name}`, isHopeless: wanted > capacity });
  };
  if (podCount + 1 > allocatable.allowedPods) shortages.push({ reason: 'Too many pods', isHopeless: false });
  check('cpu', pod.milliCpu, requested.milliCpu, allocatable.milliCpu);
  check('memory', pod.memory, requested.memory, allocatable.memory);
  check('ephemeral-storage', pod.ephemeralStorage, requested.ephemeralStorage, allocatable.ephemeralStorage);
  for (const [name, wanted] of pod.scalars) {
    const capacity = allocatable.scalars.get(name) ?? 0;
    if (capacity > 0 || !devices.has(name)) check(name, wanted, requested.scalars.get(name) ?? 0, capacity);
  }
  return verdictOf(shortages);
}

const NO_RESOURCES: ReadonlySet<string> = new Set();

/** What a pod requests that are devices by a class: on nodes that have none of it by themselves others look for it. */
function deviceResources({ scalars }: Resource, view: ReadView): ReadonlySet<string> {
  const names = [...scalars.keys()].filter(mayBeDevices);
  if (names.length === 0) return NO_RESOURCES;
  const classes = resourceClasses(view);
  return new Set(names.filter((name) => classes(name) !== undefined));
}

/** Whether a class that came, or has another name for its resource, is for something that a pod requests. */
function isClassOf({ pod }: PodInfo, before: KubernetesObject | undefined, after: KubernetesObject | undefined): boolean {
  const [old, now] = [before && asKind(before, DEVICE_CLASS), after && asKind(after, DEVICE_CLASS)];
  if (!now || (old && old.spec?.extendedResourceName === now.spec?.extendedResourceName)) return false;
  const { scalars } = requestedResources(pod);
  return resourceNamesOf(now).some((name) => scalars.has(name));
}

interface Shortage {
  readonly reason: string;
  readonly isHopeless: boolean;
}

function verdictOf(shortages: readonly Shortage[]): typeof fits | Rejection {
  if (shortages.length === 0) return fits;
  return {
    kind: shortages.some(({ isHopeless }) => isHopeless) ? 'unresolvable' : 'unschedulable',
    reasons: shortages.map(({ reason }) => reason),
  };
}

/** Whether a node that came or grew has, when empty, room for the pod, and more than before of something the pod asks for. */
function isRoomMade({ pod }: PodInfo, before: Node | undefined, after: Node | undefined, view: ReadView | undefined): boolean {
  const asked = requestedResources(pod);
  const now = allocatableResources(after?.status?.allocatable ?? {});
  const devices = view ? deviceResources(asked, view) : NO_RESOURCES;
  const scalars = new Map([...asked.scalars].filter(([name]) => !devices.has(name) || (now.scalars.get(name) ?? 0) > 0));
  const requested = { ...asked, scalars };
  if (amountPairs(requested, now).some(([wanted, has]) => wanted > has) || now.allowedPods < 1) return false;
  if (!before) return true;
  const earlier = allocatableResources(before.status?.allocatable ?? {});
  if (now.allowedPods > earlier.allowedPods) return true;
  const grown = amountPairs(earlier, now);
  return amountPairs(requested, now, earlier).some(([wanted], i) => wanted > 0 && (grown[i]?.[0] ?? 0) < (grown[i]?.[1] ?? 0));
}

/** Amounts of two resources side by side, with all scalars that the first or `names` has. */
function amountPairs(a: Resource, b: Resource, names: Resource = a): (readonly [number, number])[] {
  const scalars = [...new Set([...a.scalars.keys(), ...names.scalars.keys()])].filter(isScalarResource).sort();
  return [
    [a.milliCpu, b.milliCpu],
    [a.memory, b.memory],
    [a.ephemeralStorage, b.ephemeralStorage],
    ...scalars.map((name): [number, number] => [a.scalars.get(name) ?? 0, b.scalars.get(name) ?? 0]),
  ];
}
