import assert from 'node:assert/strict';
import { createWarningList } from '../../src/apiserver/warning-list.ts';

function listed(...texts: readonly string[]): readonly string[] {
  const list = createWarningList();
  texts.forEach((text) => list.add(text));
  return list.texts;
}

describe('createWarningList', () => {
  it('has each text once', () => assert.deepEqual(listed('b', 'a', '', 'b'), ['b', 'a']));
  it('leaves out what a header cannot hold', () => assert.deepEqual(listed('a\u0001', 'b\nc', 'é'), ['é']));
  it('cuts all texts once they are too long together', () => {
    const [first, second, third] = ['a'.repeat(4000), 'é'.repeat(97), 'c'.repeat(300)];
    assert.deepEqual(listed(first, 'b'.repeat(96)), [first, 'b'.repeat(96)]);
    assert.deepEqual(listed(first, second, third), ['a'.repeat(256), second, 'c'.repeat(256)]);
  });
  it('takes no more than 4,096 characters of shortened ones', () => {
    const texts = Array.from({ length: 40 }, (_, i) => `${i}`.padEnd(300, 'x'));
    assert.equal(listed(...texts).length, 16);
  });
});
