import type { Job } from '../../../model/kinds/batch-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';
import { podsToDelete } from '../deletion-rank.ts';
import { indexOf, isIndexed } from './indexes.ts';

/** Active pods that are to go, at least `surplus`: of an indexed Job first those without a valid index and all but the best of each index, whether there are too many or not. */
export function podsToRemove(job: Typed<Job>, active: readonly Typed<Pod>[], surplus: number, now: number): readonly Typed<Pod>[] {
  const superfluous = isIndexed(job) ? withoutOwnIndex(job, active, now) : [];
  const going = new Set(superfluous);
  const others = active.filter((pod) => !going.has(pod));
  const missing = Math.max(0, surplus - superfluous.length);
  return missing === 0 ? superfluous : [...superfluous, ...podsToDelete(others, [], missing, now)];
}

function withoutOwnIndex({ spec }: Typed<Job>, active: readonly Typed<Pod>[], now: number): readonly Typed<Pod>[] {
  const byIndex = new Map<number, Typed<Pod>[]>();
  const invalid: Typed<Pod>[] = [];
  for (const pod of active) {
    const index = indexOf(pod);
    if (index === undefined || index >= (spec?.completions ?? 0)) invalid.push(pod);
    else byIndex.set(index, [...(byIndex.get(index) ?? []), pod]);
  }
  const repeated = [...byIndex.values()].flatMap((pods) => (pods.length > 1 ? podsToDelete(pods, [], pods.length - 1, now) : []));
  return [...invalid, ...repeated];
}
