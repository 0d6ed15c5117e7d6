import assert from 'node:assert/strict';
import { labelSelectorText } from '../../src/model/label-selector.ts';
import { parseLabelSelector } from '../../src/model/parse-label-selector.ts';

describe('label selectors as text', () => {
  it('are read requirement by requirement', () => {
    assert.deepEqual(parseLabelSelector('app=web, tier in (a, b),!old,new,env!=prod,zone notin (x),v==1'), {
      matchExpressions: [
        { key: 'app', operator: 'In', values: ['web'] },
        { key: 'tier', operator: 'In', values: ['a', 'b'] },
        { key: 'old', operator: 'DoesNotExist' },
        { key: 'new', operator: 'Exists' },
        { key: 'env', operator: 'NotIn', values: ['prod'] },
        { key: 'zone', operator: 'NotIn', values: ['x'] },
        { key: 'v', operator: 'In', values: ['1'] },
      ],
    });
    assert.deepEqual(parseLabelSelector(' '), { matchExpressions: [] });
  });

  it('are refused when they are none', () => {
    for (const text of ['app=web,', '=web', 'a b', 'a in b', 'a in (b', '!']) assert.equal(parseLabelSelector(text), undefined, text);
  });

  it('are written by key', () => {
    const selector = {
      matchLabels: { tier: 'x', app: 'web' },
      matchExpressions: [
        { key: 'env', operator: 'NotIn', values: ['b', 'a'] },
        { key: 'one', operator: 'In', values: ['z'] },
        { key: 'old', operator: 'DoesNotExist' },
        { key: 'new', operator: 'Exists' },
      ],
    };
    assert.equal(labelSelectorText(selector), 'app=web,env notin (a,b),new,!old,one in (z),tier=x');
  });
});
