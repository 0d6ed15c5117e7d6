import assert from 'node:assert/strict';
import { sortedGoJson } from '../../src/model/sorted-json.ts';
import { compareUtf8 } from '../../src/model/utf8-order.ts';

describe('sorted JSON', () => {
  it('has the keys in the order of their bytes, numbers like any other', () => {
    assert.equal(
      sortedGoJson({ b: [{ z: 1, a: null }], 9: 'x', 10: '<', Z: undefined }),
      '{"10":"\\u003c","9":"x","b":[{"a":null,"z":1}]}',
    );
  });

  it('puts characters beyond the first plane last, unlike UTF-16', () => {
    assert.deepEqual(['\u{1f600}', '\uffee', 'a', 'ab', ''].sort(compareUtf8), ['', 'a', 'ab', '\uffee', '\u{1f600}']);
    assert.ok(compareUtf8('\u{1f600}', '\u{1f601}') < 0);
  });
});
