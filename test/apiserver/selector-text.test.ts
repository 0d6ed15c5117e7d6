import assert from 'node:assert/strict';
import { isLabelSelectorText, parseFieldSelector } from '../../src/apiserver/reviews/selector-text.ts';

describe('parseFieldSelector', () => {
  it('reads terms and their escapes', () => {
    assert.deepEqual(parseFieldSelector('a=b,c!=d,e==f\\,g\\=\\\\,'), [
      { field: 'a', operator: '=', value: 'b' },
      { field: 'c', operator: '!=', value: 'd' },
      { field: 'e', operator: '=', value: 'f,g=\\' },
    ]);
    assert.deepEqual(parseFieldSelector('=,a='), [
      { field: '', operator: '=', value: '' },
      { field: 'a', operator: '=', value: '' },
    ]);
  });
  for (const text of ['a', 'a==b=c', 'a=b\\', 'a=\\x', 'a,b=c'])
    it(`refuses ${text}`, () => assert.equal(parseFieldSelector(text), undefined));
});

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
