import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NamedObjects } from '../../src/cluster/named-objects.ts';
import type { KubernetesObject } from '../../src/cluster/object.ts';

const NAMES = Array.from({ length: 100 }, (_, i) => `p${String(i).padStart(3, '0')}`);
const object = (name: string, version = ''): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, resourceVersion: version },
});

const step = fc.record({ do: fc.constantFrom('set', 'delete', 'list', 'fork'), name: fc.constantFrom(...NAMES) });

describe('objects by name', () => {
  it('are those of a plain map in the order of names, however many were asked for before', () =>
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 40 }), (isAsked, steps) => {
        let objects = new NamedObjects(NAMES.map((name) => object(name)));
        const plain = new Map(NAMES.map((name) => [name, object(name)]));
        const handedOut: [readonly KubernetesObject[], readonly KubernetesObject[]][] = [];
        if (isAsked) for (const name of NAMES) objects.get(name);
        for (const [i, { do: what, name }] of steps.entries()) {
          if (what === 'set') {
            const next = object(name, String(i));
            assert.deepEqual(objects.set(next), plain.get(name));
            plain.set(name, next);
          } else if (what === 'delete') {
            assert.deepEqual(objects.delete(name), plain.get(name));
            plain.delete(name);
          } else if (what === 'list') {
            handedOut.push([objects.list, [...objects.list]]);
          } else {
            const fork = objects.fork();
            objects.set(object('aside'));
            objects.delete(name);
            objects = fork;
          }
          assert.deepEqual(objects.get(name), plain.get(name));
        }
        assert.deepEqual(
          objects.list,
          [...plain.keys()].sort().map((name) => plain.get(name)),
        );
        for (const [list, copy] of handedOut) assert.deepEqual(list, copy);
      }),
    ));
});
