import assert from 'node:assert/strict';
import { durationText } from '../../../src/cli/views/duration.ts';

describe('durationText', () => {
  it('says the two greatest units', () =>
    assert.deepEqual([0, 3.24, 59.99, 60, 601, 7200, 90_061].map(durationText), [
      '0 s',
      '3.2 s',
      '60 s',
      '1 min',
      '10 min 1 s',
      '2 h',
      '1 d 1 h',
    ]));
});
