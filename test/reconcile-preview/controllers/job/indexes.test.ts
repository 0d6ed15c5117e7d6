import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatIndexes, parseIndexes } from '../../../../src/reconcile-preview/controllers/job/indexes.ts';

describe('completed indexes', () => {
  it('are runs and single numbers', () => {
    assert.equal(formatIndexes(new Set([5, 0, 2, 1])), '0-2,5');
    assert.equal(formatIndexes(new Set([0, 1, 3])), '0,1,3');
    assert.equal(formatIndexes(new Set()), '');
  });

  it('end below the number of completions', () => {
    assert.deepEqual([...parseIndexes('0-5,8', 4)], [0, 1, 2, 3]);
    assert.deepEqual([...parseIndexes(undefined, 4)], []);
    assert.deepEqual([...parseIndexes('x,3-', 4)], []);
  });

  it('read as they were written', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(60)), (indexes) => {
        assert.deepEqual(parseIndexes(formatIndexes(new Set(indexes)), 100), new Set(indexes.sort((a, b) => a - b)));
      }),
      { seed: 7 },
    );
  });
});
