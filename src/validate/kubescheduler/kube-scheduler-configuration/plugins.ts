import type { ExtensionPoint } from '../../../model/scheduler-configuration.ts';
import { isSince, type Release } from '../../../schema/release.ts';

/** A plugin of kube-scheduler, as its profiles know it. */
export interface KnownPlugin {
  readonly name: string;
  /** Its weight in the default profile, where that has one. */
  readonly weight?: number;
  readonly points: readonly ExtensionPoint[];
  /** Points that it has only from 1.37 on. */
  readonly newPoints?: readonly ExtensionPoint[];
  /** Whether the release has it in the default profile; absent for always. */
  readonly isDefault?: (release: Release) => boolean;
  /** Whether the release has it at all; absent for always. */
  readonly exists?: (release: Release) => boolean;
}

const never = (): boolean => false;
const since =
  (first: Release): ((release: Release) => boolean) =>
  (release) =>
    isSince(release, first);

/** The plugins of kube-scheduler, those of the default profile in its order. */
export const KNOWN_PLUGINS: readonly KnownPlugin[] = [
  { name: 'SchedulingGates', points: ['preEnqueue'] },
  { name: 'PrioritySort', points: ['queueSort'] },
  { name: 'NodeName', points: ['filter'], newPoints: ['preFilter'] },
  { name: 'NodeUnschedulable', points: ['filter'], newPoints: ['preFilter'] },
  { name: 'TaintToleration', weight: 3, points: ['filter', 'preScore', 'score'], newPoints: ['preFilter'] },
  { name: 'NodeAffinity', weight: 2, points: ['preFilter', 'filter', 'preScore', 'score'] },
  { name: 'NodePorts', points: ['preFilter', 'filter'] },
  { name: 'NodeResourcesFit', weight: 1, points: ['preFilter', 'filter', 'preScore', 'score'] },
  { name: 'VolumeRestrictions', points: ['preFilter', 'filter'] },
  { name: 'NodeVolumeLimits', points: ['preFilter', 'filter'] },
  { name: 'VolumeBinding', points: ['preFilter', 'filter', 'preScore', 'score', 'reserve', 'preBind'] },
  { name: 'VolumeZone', points: ['preFilter', 'filter'] },
  { name: 'PodTopologySpread', weight: 2, points: ['preFilter', 'filter', 'preScore', 'score'] },
  { name: 'InterPodAffinity', weight: 2, points: ['preFilter', 'filter', 'preScore', 'score'] },
  {
    name: 'DynamicResources',
    weight: 2,
    points: ['preEnqueue', 'preFilter', 'filter', 'postFilter', 'score', 'reserve', 'preBind'],
    newPoints: ['podGroupPostFilter'],
  },
  { name: 'DefaultPreemption', points: ['preEnqueue', 'postFilter'] },
  { name: 'NodeResourcesBalancedAllocation', weight: 1, points: ['preScore', 'score'] },
  { name: 'ImageLocality', weight: 1, points: ['score'] },
  { name: 'DefaultBinder', points: ['bind'] },
  { name: 'NodeDeclaredFeatures', points: ['preFilter', 'filter'], isDefault: since('1.36'), exists: since('1.35') },
  { name: 'GangScheduling', points: ['preEnqueue', 'permit'], isDefault: never, exists: since('1.35') },
  { name: 'DeferredPodScheduling', points: ['preFilter', 'filter', 'permit'], isDefault: never, exists: since('1.37') },
  { name: 'TopologyPlacementGenerator', points: ['placementGenerate'], isDefault: never, exists: since('1.36') },
  { name: 'PodGroupPodsCount', points: ['placementScore'], isDefault: never, exists: since('1.36') },
];

/** A plugin by name, where the release has it. */
export const knownPlugin = (name: string, release: Release): KnownPlugin | undefined =>
  KNOWN_PLUGINS.find((plugin) => plugin.name === name && (plugin.exists?.(release) ?? true));

export const defaultPlugins = (release: Release): readonly KnownPlugin[] =>
  KNOWN_PLUGINS.filter(({ isDefault }) => isDefault?.(release) ?? true);

/** The points at which a plugin can work. */
export const pointsOf = ({ points, newPoints = [] }: KnownPlugin, release: Release): readonly ExtensionPoint[] =>
  isSince(release, '1.37') ? [...points, ...newPoints] : points;
