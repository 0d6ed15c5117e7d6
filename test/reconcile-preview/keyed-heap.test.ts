import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KeyedHeap } from '../../src/reconcile-preview/keyed-heap.ts';

const step = fc.oneof(
  fc.record({ do: fc.constant('set' as const), key: fc.integer({ min: 0, max: 12 }), rank: fc.integer({ min: 0, max: 50 }) }),
  fc.record({ do: fc.constant('delete' as const), key: fc.integer({ min: 0, max: 12 }) }),
  fc.record({ do: fc.constant('pop' as const) }),
);

interface Item {
  readonly key: string;
  readonly rank: number;
}

const compare = (a: Item, b: Item): number => a.rank - b.rank || Number(a.key > b.key) - Number(a.key < b.key);

describe('a heap with keys', () => {
  it('is what a sorted list is', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const heap = new KeyedHeap<Item>(({ key }) => key, compare);
        const plain = new Map<string, Item>();
        const first = (): Item | undefined => [...plain.values()].sort(compare)[0];
        for (const change of steps) {
          if (change.do === 'set') {
            const item = { key: String(change.key), rank: change.rank };
            heap.set(item);
            plain.set(item.key, item);
          } else if (change.do === 'delete') {
            const key = String(change.key);
            assert.equal(heap.delete(key), plain.get(key));
            plain.delete(key);
          } else {
            const item = first();
            assert.equal(heap.pop(), item);
            plain.delete(item?.key ?? '');
          }
          assert.deepEqual([heap.first, heap.size], [first(), plain.size]);
          for (let key = 0; key <= 12; key++) assert.equal(heap.get(String(key)), plain.get(String(key)));
        }
      }),
      { seed: 42, numRuns: 200 },
    ));
});
