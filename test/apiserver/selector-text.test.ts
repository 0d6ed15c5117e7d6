import assert from 'node:assert/strict';
import { isLabelSelectorText } from '../../src/apiserver/reviews/selector-text.ts';

describe('isLabelSelectorText', () => {
  for (const text of [
    '',
    ' ',
    'a',
    '!a',
    'a,b',
    'a=b',
    'a == b',
    'a!=b',
    'a=',
    'a=,b',
    'a in (b)',
    'a notin (b, c,)',
    'a in ()',
    'a > 5',
    'x.y/z in (b)',
    'in=notin',
  ])
    it(`takes ${JSON.stringify(text)}`, () => assert.equal(isLabelSelectorText(text), true));
  for (const text of [
    'a,',
    ',a',
    'a in b',
    'a in (b',
    'a b',
    '!a=b',
    'a=b c',
    'a>b',
    'a=(b)',
    'A_/b',
    'a=-b',
    'a in (b c)',
    '(a)',
    'a=b=c',
  ])
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(isLabelSelectorText(text), false));
});
