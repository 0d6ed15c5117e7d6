import assert from 'node:assert/strict';
import fc from 'fast-check';
import { indexOfTopScore } from '../../../src/reconcile-preview/scheduler/top-score.ts';

describe('the top score', () => {
  for (const [scores, top] of [
    [[5], 0],
    [[1, 1, 1, 1], 0],
    [[1, 2, 2], 1],
    [[1, 1, 2, 3, 3], 3],
    [[1, 1, 3, 1, 3], 4],
    [[0, 7, 7, 7, 9, 1, 9], 4],
  ] as const)
    it(`of ${scores.join(' ')} is number ${top}`, () => assert.equal(indexOfTopScore(scores), top));

  it('is what comes to the top of a heap', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 40 }), (scores) => {
        const heap = scores.map((score, index) => ({ score, index }));
        const sink = (at: number): void => {
          const [left, right] = [2 * at + 1, 2 * at + 2];
          const child = (heap[right]?.score ?? -1) > (heap[left]?.score ?? -1) ? right : left;
          const [above, below] = [heap[at], heap[child]];
          if (!above || !below || below.score <= above.score) return;
          heap[at] = below;
          heap[child] = above;
          sink(child);
        };
        for (let at = (heap.length >> 1) - 1; at >= 0; at--) sink(at);
        assert.equal(indexOfTopScore(scores), heap[0]?.index);
      }),
      { seed: 42, numRuns: 2000 },
    ));
});
