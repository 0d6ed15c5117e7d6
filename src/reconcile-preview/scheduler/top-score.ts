/**
 * The index of the highest score. Of several equal ones it is that which comes to the top of a heap as Go's `container/heap` builds it, since kube-scheduler
 * takes the top of one (until 1.34 it drew lots): of 1 1 3 1 3 the last.
 */
export function indexOfTopScore(scores: readonly number[]): number {
  const heap = scores.map((_, i) => i);
  const isHigher = (a: number, b: number): boolean => (scores[heap[a] ?? 0] ?? 0) > (scores[heap[b] ?? 0] ?? 0);
  for (let root = Math.floor(heap.length / 2) - 1; root >= 0; root--) {
    for (let parent = root, left = 2 * root + 1; left < heap.length; left = 2 * parent + 1) {
      const child = left + 1 < heap.length && isHigher(left + 1, left) ? left + 1 : left;
      if (!isHigher(child, parent)) break;
      [heap[parent], heap[child]] = [heap[child] ?? 0, heap[parent] ?? 0];
      parent = child;
    }
  }
  return heap[0] ?? 0;
}
