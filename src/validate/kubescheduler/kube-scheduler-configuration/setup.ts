import { child, elementsOf, index, pathOf, root } from '../../../model/field-path.ts';
import { fieldErrorText, type FieldError } from '../../../model/field-error.ts';
import type { JsonObject } from '../../../model/json.ts';
import type {
  PluginArgs,
  ResourceWeight,
  SchedulerProfile,
  SchedulerSetup,
  ScoringStrategy,
  ShapePoint,
} from '../../../model/scheduler-configuration.ts';
import type { Release } from '../../../schema/release.ts';
import type { SchemaRegistry } from '../../../schema/registry.ts';
import { ruleContext } from '../../feature-gates.ts';
import { decodeConfiguration, type ConfiguredArgs, type SetupProblem } from './decode.ts';
import { completeProfiles, type CompleteProfile } from './defaults.ts';
import { creating, expandProfile, profilePath } from './expand.ts';
import { ARGS_RULES } from './validate-args.ts';
import { extenderPath, validateConfiguration } from './validate.ts';

export interface ReadSetup {
  /** Undefined where kube-scheduler would not start. */
  readonly setup?: SchedulerSetup;
  /** Why it would not. */
  readonly problems: readonly SetupProblem[];
  /** What it would ask others, who are not asked offline. */
  readonly notes: readonly SetupProblem[];
}

/** Reads a KubeSchedulerConfiguration as the kube-scheduler of a release does: decodes, defaults and validates it and sets up its profiles. */
export function readSchedulerConfiguration(value: JsonObject, registry: SchemaRegistry): ReadSetup {
  const { release } = registry;
  const { config, problems } = decodeConfiguration(value, registry);
  if (!config) return { problems, notes: [] };
  const complete = completeProfiles(config, release);
  const errors = validateConfiguration(config, complete, ruleContext(release));
  if (errors.length > 0) return { problems: errors.map(problemOf), notes: [] };
  const profiles: SchedulerProfile[] = [];
  for (const [i, profile] of complete.entries()) {
    const refused = fitProblems(profile, i, release);
    if (refused.length > 0) return { problems: refused, notes: [] };
    const expanded = expandProfile(profile, config.profiles?.[i] ?? {}, profilePath(i), release);
    if (expanded.problem) return { problems: [expanded.problem], notes: [] };
    const { points, weights } = expanded;
    profiles.push({
      schedulerName: profile.schedulerName,
      percentageOfNodesToScore: profile.percentageOfNodesToScore ?? config.percentageOfNodesToScore ?? 0,
      points,
      weights,
      args: argsOf(profile),
    });
  }
  return {
    setup: {
      podInitialBackoffSeconds: config.podInitialBackoffSeconds ?? 1,
      podMaxBackoffSeconds: config.podMaxBackoffSeconds ?? 10,
      profiles,
    },
    problems: [],
    notes: (config.extenders ?? []).map((_, i) => ({
      path: extenderPath(i),
      message: 'extenders are not asked offline: this one has no say',
    })),
  };
}

/** What the plugin NodeResourcesFit refuses in its arguments, where the profile has it. */
function fitProblems(profile: CompleteProfile, i: number, release: Release): SetupProblem[] {
  const isNeeded = Object.values(profile.points).some(({ enabled }) => enabled.some(({ name }) => name === 'NodeResourcesFit'));
  const at = profile.pluginConfig.findIndex(({ name }) => name === 'NodeResourcesFit');
  const args = argsFor(profile, 'NodeResourcesFit');
  if (!isNeeded || !args) return [];
  const place = child(index(child(profilePath(i), 'pluginConfig'), at), 'args');
  return ARGS_RULES.NodeResourcesFit(args, root, ruleContext(release)).map((error) => ({
    path: pathOf([...elementsOf(place), ...elementsOf(error.path)]),
    message: `${creating(profile)}initializing plugin "NodeResourcesFit": ${fieldErrorText(error)}`,
  }));
}

function argsFor<Plugin extends keyof ConfiguredArgs>(
  { pluginConfig }: CompleteProfile,
  plugin: Plugin,
): ConfiguredArgs[Plugin] | undefined {
  // Decoding made the arguments what their plugin's name says.
  return pluginConfig.find(({ name }) => name === plugin)?.args as ConfiguredArgs[Plugin] | undefined;
}

const problemOf = (error: FieldError): SetupProblem => ({
  path: error.path,
  message: fieldErrorText(error),
  ...(error.type === 'FieldValueForbidden' && { onKey: true }),
});

/** The arguments of a profile's plugins with their defaults. */
function argsOf(profile: CompleteProfile): PluginArgs {
  const given = <Plugin extends keyof ConfiguredArgs>(plugin: Plugin): ConfiguredArgs[Plugin] | undefined => argsFor(profile, plugin);
  const [preemption, podAffinity, nodeAffinity] = [
    given('DefaultPreemption'),
    given('InterPodAffinity'),
    given('NodeAffinity')?.addedAffinity,
  ];
  const [balanced, fit, spread, volumes] = [
    given('NodeResourcesBalancedAllocation')?.resources,
    given('NodeResourcesFit'),
    given('PodTopologySpread'),
    given('VolumeBinding')?.shape,
  ];
  return {
    ...(preemption && {
      DefaultPreemption: {
        minCandidateNodesPercentage: preemption.minCandidateNodesPercentage ?? 10,
        minCandidateNodesAbsolute: preemption.minCandidateNodesAbsolute ?? 100,
      },
    }),
    ...(podAffinity && {
      InterPodAffinity: {
        hardPodAffinityWeight: podAffinity.hardPodAffinityWeight ?? 1,
        ignorePreferredTermsOfExistingPods: podAffinity.ignorePreferredTermsOfExistingPods ?? false,
      },
    }),
    ...(nodeAffinity && { NodeAffinity: { addedAffinity: nodeAffinity } }),
    ...(balanced?.length && { NodeResourcesBalancedAllocation: { resources: balanced.map(({ name = '' }) => name) } }),
    ...(fit && {
      NodeResourcesFit: {
        ignoredResources: fit.ignoredResources ?? [],
        ignoredResourceGroups: fit.ignoredResourceGroups ?? [],
        strategy: strategyOf(fit.scoringStrategy),
      },
    }),
    ...(spread?.defaultingType === 'List' && { PodTopologySpread: { defaultConstraints: spread.defaultConstraints ?? [] } }),
    ...(volumes?.length && { VolumeBinding: { shape: volumes.map(pointOf) } }),
  };
}

const DEFAULT_RESOURCES: readonly ResourceWeight[] = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];

function strategyOf(strategy: ConfiguredArgs['NodeResourcesFit']['scoringStrategy']): ScoringStrategy {
  const { type, resources = [], requestedToCapacityRatio } = strategy ?? { type: 'LeastAllocated' };
  const weighed = resources.length > 0 ? resources.map(({ name = '', weight = 0 }) => ({ name, weight: weight || 1 })) : DEFAULT_RESOURCES;
  switch (type) {
    case 'RequestedToCapacityRatio':
      return { type, resources: weighed, shape: (requestedToCapacityRatio?.shape ?? []).map(pointOf) };
    case 'MostAllocated':
      return { type, resources: weighed };
    default:
      return { type: 'LeastAllocated', resources: weighed };
  }
}

const pointOf = ({ utilization = 0, score = 0 }: { readonly utilization?: number; readonly score?: number }): ShapePoint => ({
  utilization,
  score,
});
