import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';
import { podCondition } from '../pod-state.ts';

/** For so long after its start a pod's processor use counts only once it is ready, and a whole window has passed since. */
const CPU_INITIALIZATION_PERIOD = 5 * 60_000;
/** A pod that never was ready within this time of its start has never been ready. */
const INITIAL_READINESS_DELAY = 30_000;
/** Over how long metrics are measured. */
const WINDOW = 15_000;

/** Pods as an autoscaler looks at them. */
export interface PodGroups {
  readonly readyCount: number;
  /** Not ready, or not for long enough to tell. */
  readonly unready: readonly string[];
  /** Nothing is known of them. */
  readonly missing: readonly string[];
  /** In how many milliseconds a pod is ready for long enough; undefined where none waits for that. */
  readonly settlesIn: number | undefined;
}

/** Groups pods, and takes what is not to count out of `amounts`. */
export function groupPods(pods: readonly Typed<Pod>[], amounts: Map<string, number>, isCpu: boolean, now: number): PodGroups {
  const [unready, missing, waits]: [string[], string[], number[]] = [[], [], []];
  let readyCount = 0;
  for (const pod of pods) {
    const { metadata, status } = pod;
    const name = metadata.name ?? '';
    if (metadata.deletionTimestamp !== undefined || status?.phase === 'Failed') amounts.delete(name);
    else if (status?.phase === 'Pending') unready.push(name);
    else if (!amounts.has(name)) missing.push(name);
    else {
      const wait = isCpu ? cpuWait(pod, now) : 0;
      if (wait === 0) readyCount += 1;
      else {
        unready.push(name);
        waits.push(wait);
      }
    }
  }
  for (const name of unready) amounts.delete(name);
  const ends = waits.filter((wait) => wait !== Infinity);
  return { readyCount, unready, missing, settlesIn: ends.length > 0 ? Math.min(...ends) : undefined };
}

/** For how long the processor use of a pod does not count yet. */
function cpuWait(pod: Typed<Pod>, now: number): number {
  const ready = podCondition(pod, 'Ready');
  const started = timeOf(pod.status?.startTime);
  if (!ready || started === undefined) return Infinity;
  const changed = timeOf(ready.lastTransitionTime) ?? 0;
  if (started + CPU_INITIALIZATION_PERIOD > now) return ready.status === 'False' ? Infinity : Math.max(0, changed + WINDOW - now);
  return ready.status === 'False' && started + INITIAL_READINESS_DELAY > changed ? Infinity : 0;
}

const timeOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));
