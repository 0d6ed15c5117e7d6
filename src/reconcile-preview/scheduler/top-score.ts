/**
 * The index of the highest score. Of several equal ones it is that which comes to the top of a heap as Go's `container/heap` builds it, since kube-scheduler
 * takes the top of one (until 1.34 it drew lots): of 1 1 3 1 3 the last.
 */
export function indexOfTopScore(scores: readonly number[]): number {
  /** Which score has come to the top of the part of the heap below a place. */
  const tops = new Int32Array(scores.length);
  for (let at = scores.length - 1; at >= 0; at--) {
    let top = at;
    let highest = scores[at] ?? 0;
    // of two equal ones below the first, and none below before the one above
    for (let child = 2 * at + 1; child <= 2 * at + 2 && child < scores.length; child++) {
      const score = scores[tops[child] ?? 0] ?? 0;
      if (score > highest) [top, highest] = [tops[child] ?? 0, score];
    }
    tops[at] = top;
  }
  return tops[0] ?? 0;
}
