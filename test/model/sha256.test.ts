import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { sha256 } from '../../src/model/sha256.ts';

describe('sha256', () => {
  it('agrees with that of Node for texts of all lengths up to three blocks', () => {
    for (let length = 0; length < 200; length++) {
      const text = 'ü€x'.repeat(70).slice(0, length);
      assert.equal(sha256(text), createHash('sha256').update(text).digest('hex'), String(length));
    }
  });
});
