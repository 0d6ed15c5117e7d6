import { compareText } from '../../../../model/json.ts';
import type { PodInfo } from '../../pod-info.ts';

/** A node with the pods to be evicted from it. */
export interface Candidate {
  readonly kind: 'candidate';
  readonly nodeName: string;
  /** The most important first. */
  readonly victims: readonly PodInfo[];
  /** How many of them a disruption budget protects. */
  readonly violations: number;
  readonly highestPriority: number;
  readonly prioritySum: number;
  /** When the first of the most important victims started. */
  readonly earliestStart: string;
}

/** Priorities count as positive numbers in sums, so that more victims are worse. */
const PRIORITY_OFFSET = 2 ** 31;

/** At least one victim, the most important first. */
export function candidateOf(nodeName: string, victims: readonly PodInfo[], violations: number): Candidate {
  const highest = Math.max(...victims.map(({ priority }) => priority));
  const starts = victims.filter(({ priority }) => priority === highest).map(startTime);
  return {
    kind: 'candidate',
    nodeName,
    victims,
    violations,
    highestPriority: victims[0]?.priority ?? 0,
    prioritySum: victims.reduce((sum, { priority }) => sum + priority + PRIORITY_OFFSET, 0),
    earliestStart: starts.reduce((earliest, start) => (start < earliest ? start : earliest)),
  };
}

/**
 * The candidate that does the least harm: fewest violated budgets, then the lowest of the highest priorities, the smallest sum of priorities, the fewest victims,
 * the most important victims having started last; by name where upstream takes any.
 */
export function pickCandidate(candidates: readonly Candidate[]): Candidate | undefined {
  let best: Candidate | undefined;
  for (const candidate of candidates) if (!best || compareHarm(candidate, best) < 0) best = candidate;
  return best;
}

const compareHarm = (a: Candidate, b: Candidate): number =>
  a.violations - b.violations ||
  a.highestPriority - b.highestPriority ||
  a.prioritySum - b.prioritySum ||
  a.victims.length - b.victims.length ||
  compareText(b.earliestStart, a.earliestStart) ||
  compareText(a.nodeName, b.nodeName);

/** When a pod started; one that has not started counts as started last. */
export const startTime = ({ pod }: PodInfo): string => pod.status?.startTime ?? '~';
