import type { Release } from '../../schema/release.ts';
import type { Plugin } from './framework.ts';
import { defaultPreemption } from './plugins/DefaultPreemption/default-preemption.ts';
import { dynamicResources } from './plugins/DynamicResources/dynamic-resources.ts';
import { imageLocality } from './plugins/ImageLocality/image-locality.ts';
import { interPodAffinity } from './plugins/InterPodAffinity/inter-pod-affinity.ts';
import { nodeAffinity } from './plugins/NodeAffinity/node-affinity.ts';
import { nodeDeclaredFeatures } from './plugins/NodeDeclaredFeatures/node-declared-features.ts';
import { nodeName } from './plugins/NodeName/node-name.ts';
import { nodePorts } from './plugins/NodePorts/node-ports.ts';
import { nodeResourcesBalancedAllocation } from './plugins/NodeResourcesBalancedAllocation/node-resources-balanced-allocation.ts';
import { nodeResourcesFit } from './plugins/NodeResourcesFit/node-resources-fit.ts';
import { nodeUnschedulable } from './plugins/NodeUnschedulable/node-unschedulable.ts';
import { podTopologySpread } from './plugins/PodTopologySpread/pod-topology-spread.ts';
import { schedulingGates } from './plugins/SchedulingGates/scheduling-gates.ts';
import { nodeVolumeLimits } from './plugins/NodeVolumeLimits/node-volume-limits.ts';
import { taintToleration } from './plugins/TaintToleration/taint-toleration.ts';
import { volumeBinding } from './plugins/VolumeBinding/volume-binding.ts';
import { volumeRestrictions } from './plugins/VolumeRestrictions/volume-restrictions.ts';
import { volumeZone } from './plugins/VolumeZone/volume-zone.ts';

/** All plugins of the default profile, in upstream's order: it decides which of several reasons a node is rejected for. */
export const PLUGINS: readonly Plugin[] = [
  schedulingGates,
  nodeName,
  nodeUnschedulable,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  volumeRestrictions,
  nodeVolumeLimits,
  volumeBinding,
  volumeZone,
  podTopologySpread,
  interPodAffinity,
  dynamicResources,
  defaultPreemption,
  nodeResourcesBalancedAllocation,
  imageLocality,
  nodeDeclaredFeatures,
];

/** The plugins of a release's default profile. */
export const profileOf = (release: Release): readonly Plugin[] => PLUGINS.filter(({ enabled }) => enabled?.(release) ?? true);
