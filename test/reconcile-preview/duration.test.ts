import assert from 'node:assert/strict';
import { parseDuration } from '../../src/reconcile-preview/duration.ts';

describe('parseDuration', () => {
  it('reads durations as Go does, and days', () =>
    assert.deepEqual(
      ['90s', '1h30m', '2d', '1d12h', '1.5s', '1ms'].map(parseDuration),
      [90_000, 5_400_000, 172_800_000, 129_600_000, 1500, 1],
    ));

  it('takes nothing else, and nothing that does not last', () =>
    assert.deepEqual(['', '5', 'soon', '-1m', '0s', '1us', '2d5'].map(parseDuration), Array(7).fill(undefined)));
});
