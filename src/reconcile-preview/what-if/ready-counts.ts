import type { ReadView } from '../../cluster/store.ts';
import { compareText } from '../../model/json.ts';
import { objectText, type ObjectName } from '../network/finding.ts';
import { desiredPods, isLasting, lastingWorkload } from '../rollout/lasting-workload.ts';
import { PodObserver, type CountingRule } from '../rollout/pod-observer.ts';
import type { TimelineEntry } from '../timeline.ts';

/** How many pods of a workload are ready while something happens. */
export interface ReadyCount {
  readonly workload: ObjectName;
  /** How many pods it wants to have in the end. */
  readonly wanted: number;
  readonly before: number;
  readonly lowest: number;
  readonly after: number;
}

/** Only how many are ready is asked for. */
const READY: CountingRule = { minReadySeconds: 0, isNew: () => true };

/** The ready pods of each lasting workload that had or has some, from `before` over `entries` to `after`. */
export function readyCounts(before: ReadView, entries: readonly TimelineEntry[], after: ReadView): ReadyCount[] {
  const lowest = new Map<string, number>();
  const observer = new PodObserver({
    before,
    ruleFor: () => READY,
    onChange: ({ workload, ready }) => {
      const key = objectText(workload);
      lowest.set(key, Math.min(ready, lowest.get(key) ?? 0));
    },
  });
  const first = new Map(observer.tallies.map(({ workload, ready }) => [objectText(workload), ready]));
  for (const [key, ready] of first) lowest.set(key, ready);
  for (const entry of entries) observer.observe(entry);
  return observer.tallies
    .filter(({ workload }) => isLasting(workload))
    .map(({ workload, ready }) => ({
      workload,
      wanted: desiredPods(lastingWorkload(workload, after)),
      before: first.get(objectText(workload)) ?? 0,
      lowest: lowest.get(objectText(workload)) ?? 0,
      after: ready,
    }))
    .sort((a, b) => compareText(sortKey(a), sortKey(b)));
}

const sortKey = ({ workload: { namespace, name, kind } }: ReadyCount): string => [namespace, name, kind].join('/');
