import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deepCopy, deepEqual, stringify } from '../../src/model/json.ts';

describe('JSON values', () => {
  it('keep integers beyond 2^53 digit by digit', () => {
    assert.equal(stringify({ a: 9223372036854775807n }), '{"a":9223372036854775807}');
  });

  it('compare without regard to the order of keys', () => {
    assert.equal(deepEqual({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }), true);
    assert.equal(deepEqual({ a: undefined }, {}), true);
    assert.equal(deepEqual({ a: null }, {}), false);
    assert.equal(deepEqual([1, 2], [2, 1]), false);
    assert.equal(deepEqual({ b: undefined, a: 1 }, { b: 1 }), false);
  });

  it('are written as JSON.stringify writes them', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(0, 2), (value, indent) => {
        assert.equal(stringify(value, { indent }), JSON.stringify(value, null, indent));
      }),
      { seed: 1 },
    );
  });

  it('are copied so that the copy can be changed, `__proto__` keys included', () => {
    const value: unknown = JSON.parse('{"a":[{"__proto__":{"x":1}}]}');
    const copy = deepCopy(value);
    assert.deepEqual(copy, value);
    assert.ok(deepEqual(copy, value));
    (copy as { a: unknown[] }).a.push(1);
    assert.equal((value as { a: unknown[] }).a.length, 1);
  });
});
