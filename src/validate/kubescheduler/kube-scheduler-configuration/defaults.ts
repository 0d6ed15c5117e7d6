import { EXTENSION_POINTS, type ExtensionPoint } from '../../../model/scheduler-configuration.ts';
import type { Release } from '../../../schema/release.ts';
import type { ConfiguredProfile, KubeSchedulerConfiguration, NamedPlugin, PluginSet } from './decode.ts';
import { defaultPlugins } from './plugins.ts';

export const DEFAULT_SCHEDULER_NAME = 'default-scheduler';

/** A profile with the plugins that its release has by default. */
export interface CompleteProfile {
  readonly schedulerName: string;
  readonly percentageOfNodesToScore: number | undefined;
  readonly points: Readonly<Record<ExtensionPoint | 'multiPoint', Required<PluginSet>>>;
  readonly pluginConfig: NonNullable<ConfiguredProfile['pluginConfig']>;
}

/** The profiles of a configuration; one with all defaults where it has none. */
export function completeProfiles({ profiles = [] }: KubeSchedulerConfiguration, release: Release): CompleteProfile[] {
  const given = profiles.length > 0 ? profiles : [{}];
  return given.map(({ schedulerName, percentageOfNodesToScore, plugins, pluginConfig = [] }) => ({
    schedulerName: schedulerName ?? (given.length === 1 ? DEFAULT_SCHEDULER_NAME : ''),
    percentageOfNodesToScore,
    points: completePoints(plugins, release),
    pluginConfig,
  }));
}

function completePoints(plugins: ConfiguredProfile['plugins'], release: Release): CompleteProfile['points'] {
  const none = { enabled: [], disabled: [] };
  const merged = (point: ExtensionPoint): Required<PluginSet> => merge([], plugins?.[point] ?? none);
  const defaults = defaultPlugins(release).map(({ name, weight }) => ({ name, ...(weight !== undefined && { weight }) }));
  const [first, ...others] = EXTENSION_POINTS;
  const points = others.reduce<Record<string, Required<PluginSet>>>((all, point) => ({ ...all, [point]: merged(point) }), {
    [first]: merged(first),
  });
  return { ...points, multiPoint: merge(defaults, plugins?.multiPoint ?? none) } as CompleteProfile['points'];
}

/** Default plugins stay where they are unless they are disabled; one that is enabled anew takes its settings from there; others follow. */
function merge(defaults: readonly NamedPlugin[], { enabled = [], disabled = [] }: PluginSet): Required<PluginSet> {
  const off = new Set(disabled.map(({ name = '' }) => name));
  const kept = off.has('*') ? [] : defaults.filter(({ name = '' }) => !off.has(name));
  const replaced = new Set<NamedPlugin>();
  const inPlace = kept.map((plugin) => {
    const custom = enabled.findLast(({ name }) => name === plugin.name);
    if (custom) replaced.add(custom);
    return custom ?? plugin;
  });
  return { enabled: [...inPlace, ...enabled.filter((plugin) => !replaced.has(plugin))], disabled };
}
