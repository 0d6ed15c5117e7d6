import assert from 'node:assert/strict';
import { exitCodeOf, failsRun } from '../../src/cli/exit-code.ts';

describe('exitCodeOf', () => {
  it('is 0 without anything', () => assert.equal(exitCodeOf({ failed: false, unreadable: false, bug: false }), 0));
  it('is 2 for unreadable input alone', () => assert.equal(exitCodeOf({ failed: false, unreadable: true, bug: false }), 2));
  it('is 1 when there are findings too', () => assert.equal(exitCodeOf({ failed: true, unreadable: true, bug: false }), 1));
  it('is 3 for a bug, whatever else', () => assert.equal(exitCodeOf({ failed: true, unreadable: true, bug: true }), 3));
});

describe('failsRun', () => {
  it('compares with the threshold', () =>
    assert.deepEqual(
      [failsRun('warning', 'error'), failsRun('warning', 'warning'), failsRun('error', 'never'), failsRun('hint', 'info')],
      [false, true, false, false],
    ));
});
