import assert from 'node:assert/strict';
import { matchesLabels, matchesLabelSelector } from '../../src/model/label-selector.ts';

describe('label selector', () => {
  const labels = { app: 'web', tier: 'front' };

  it('matches nothing when absent, everything when empty', () => {
    assert.equal(matchesLabelSelector(undefined, labels), false);
    assert.equal(matchesLabelSelector({}, labels), true);
    assert.equal(matchesLabelSelector({}, undefined), true);
  });

  it('wants every pair', () => {
    assert.equal(matchesLabels({ app: 'web' }, labels), true);
    assert.equal(matchesLabels({ app: 'web', tier: 'back' }, labels), false);
    assert.equal(matchesLabels({ constructor: 'x' }, labels), false);
    assert.equal(matchesLabels({}, labels), true);
  });

  for (const [key, operator, values, expected] of [
    ['app', 'In', ['web', 'api'], true],
    ['app', 'In', ['api'], false],
    ['none', 'In', ['web'], false],
    ['app', 'NotIn', ['api'], true],
    ['app', 'NotIn', ['web'], false],
    ['none', 'NotIn', ['web'], true],
    ['app', 'Exists', [], true],
    ['none', 'Exists', [], false],
    ['app', 'DoesNotExist', [], false],
    ['none', 'DoesNotExist', [], true],
    ['app', 'Near', ['web'], false],
  ] as const) {
    it(`${key} ${operator} ${values.join(',')}: ${expected}`, () => {
      assert.equal(
        matchesLabelSelector({ matchLabels: { tier: 'front' }, matchExpressions: [{ key, operator, values: [...values] }] }, labels),
        expected,
      );
    });
  }
});
