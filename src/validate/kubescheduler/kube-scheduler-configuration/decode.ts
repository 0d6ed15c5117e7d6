import { child, fieldPath, index, root, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import { parseGoDuration } from '../../../model/go-duration.ts';
import { isObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { NodeAffinity, TopologySpreadConstraint } from '../../../model/kinds/core-v1.ts';
import type { ExtensionPoint } from '../../../model/scheduler-configuration.ts';
import { decodeStructValue } from '../../../schema/decode.ts';
import type { SchemaRegistry } from '../../../schema/registry.ts';
import { argsType, CONFIG_GROUP, CONFIG_TYPE, CONFIG_VERSION, withSchedulerTypes } from './types.ts';

/** A plugin where a configuration names it. */
export interface NamedPlugin {
  readonly name?: string;
  readonly weight?: number;
}
export interface PluginSet {
  readonly enabled?: readonly NamedPlugin[];
  readonly disabled?: readonly NamedPlugin[];
}
export interface ConfiguredProfile {
  readonly schedulerName?: string;
  readonly percentageOfNodesToScore?: number;
  readonly plugins?: Readonly<Partial<Record<ExtensionPoint | 'multiPoint', PluginSet>>>;
  readonly pluginConfig?: readonly { readonly name?: string; readonly args?: unknown }[];
}

/** A KubeSchedulerConfiguration in canonical form; arguments of known plugins are decoded by their types. */
export interface KubeSchedulerConfiguration {
  readonly parallelism?: number;
  readonly leaderElection?: {
    readonly leaderElect?: boolean;
    readonly leaseDuration?: string;
    readonly renewDeadline?: string;
    readonly retryPeriod?: string;
    readonly resourceLock?: string;
  };
  readonly clientConnection?: { readonly burst?: number };
  readonly percentageOfNodesToScore?: number;
  readonly podInitialBackoffSeconds?: number;
  readonly podMaxBackoffSeconds?: number;
  readonly profiles?: readonly ConfiguredProfile[];
  readonly extenders?: readonly {
    readonly prioritizeVerb?: string;
    readonly weight?: number;
    readonly bindVerb?: string;
    readonly managedResources?: readonly { readonly name?: string }[];
  }[];
}

interface ConfiguredShapePoint {
  readonly utilization?: number;
  readonly score?: number;
}
interface ConfiguredResource {
  readonly name?: string;
  readonly weight?: number;
}

/** Arguments of plugins by plugin, in canonical form. */
export interface ConfiguredArgs {
  readonly DefaultPreemption: { readonly minCandidateNodesPercentage?: number; readonly minCandidateNodesAbsolute?: number };
  readonly InterPodAffinity: { readonly hardPodAffinityWeight?: number; readonly ignorePreferredTermsOfExistingPods?: boolean };
  readonly NodeAffinity: { readonly addedAffinity?: NodeAffinity };
  readonly NodeResourcesBalancedAllocation: { readonly resources?: readonly ConfiguredResource[] };
  readonly NodeResourcesFit: {
    readonly ignoredResources?: readonly string[];
    readonly ignoredResourceGroups?: readonly string[];
    readonly scoringStrategy?: {
      readonly type?: string;
      readonly resources?: readonly ConfiguredResource[];
      readonly requestedToCapacityRatio?: { readonly shape?: readonly ConfiguredShapePoint[] };
    };
  };
  readonly PodTopologySpread: { readonly defaultConstraints?: readonly TopologySpreadConstraint[]; readonly defaultingType?: string };
  readonly VolumeBinding: { readonly bindTimeoutSeconds?: number; readonly shape?: readonly ConfiguredShapePoint[] };
  readonly DynamicResources: { readonly filterTimeout?: string; readonly bindingTimeout?: string };
}

/** What is wrong with a configuration: kube-scheduler's words, and the field they are about. */
export interface SetupProblem {
  readonly path: FieldPath;
  readonly message: string;
  /** The field's name is meant, not its value. */
  readonly onKey?: true;
  /** The whole of the value at `path` is refused by a decoder that does not say where; the place is to be looked for. */
  readonly errorOf?: (value: JsonObject) => string | undefined;
}

export type DecodedConfiguration =
  | { readonly config: KubeSchedulerConfiguration; readonly problems?: undefined }
  | { readonly config?: undefined; readonly problems: readonly SetupProblem[] };

/** Decodes a configuration file as kube-scheduler does: strictly, and the arguments of its own plugins after the rest. */
export function decodeConfiguration(value: JsonObject, registry: SchemaRegistry): DecodedConfiguration {
  const types = withSchedulerTypes(registry);
  const wrongKind = typeMetaProblem(value);
  if (wrongKind) return { problems: [wrongKind] };
  const decoded = decodeStructValue(types, CONFIG_TYPE, value);
  const problems: SetupProblem[] =
    decoded.error === undefined ? [] : objections(decoded.error, root, (part) => decodeStructValue(types, CONFIG_TYPE, part).error);
  // What strict decoding minds is told together with what it minds in arguments; any other objection comes first.
  if (problems.some(({ onKey }) => !onKey)) return { problems };
  problems.push(...durationProblems(value));
  const args = new Map<unknown, unknown>();
  eachPluginConfig(value, (item, path) => {
    const read = decodeArgs(item, path, types);
    problems.push(...read.problems);
    if (isObject(item.args)) args.set(item.args, read.args);
  });
  const fatal = problems.find(({ onKey }) => !onKey);
  if (fatal) return { problems: [fatal] };
  if (problems.length > 0) return { problems };
  // The value was decoded by the very types that the interface spells out.
  return { config: { ...decoded.object, ...withArgs(value, decoded.object ?? {}, args) } as KubeSchedulerConfiguration };
}

function typeMetaProblem({ apiVersion, kind }: JsonObject): SetupProblem | undefined {
  const [version, name] = [typeof apiVersion === 'string' ? apiVersion : '', typeof kind === 'string' ? kind : ''];
  if (name === '') return { path: root, message: "Object 'Kind' is missing in the configuration" };
  if (version === '') return { path: root, message: "Object 'apiVersion' is missing in the configuration" };
  if (version === `${CONFIG_GROUP}/${CONFIG_VERSION}` && name === 'KubeSchedulerConfiguration') return undefined;
  if (version === `${CONFIG_GROUP}/${CONFIG_VERSION}` && Object.hasOwn(ARGS, name.replace(/Args$/, ''))) {
    return { path: fieldPath('kind'), message: `couldn't decode as KubeSchedulerConfiguration, got ${version}, Kind=${name}` };
  }
  return {
    path: fieldPath('apiVersion'),
    message: `no kind ${goQuote(name)} is registered for version ${goQuote(version)} in scheme "pkg/runtime/scheme.go:111"`,
  };
}

/** Plugins that have arguments. */
export const ARGS: Readonly<Record<keyof ConfiguredArgs, true>> = {
  DefaultPreemption: true,
  InterPodAffinity: true,
  NodeAffinity: true,
  NodeResourcesBalancedAllocation: true,
  NodeResourcesFit: true,
  PodTopologySpread: true,
  VolumeBinding: true,
  DynamicResources: true,
};

/** Of arguments strict decoding tells twice that it is strict: where they are, and of which plugin. */
function objections(
  error: string,
  path: FieldPath,
  errorOf: (part: JsonObject) => string | undefined,
  [where, what] = ['', ''],
): SetupProblem[] {
  const unknown = [...error.matchAll(/unknown field "((?:[^"\\]|\\.)*)"/g)];
  if (!error.startsWith('strict decoding error: ') || unknown.length === 0) return [{ path, message: `${where}${what}${error}`, errorOf }];
  const strict = 'strict decoding error: ';
  const prefix = where === '' ? strict : `${where}${strict}${what}${strict}`;
  return unknown.map(([text, field = '']) => ({ path: below(path, field), message: `${prefix}${text}`, onKey: true }));
}

/** `profiles[0].foo` below `at`. */
function below(at: FieldPath, text: string): FieldPath {
  let path = at;
  for (const [, name, number] of text.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    path = name !== undefined && number === undefined ? child(path, name) : index(path, Number(number));
  }
  return path;
}

function eachPluginConfig(value: JsonObject, act: (item: JsonObject, path: FieldPath) => void): void {
  const profiles: readonly Json[] = Array.isArray(value.profiles) ? value.profiles : [];
  profiles.forEach((profile, i) => {
    const configs: readonly Json[] = isObject(profile) && Array.isArray(profile.pluginConfig) ? profile.pluginConfig : [];
    configs.forEach((item, j) => {
      if (isObject(item)) act(item, index(child(index(fieldPath('profiles'), i), 'pluginConfig'), j));
    });
  });
}

function decodeArgs(
  { name: given, args }: JsonObject,
  at: FieldPath,
  types: SchemaRegistry,
): { readonly args?: unknown; readonly problems: readonly SetupProblem[] } {
  const name = typeof given === 'string' ? given : '';
  if (!Object.hasOwn(ARGS, name) || !isObject(args)) return { problems: [] };
  const path = child(at, 'args');
  const where = `decoding ${placeText(at)}: `;
  const { kind, apiVersion } = args;
  if (typeof kind === 'string' && kind !== '' && kind !== `${name}Args`) {
    const isKnown = Object.hasOwn(ARGS, kind.replace(/Args$/, '')) && kind.endsWith('Args');
    const message = isKnown
      ? `args for plugin ${name} were not of type ${name}Args.${CONFIG_GROUP}, got ${kind}.${CONFIG_GROUP}`
      : `decoding args for plugin ${name}: no kind ${goQuote(kind)} is registered for version "${CONFIG_GROUP}/${CONFIG_VERSION}"`;
    return { problems: [{ path: child(path, 'kind'), message: `${where}${message}` }] };
  }
  if (typeof apiVersion === 'string' && apiVersion !== '' && apiVersion !== `${CONFIG_GROUP}/${CONFIG_VERSION}`) {
    const message = `decoding args for plugin ${name}: no kind "${name}Args" is registered for version ${goQuote(apiVersion)}`;
    return { problems: [{ path: child(path, 'apiVersion'), message: `${where}${message}` }] };
  }
  const decoded = decodeStructValue(types, argsType(name), args);
  if (decoded.error === undefined) return { args: decoded.object, problems: [] };
  const errorOf = (part: JsonObject): string | undefined => decodeStructValue(types, argsType(name), part).error;
  return { problems: objections(decoded.error, path, errorOf, [where, `decoding args for plugin ${name}: `]) };
}

const placeText = (path: FieldPath): string => {
  const { element } = path;
  if (!path.parent || !element) return '';
  const before = placeText(path.parent);
  return element.kind === 'index' ? `${before}[${element.index}]` : `${before}.${element.kind === 'field' ? element.name : element.key}`;
};

const DURATIONS = [
  ['leaderElection', 'leaseDuration'],
  ['leaderElection', 'renewDeadline'],
  ['leaderElection', 'retryPeriod'],
] as const;

function durationProblems(value: JsonObject): SetupProblem[] {
  return DURATIONS.flatMap(([holder, name]) => {
    const text = isObject(value[holder]) ? value[holder][name] : undefined;
    return typeof text === 'string' && parseGoDuration(text) === undefined
      ? [{ path: fieldPath(holder, name), message: `time: invalid duration ${goQuote(text)}` }]
      : [];
  });
}

/** The decoded profiles with their arguments as their types have them. */
function withArgs(
  value: JsonObject,
  decoded: Readonly<Record<string, unknown>>,
  args: ReadonlyMap<unknown, unknown>,
): Readonly<Record<string, unknown>> {
  if (!Array.isArray(value.profiles) || !Array.isArray(decoded.profiles)) return {};
  const written: readonly Json[] = value.profiles;
  const profiles = decoded.profiles.map((profile: unknown, i) => {
    const source = written[i];
    if (!isObject(profile) || !Array.isArray(profile.pluginConfig) || !isObject(source) || !Array.isArray(source.pluginConfig))
      return profile;
    const items: readonly Json[] = source.pluginConfig;
    const pluginConfig = profile.pluginConfig.map((item: unknown, j) => {
      const from = items[j];
      const typed = isObject(from) ? args.get(from.args) : undefined;
      return isObject(item) && typed !== undefined ? { ...item, args: typed } : item;
    });
    return { ...profile, pluginConfig };
  });
  return { profiles };
}
