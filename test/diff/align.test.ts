import assert from 'node:assert/strict';
import fc from 'fast-check';
import { align } from '../../src/diff/align.ts';

const aligned = (before: string, after: string): string =>
  align([...before], [...after])
    .map(({ before: b, after: a }) => `${b === undefined ? '' : before[b]}-${a === undefined ? '' : after[a]}`)
    .join(' ');

describe('align', () => {
  it('puts common items side by side and pairs what lies between', () => {
    assert.equal(aligned('abcd', 'axde'), 'a-a b-x c- d-d -e');
    assert.equal(aligned('', 'ab'), '-a -b');
    assert.equal(aligned('ab', ''), 'a- b-');
    assert.equal(aligned('abc', 'abc'), 'a-a b-b c-c');
    assert.equal(aligned('bc', 'abc'), '-a b-b c-c');
  });

  it('uses every item once, in order', () => {
    const items = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(items, items, (before, after) => {
        const pairs = align(before, after);
        assert.deepEqual(
          pairs.flatMap((pair) => pair.before ?? []),
          before.map((_, i) => i),
        );
        assert.deepEqual(
          pairs.flatMap((pair) => pair.after ?? []),
          after.map((_, i) => i),
        );
      }),
      { seed: 1 },
    );
  });
});
