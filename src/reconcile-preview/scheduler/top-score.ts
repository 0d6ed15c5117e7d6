/**
 * The index of the highest score. Of several equal ones it is that which comes to the top of a heap as Go's `container/heap` builds it, since kube-scheduler
 * takes the top of one (until 1.34 it drew lots): of 1 1 3 1 3 the last.
 */
export function indexOfTopScore(scores: readonly number[]): number {
  const scoreOf = (at: number): number => scores[at] ?? 0;
  /** Which score has come to the top of the part of the heap below a place. */
  const tops: number[] = new Array<number>(scores.length);
  for (let at = scores.length - 1; at >= 0; at--) {
    const [left = -1, right = -1] = [tops[2 * at + 1], tops[2 * at + 2]];
    const child = right >= 0 && scoreOf(right) > scoreOf(left) ? right : left;
    tops[at] = child >= 0 && scoreOf(child) > scoreOf(at) ? child : at;
  }
  return tops[0] ?? 0;
}
