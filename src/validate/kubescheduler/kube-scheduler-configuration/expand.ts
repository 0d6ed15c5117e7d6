import { child, index, root, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import { EXTENSION_POINTS, type ExtensionPoint } from '../../../model/scheduler-configuration.ts';
import type { Release } from '../../../schema/release.ts';
import type { ConfiguredProfile, SetupProblem } from './decode.ts';
import type { CompleteProfile } from './defaults.ts';
import { knownPlugin, pointsOf } from './plugins.ts';

export type Expanded =
  | {
      readonly points: Readonly<Record<ExtensionPoint, readonly string[]>>;
      readonly weights: ReadonlyMap<string, number>;
      readonly problem?: undefined;
    }
  | { readonly problem: SetupProblem };

/** Go's name of the interface of a point. */
const interfaceOf = (point: ExtensionPoint): string => `${point.charAt(0).toUpperCase()}${point.slice(1)}Plugin`;

/** Scores of all plugins together may not become more than an int64 holds. */
const MAX_TOTAL_SCORE = 2n ** 63n - 1n;

/** Which plugins work at which points of a profile, as the scheduling framework works it out when it starts; or the first thing that keeps it from starting. */
export function expandProfile(profile: CompleteProfile, given: ConfiguredProfile, at: FieldPath, release: Release): Expanded {
  const problem = (message: string, path: FieldPath = at): Expanded => ({
    problem: { path, message: `${creating(profile)}${message}` },
  });
  /** Where the profile names a plugin. */
  const placeOf = (name: string, point: ExtensionPoint | 'multiPoint', from: 'first' | 'last' = 'first'): FieldPath => {
    const enabled = given.plugins?.[point]?.enabled ?? [];
    const i =
      from === 'first' ? enabled.findIndex((plugin) => plugin.name === name) : enabled.findLastIndex((plugin) => plugin.name === name);
    return i < 0 ? at : index(child(at, 'plugins', point, 'enabled'), i);
  };
  const points: Partial<Record<ExtensionPoint, readonly string[]>> = {};
  for (const point of EXTENSION_POINTS) {
    const names: string[] = [];
    for (const { name = '' } of profile.points[point].enabled) {
      const plugin = knownPlugin(name, release);
      if (!plugin) return problem(`${interfaceOf(point)} ${goQuote(name)} does not exist`, placeOf(name, point));
      if (!pointsOf(plugin, release).includes(point))
        return problem(`plugin ${goQuote(name)} does not extend ${interfaceOf(point)} plugin`, placeOf(name, point));
      if (names.includes(name)) return problem(alreadyRegistered(name, point), placeOf(name, point, 'last'));
      names.push(name);
    }
    points[point] = names;
  }
  const multiPoint = profile.points.multiPoint.enabled.map(({ name = '' }) => name);
  for (const point of multiPoint.length > 0 ? EXTENSION_POINTS : []) {
    const disabled = profile.points[point].disabled.map(({ name }) => name);
    if (disabled.includes('*')) continue;
    const specific = points[point] ?? [];
    const overriding = new Set<string>();
    const spread: string[] = [];
    for (const name of multiPoint) {
      const plugin = knownPlugin(name, release);
      if (!plugin) return problem(`${interfaceOf(point)} ${goQuote(name)} does not exist`, placeOf(name, 'multiPoint'));
      if (!pointsOf(plugin, release).includes(point) || disabled.includes(name)) continue;
      if (specific.includes(name)) overriding.add(name);
      else if (spread.includes(name)) return problem(alreadyRegistered(name, point), placeOf(name, 'multiPoint', 'last'));
      else spread.push(name);
    }
    points[point] = [...specific.filter((name) => overriding.has(name)), ...spread, ...specific.filter((name) => !overriding.has(name))];
  }
  const { queueSort = [], bind = [], placementGenerate = [] } = points;
  const forName = `for profile with scheduler name ${goQuote(profile.schedulerName)}`;
  if (queueSort.length !== 1)
    return problem(`only one queue sort plugin required ${forName}, but got ${queueSort.length}`, child(at, 'plugins', 'queueSort'));
  if (bind.length === 0) return problem(`at least one bind plugin is needed ${forName}`, child(at, 'plugins', 'bind'));
  if (placementGenerate.length > 1) return problem(`at most one placement generate plugin is allowed ${forName}`);
  const weights = scoreWeights(profile, release);
  if (!weights) return problem('score plugins: total score of Score plugins could overflow', child(at, 'plugins'));
  return { points: points as Record<ExtensionPoint, readonly string[]>, weights };
}

/** How kube-scheduler begins to say why it cannot set up a profile. */
export const creating = ({ schedulerName }: CompleteProfile): string =>
  `initializing profiles: creating profile for scheduler name ${schedulerName}: `;

const alreadyRegistered = (name: string, point: ExtensionPoint): string =>
  `plugin ${goQuote(name)} already registered as ${goQuote(interfaceOf(point))}`;

/** Weights by plugin: those at `score` come before those at `multiPoint`, and none is 1. */
function scoreWeights({ points }: CompleteProfile, release: Release): Map<string, number> | undefined {
  const weights = new Map<string, number>();
  let total = 0n;
  for (const { name = '', weight = 0 } of [...points.score.enabled, ...points.multiPoint.enabled]) {
    const plugin = knownPlugin(name, release);
    if (!plugin?.points.includes('score') || weights.has(name)) continue;
    const counts = weight === 0 ? 1 : weight;
    if (BigInt(counts) * 100n > MAX_TOTAL_SCORE - total) return undefined;
    total += BigInt(counts) * 100n;
    weights.set(name, counts);
  }
  return weights;
}

/** The path of a profile. */
export const profilePath = (i: number): FieldPath => index(child(root, 'profiles'), i);
