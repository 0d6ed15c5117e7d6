/**
 * The index of the highest score. Of several equal ones it is that which comes to the top of a heap as Go's `container/heap` builds it, since kube-scheduler
 * takes the top of one (until 1.34 it drew lots): of 1 1 3 1 3 the last.
 */
export function indexOfTopScore(scores: readonly number[]): number {
  let top = 0;
  let highest = scores[0] ?? 0;
  for (let at = 1; at < scores.length; at++) {
    const score = scores[at] ?? 0;
    if (score < highest || (score === highest && !isBeforeInHeap(at, top))) continue;
    top = at;
    highest = score;
  }
  return top;
}

/**
 * Whether an equal score at a later place comes to the top nevertheless: one does not rise above an equal one, and of two below a place the left one rises.
 * Counted from 1, the places below one are those whose binary digits begin with its: 5 (101) is in the left half below 1, 3 (11) is the right one.
 */
function isBeforeInHeap(later: number, place: number): boolean {
  const [a, b] = [later + 1, place + 1];
  return a >> (Math.clz32(b) - Math.clz32(a)) < b;
}
