import type { HPAScalingRules, HorizontalPodAutoscalerBehavior } from '../../../model/kinds/autoscaling-v2.ts';

/** What an autoscaler has proposed and done lately; times are milliseconds since the epoch. */
export interface Memory {
  readonly recommendations: Noted[];
  readonly ups: Noted[];
  readonly downs: Noted[];
}
interface Noted {
  readonly at: number;
  readonly replicas: number;
}

/** For how long the highest proposal counts before pods go, where the behavior does not say. */
const STABILIZATION_WINDOW = 5 * 60_000;
const SCALE_UP_FACTOR = 2;
const SCALE_UP_MINIMUM = 4;

export interface Bounds {
  readonly current: number;
  readonly min: number;
  readonly max: number;
}

/** The number of replicas to be had, with the reasons and messages of the conditions. */
export interface Normalized {
  readonly replicas: number;
  readonly able: { readonly reason: string; readonly message: string };
  readonly limited: { readonly isLimited: boolean; readonly reason: string; readonly message: string };
  /** Whether it may be another number later, though nothing changes. */
  readonly changesWithTime: boolean;
}

/** Takes a proposal as far as stabilization, rates and bounds let it, and notes it. */
export function normalize(
  proposed: number,
  bounds: Bounds,
  behavior: HorizontalPodAutoscalerBehavior | undefined,
  memory: Memory,
  now: number,
): Normalized {
  const stable = behavior
    ? stabilizedBy(behavior, proposed, bounds, memory, now)
    : Math.max(proposed, ...since(memory.recommendations, now - STABILIZATION_WINDOW));
  note(memory.recommendations, { at: now, replicas: proposed });
  const { replicas, reason } = behavior ? limitedByBehavior(stable, bounds, behavior, memory, now) : limited(stable, bounds);
  const isRate = reason === 'ScaleUpLimit' || reason === 'ScaleDownLimit';
  return {
    replicas,
    able: stable === proposed ? READY : behavior && proposed >= bounds.current ? UP_STABILIZED : DOWN_STABILIZED,
    limited: { isLimited: replicas !== stable, reason, message: LIMITS[reason] },
    changesWithTime: stable !== proposed || (isRate && replicas !== stable),
  };
}

const READY = { reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
const DOWN_STABILIZED = {
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};
const UP_STABILIZED = {
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};
const LIMITS = {
  DesiredWithinRange: 'the desired count is within the acceptable range',
  ScaleUpLimit: 'the desired replica count is increasing faster than the maximum scale rate',
  ScaleDownLimit: 'the desired replica count is decreasing faster than the maximum scale rate',
  TooManyReplicas: 'the desired replica count is more than the maximum replica count',
  TooFewReplicas: 'the desired replica count is less than the minimum replica count',
} as const;

interface Limited {
  readonly replicas: number;
  readonly reason: keyof typeof LIMITS;
}

const since = (noted: readonly Noted[], cutoff: number): number[] => noted.filter(({ at }) => at >= cutoff).map(({ replicas }) => replicas);
const after = (noted: readonly Noted[], cutoff: number): number[] => noted.filter(({ at }) => at > cutoff).map(({ replicas }) => replicas);

/** The longest time that a behavior can look back. */
const LONGEST_WINDOW = 3600_000;

/** Notes something, and forgets what nobody can look back to any more. */
export function note(noted: Noted[], entry: Noted): void {
  const old = noted.findIndex(({ at }) => at < entry.at - LONGEST_WINDOW);
  if (old >= 0) noted.splice(old, 1);
  noted.push(entry);
}

function limited(stable: number, { current, min, max }: Bounds): Limited {
  const rate = Math.max(SCALE_UP_FACTOR * current, SCALE_UP_MINIMUM);
  if (stable < min) return { replicas: min, reason: 'TooFewReplicas' };
  const most = Math.min(max, rate);
  return stable > most
    ? { replicas: most, reason: max > rate ? 'ScaleUpLimit' : 'TooManyReplicas' }
    : { replicas: stable, reason: 'DesiredWithinRange' };
}

function stabilizedBy(
  { scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior,
  proposed: number,
  { current }: Bounds,
  { recommendations }: Memory,
  now: number,
): number {
  const up = (scaleUp?.stabilizationWindowSeconds ?? 0) * 1000;
  const down = scaleDown?.stabilizationWindowSeconds === undefined ? STABILIZATION_WINDOW : scaleDown.stabilizationWindowSeconds * 1000;
  const lowest = Math.min(proposed, ...after(recommendations, now - up));
  const highest = Math.max(proposed, ...after(recommendations, now - down));
  return Math.min(Math.max(current, lowest), highest);
}

function limitedByBehavior(
  stable: number,
  { current, min, max }: Bounds,
  { scaleUp = {}, scaleDown = {} }: HorizontalPodAutoscalerBehavior,
  memory: Memory,
  now: number,
): Limited {
  if (stable > current) {
    const rate = Math.max(current, rateLimit(scaleUp, current, memory, now, 1));
    const most = Math.min(max, rate);
    if (stable > most) return { replicas: most, reason: max > rate ? 'ScaleUpLimit' : 'TooManyReplicas' };
  } else if (stable < current) {
    const rate = Math.min(current, rateLimit(scaleDown, current, memory, now, -1));
    const least = Math.max(min, rate);
    if (stable < least) return { replicas: least, reason: min < rate ? 'ScaleDownLimit' : 'TooFewReplicas' };
  }
  return { replicas: stable, reason: 'DesiredWithinRange' };
}

/** How far the policies of a direction let a workload grow or shrink. */
function rateLimit(
  { selectPolicy = 'Max', policies = [] }: HPAScalingRules,
  current: number,
  { ups, downs }: Memory,
  now: number,
  direction: 1 | -1,
): number {
  if (selectPolicy === 'Disabled') return current;
  const sum = (noted: readonly Noted[], period: number): number => after(noted, now - period).reduce((total, each) => total + each, 0);
  const proposals = policies.map(({ type, value = 0, periodSeconds = 0 }) => {
    const atStart = current - sum(ups, periodSeconds * 1000) + sum(downs, periodSeconds * 1000);
    if (type === 'Pods') return atStart + direction * value;
    const proposed = atStart * (1 + (direction * value) / 100);
    return direction > 0 ? Math.ceil(proposed) : Math.trunc(proposed);
  });
  return (selectPolicy === 'Min') === direction > 0 ? Math.min(...proposals) : Math.max(...proposals);
}
