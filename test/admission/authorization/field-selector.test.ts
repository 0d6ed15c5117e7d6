import assert from 'node:assert/strict';
import { parseFieldSelector } from '../../../src/admission/authorization/field-selector.ts';

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
