import { compareText } from '../../../../model/json.ts';
import type { PodInfo } from '../../pod-info.ts';
import { startTime } from './select-victims.ts';

/** A node with the pods to be evicted from it. */
export interface Candidate {
  readonly nodeName: string;
  readonly victims: readonly PodInfo[];
  readonly violations: number;
}

/** Priorities count as positive numbers in sums, so that more victims are worse. */
const PRIORITY_OFFSET = 2 ** 31;

/**
 * The candidate that does the least harm: fewest violated budgets, then the lowest of the highest priorities, the smallest sum of priorities, the fewest victims,
 * the most important victims having started last; by name where upstream takes any.
 */
export function pickCandidate(candidates: readonly Candidate[]): Candidate | undefined {
  return [...candidates].sort(
    (a, b) =>
      a.violations - b.violations ||
      highestPriority(a) - highestPriority(b) ||
      prioritySum(a) - prioritySum(b) ||
      a.victims.length - b.victims.length ||
      compareText(earliestStart(b), earliestStart(a)) ||
      compareText(a.nodeName, b.nodeName),
  )[0];
}

const highestPriority = ({ victims }: Candidate): number => victims[0]?.priority ?? 0;
const prioritySum = ({ victims }: Candidate): number => victims.reduce((sum, { priority }) => sum + priority + PRIORITY_OFFSET, 0);

/** When the first of the most important victims started. */
function earliestStart({ victims }: Candidate): string {
  const highest = Math.max(...victims.map(({ priority }) => priority));
  return victims
    .filter(({ priority }) => priority === highest)
    .map(startTime)
    .reduce((earliest, start) => (start < earliest ? start : earliest));
}
