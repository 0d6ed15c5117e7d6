import assert from 'node:assert/strict';
import type { Node } from '../../../../src/model/kinds/core-v1.ts';
import { EvictionRates } from '../../../../src/reconcile-preview/controllers/node-lifecycle/eviction-rates.ts';
import type { Typed } from '../../../../src/reconcile-preview/kind.ts';
import { nodeZone } from '../../../../src/reconcile-preview/node-zone.ts';

/** Nodes of a zone: so many that are ready, so many that are not. */
const nodes = (zone: string, ready: number, unready: number): Typed<Node>[] =>
  Array.from({ length: ready + unready }, (_, i) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `${zone}-${i}`, labels: { 'topology.kubernetes.io/zone': zone } },
    status: { conditions: [{ type: 'Ready', status: i < ready ? 'True' : 'Unknown' }] },
  }));
const key = (zone: string): string => nodes(zone, 1, 0).map(nodeZone).join();

/** When the next turns of zone `a` come, in seconds from 1000 on. */
function turns(all: readonly Typed<Node>[], count: number): number[] {
  const rates = new EvictionRates();
  let now = 1_000_000;
  return Array.from({ length: count }, () => {
    rates.update(all, now);
    const wait = rates.take(key('a'), now);
    if (wait !== 0 && wait !== Infinity) rates.take(key('a'), (now += wait));
    return wait === Infinity ? wait : now / 1000 - 1000;
  });
}

describe('the rate at which pods leave nodes that are not ready', () => {
  it('is a node in ten seconds and zone', () => assert.deepEqual(turns([...nodes('a', 4, 3), ...nodes('b', 1, 1)], 3), [0, 10, 20]));

  it('is none in a small zone of which much is not ready', () =>
    assert.deepEqual(turns([...nodes('a', 2, 3), ...nodes('b', 3, 0)], 1), [Infinity]));

  it('is a node in a hundred seconds in a large one', () =>
    assert.deepEqual(turns([...nodes('a', 20, 31), ...nodes('b', 3, 0)], 3), [0, 100, 200]));

  it('is as usual where few nodes make much of a zone, and where all of it is gone', () => {
    assert.deepEqual(turns([...nodes('a', 0, 4), ...nodes('b', 1, 0)], 2), [0, 10]);
    assert.deepEqual(turns(nodes('a', 1, 2), 2), [0, 10]);
  });

  it('is none while no node is ready, and a pause after that', () => {
    const rates = new EvictionRates();
    assert.equal(rates.update([...nodes('a', 0, 2), ...nodes('b', 0, 1)], 0), 'disrupted');
    assert.equal(rates.take(key('a'), 0), Infinity);
    assert.equal(rates.update([...nodes('a', 1, 1), ...nodes('b', 0, 1)], 60_000), 'some ready');
    assert.equal(rates.take(key('a'), 60_000), 10_000);
  });
});
