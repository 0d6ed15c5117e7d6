import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createStore } from '../../src/cluster/create-store.ts';
import type { Index } from '../../src/cluster/object-index.ts';
import type { KubernetesObject } from '../../src/cluster/object.ts';

const KIND = { group: '', kind: 'Pod' };
const colours: Index = { valuesOf: ({ metadata }) => Object.values(metadata.labels ?? {}) };

const pod = (name: number, labels: Readonly<Record<string, string>>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `p${name}`, namespace: 'default', labels: { ...labels } },
});

const step = fc.oneof(
  fc.record({
    do: fc.constant('put' as const),
    name: fc.integer({ min: 0, max: 6 }),
    labels: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('red', 'blue')),
  }),
  fc.record({ do: fc.constant('remove' as const), name: fc.integer({ min: 0, max: 6 }) }),
  fc.record({ do: fc.constant('fork' as const) }),
);

describe('an index of a store', () => {
  it('finds what looking at all objects finds, in forks too', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let store = createStore();
        for (const change of steps) {
          if (change.do === 'put') store.put(pod(change.name, change.labels));
          else if (change.do === 'remove') store.remove({ ...KIND, namespace: 'default', name: `p${change.name}` });
          else {
            const fork = store.fork();
            store.put(pod(7, { a: 'red' }));
            store = fork;
          }
          for (const colour of ['red', 'blue', 'green']) {
            const plain = store.list(KIND, 'default').filter(({ metadata }) => Object.values(metadata.labels ?? {}).includes(colour));
            assert.deepEqual(store.byIndex(KIND, 'default', colours, colour), plain);
          }
          assert.deepEqual(store.byIndex(KIND, 'elsewhere', colours, 'red'), []);
        }
      }),
      { seed: 42, numRuns: 100 },
    ));
});
