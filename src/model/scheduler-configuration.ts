import type { NodeAffinity, TopologySpreadConstraint } from './kinds/core-v1.ts';

/** The extension points of the scheduling framework that a configuration names, in the order in which kube-scheduler fills them. */
export const EXTENSION_POINTS = [
  'preFilter',
  'filter',
  'postFilter',
  'reserve',
  'preScore',
  'score',
  'preBind',
  'bind',
  'postBind',
  'permit',
  'preEnqueue',
  'queueSort',
  'placementGenerate',
  'placementScore',
  'podGroupPostFilter',
] as const;
export type ExtensionPoint = (typeof EXTENSION_POINTS)[number];

/** How a kube-scheduler is set up: what a valid KubeSchedulerConfiguration comes to, defaults filled in. */
export interface SchedulerSetup {
  readonly podInitialBackoffSeconds: number;
  readonly podMaxBackoffSeconds: number;
  readonly profiles: readonly SchedulerProfile[];
}

/** One of the schedulers that pods name. */
export interface SchedulerProfile {
  readonly schedulerName: string;
  /** Which share of the nodes is enough to choose among; 0 for one that falls as the cluster grows. */
  readonly percentageOfNodesToScore: number;
  /** Names of the plugins that work at each point, in their order. */
  readonly points: Readonly<Record<ExtensionPoint, readonly string[]>>;
  /** What the scores of a plugin count. */
  readonly weights: ReadonlyMap<string, number>;
  readonly args: PluginArgs;
}

/** A point of a line of scores (0…10) over utilization (0…100). */
export interface ShapePoint {
  readonly utilization: number;
  readonly score: number;
}

export interface ResourceWeight {
  readonly name: string;
  readonly weight: number;
}

/** How the resources of a node become a score, as `NodeResourcesFitArgs.scoringStrategy` says it. */
export type ScoringStrategy = { readonly resources: readonly ResourceWeight[] } & (
  | { readonly type: 'LeastAllocated' | 'MostAllocated' }
  | { readonly type: 'RequestedToCapacityRatio'; readonly shape: readonly ShapePoint[] }
);

/** What `pluginConfig` sets, by plugin; a plugin that is not here has its defaults. */
export interface PluginArgs {
  readonly DefaultPreemption?: { readonly minCandidateNodesPercentage: number; readonly minCandidateNodesAbsolute: number };
  readonly InterPodAffinity?: { readonly hardPodAffinityWeight: number; readonly ignorePreferredTermsOfExistingPods: boolean };
  readonly NodeAffinity?: { readonly addedAffinity: NodeAffinity };
  readonly NodeResourcesBalancedAllocation?: { readonly resources: readonly string[] };
  readonly NodeResourcesFit?: {
    readonly ignoredResources: readonly string[];
    readonly ignoredResourceGroups: readonly string[];
    readonly strategy: ScoringStrategy;
  };
  /** Constraints of pods that have none; without them the system's. */
  readonly PodTopologySpread?: { readonly defaultConstraints: readonly TopologySpreadConstraint[] };
  readonly VolumeBinding?: { readonly shape: readonly ShapePoint[] };
}
