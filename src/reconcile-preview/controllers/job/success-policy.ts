import type { Job } from '../../../model/kinds/batch-v1.ts';
import type { Typed } from '../../kind.ts';
import { parseIntervals } from './indexes.ts';

/** Why an indexed Job is complete before all its indexes have succeeded; undefined while no rule of its success policy is met. */
export function metSuccessRule({ spec }: Typed<Job>, succeededIndexes: ReadonlySet<number>): string | undefined {
  if (succeededIndexes.size === 0) return undefined;
  const at = (spec?.successPolicy?.rules ?? []).findIndex(({ succeededIndexes: wanted, succeededCount = Infinity }) => {
    if (wanted === undefined) return succeededIndexes.size >= succeededCount;
    const intervals = parseIntervals(wanted, spec?.completions ?? 0);
    const size = intervals.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    const met = [...succeededIndexes].filter((index) => intervals.some(([first, last]) => first <= index && index <= last)).length;
    return size > 0 && (met === size || met >= succeededCount);
  });
  return at < 0 ? undefined : `Matched rules at index ${at}`;
}
