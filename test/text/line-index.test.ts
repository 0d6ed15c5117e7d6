import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createLineIndex } from '../../src/text/line-index.ts';

describe('createLineIndex', () => {
  const text = 'one\r\ntwo\rthree\n';

  it('counts LF, CR LF and CR as one line break each', () => {
    const index = createLineIndex(text);
    assert.equal(index.lineCount, 4);
    assert.deepEqual([1, 2, 3, 4, 5].map(index.lineText), ['one', 'two', 'three', '', '']);
  });

  it('places offsets in lines and columns from 1 and clamps those outside', () => {
    const index = createLineIndex(text);
    assert.deepEqual(index.positionAt(0), { line: 1, column: 1 });
    assert.deepEqual(index.positionAt(5), { line: 2, column: 1 });
    assert.deepEqual(index.positionAt(10), { line: 3, column: 2 });
    assert.deepEqual(index.positionAt(99), { line: 4, column: 1 });
    assert.equal(index.offsetAt({ line: 1, column: 99 }), 3);
  });

  it('finds every offset again from its position', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '😀') }), (content) => {
        const index = createLineIndex(content);
        for (let offset = 0; offset <= content.length; offset++) assert.equal(index.offsetAt(index.positionAt(offset)), offset);
      }),
      { seed: 1 },
    );
  });
});
