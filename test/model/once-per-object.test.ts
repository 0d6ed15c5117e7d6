import assert from 'node:assert/strict';
import { oncePerObject } from '../../src/model/once-per-object.ts';

describe('oncePerObject', () => {
  it('makes an answer once for each object and key, also where it is undefined', () => {
    const made: string[] = [];
    const ask = oncePerObject(({ name }: { readonly name: string }, key: number) => {
      made.push(`${name}${key}`);
      return key > 1 ? name : undefined;
    });
    const [a, b] = [{ name: 'a' }, { name: 'b' }];
    assert.deepEqual([ask(a, 1), ask(a, 1), ask(a, 2), ask(b, 2), ask(a, 2)], [undefined, undefined, 'a', 'b', 'a']);
    assert.deepEqual(made, ['a1', 'a2', 'b2']);
  });
});
