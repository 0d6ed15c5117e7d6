import assert from 'node:assert/strict';
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
});
