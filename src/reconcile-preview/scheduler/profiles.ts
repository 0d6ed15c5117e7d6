import type { PluginArgs, SchedulerProfile, SchedulerSetup } from '../../model/scheduler-configuration.ts';
import type { Release } from '../../schema/release.ts';
import type { FilterPass, Plugin } from './framework.ts';
import { isFilterPass } from './framework.ts';
import { defaultPreemptionWith } from './plugins/DefaultPreemption/default-preemption.ts';
import { interPodAffinityWith } from './plugins/InterPodAffinity/inter-pod-affinity.ts';
import { nodeAffinityWith } from './plugins/NodeAffinity/node-affinity.ts';
import { nodeResourcesBalancedAllocationWith } from './plugins/NodeResourcesBalancedAllocation/node-resources-balanced-allocation.ts';
import { nodeResourcesFitWith } from './plugins/NodeResourcesFit/node-resources-fit.ts';
import { podTopologySpreadWith } from './plugins/PodTopologySpread/pod-topology-spread.ts';
import { volumeBindingWith } from './plugins/VolumeBinding/volume-binding.ts';
import { SCHEDULER_NAME } from './pod-writes.ts';
import { PLUGINS, profileOf } from './profile.ts';
import { failure } from './verdict.ts';

/** One of the schedulers that pods name, ready to work. */
export interface Profile {
  readonly plugins: readonly Plugin[];
  /** Which share of the nodes is enough to choose among; 0 for one that falls as the cluster grows. */
  readonly percentageOfNodesToScore: number;
}

/** The profiles of a scheduler by the name that pods have; without a setup there is the default one. */
export function profilesOf(setup: SchedulerSetup | undefined, release: Release): ReadonlyMap<string, Profile> {
  if (!setup) return new Map([[SCHEDULER_NAME, { plugins: profileOf(release), percentageOfNodesToScore: 0 }]]);
  return new Map(
    setup.profiles.map((profile) => [
      profile.schedulerName,
      { plugins: pluginsOf(profile), percentageOfNodesToScore: profile.percentageOfNodesToScore },
    ]),
  );
}

/**
 * The plugins of a profile with what the profile takes away from them: those that filter in the order in which they do (they find out about the pod in the same
 * order), those that do not, and those that make room once more, in an order of their own.
 */
function pluginsOf({ points, weights, args }: SchedulerProfile): Plugin[] {
  const all = PLUGINS.map((plugin) => configured(plugin, args));
  const names = new Set([...points.filter, ...points.preFilter, ...points.preEnqueue, ...points.score]);
  const byName = (name: string): Plugin[] => all.filter((plugin) => plugin.name === name);
  return [
    ...[...names].flatMap(byName).map((plugin) => restricted(plugin, points, weights.get(plugin.name))),
    ...points.postFilter.flatMap(byName).map(({ name, postFilter, events }) => ({ name, events, ...(postFilter && { postFilter }) })),
  ];
}

/** A plugin with the arguments of its profile. */
function configured(plugin: Plugin, args: PluginArgs): Plugin {
  const { DefaultPreemption, InterPodAffinity, NodeAffinity, NodeResourcesBalancedAllocation, NodeResourcesFit, ...others } = args;
  const { PodTopologySpread, VolumeBinding } = others;
  switch (plugin.name) {
    case 'DefaultPreemption':
      return DefaultPreemption ? defaultPreemptionWith(DefaultPreemption) : plugin;
    case 'InterPodAffinity':
      return InterPodAffinity ? interPodAffinityWith(InterPodAffinity) : plugin;
    case 'NodeAffinity':
      return NodeAffinity ? nodeAffinityWith(NodeAffinity.addedAffinity) : plugin;
    case 'NodeResourcesBalancedAllocation':
      return NodeResourcesBalancedAllocation ? nodeResourcesBalancedAllocationWith(NodeResourcesBalancedAllocation.resources) : plugin;
    case 'NodeResourcesFit':
      return NodeResourcesFit ? nodeResourcesFitWith(NodeResourcesFit.strategy, NodeResourcesFit) : plugin;
    case 'PodTopologySpread':
      return PodTopologySpread ? podTopologySpreadWith(PodTopologySpread.defaultConstraints) : plugin;
    case 'VolumeBinding':
      return VolumeBinding ? volumeBindingWith(VolumeBinding.shape) : plugin;
    default:
      return plugin;
  }
}

/** A plugin without what its profile does not have it do; making room comes apart from the rest. */
function restricted(plugin: Plugin, points: SchedulerProfile['points'], weight: number | undefined): Plugin {
  const { name, enabled, sign, preEnqueue, preFilter, filter, preScore, events } = plugin;
  const [filters, scores] = [points.filter.includes(name), points.score.includes(name)];
  const reserves = points.reserve.includes(name) && points.preBind.includes(name);
  return {
    name,
    events,
    ...(enabled && { enabled }),
    ...(sign && { sign }),
    ...(weight !== undefined && { weight }),
    ...(preEnqueue && points.preEnqueue.includes(name) && { preEnqueue }),
    ...(filter && filters && { filter }),
    ...(preScore && scores && { preScore }),
    ...(preFilter && preparing(name, preFilter, { prepares: points.preFilter.includes(name), filters, scores, reserves })),
  };
}

function preparing(
  name: string,
  preFilter: NonNullable<Plugin['preFilter']>,
  { prepares, filters, scores, reserves }: Readonly<Record<'prepares' | 'filters' | 'scores' | 'reserves', boolean>>,
): Pick<Plugin, 'preFilter' | 'filter'> {
  const missing = MISSING_STATE[name];
  if (!prepares && filters && missing !== undefined)
    return { filter: () => failure(`${missing} "PreFilter${name}" from cycleState: not found`) };
  if (!prepares && !filters) return {};
  return {
    preFilter: (pod, context) => {
      const found = preFilter(pod, context);
      if (found === 'skip' || !isFilterPass(found)) return prepares ? found : 'skip';
      return without(found, { filter: !filters, fork: !filters, preScore: !scores, reserve: !reserves, nodeNames: !prepares });
    },
  };
}

/** What plugins say that filter without having found anything out about the pod; others find it out then. */
const MISSING_STATE: Readonly<Record<string, string>> = {
  InterPodAffinity: 'error reading',
  NodePorts: 'reading',
  NodeResourcesFit: 'error reading',
  PodTopologySpread: 'reading',
};

/** A pass without some of its abilities. */
const without = (pass: FilterPass, parts: Readonly<Partial<Record<keyof FilterPass, boolean>>>): FilterPass => {
  const copy: Record<string, unknown> = { ...pass };
  for (const [part, isOff] of Object.entries(parts)) if (isOff) delete copy[part];
  return copy;
};
