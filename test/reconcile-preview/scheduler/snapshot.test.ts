import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NodeInfo } from '../../../src/reconcile-preview/scheduler/node-info.ts';
import { Snapshot } from '../../../src/reconcile-preview/scheduler/snapshot.ts';
import { info, node, pod } from './fixtures.ts';

const totals = ({ name, requested, pods, claims }: NodeInfo): unknown => ({
  name,
  ...requested,
  scalars: [...requested.scalars].filter(([, amount]) => amount !== 0).sort(),
  pods: pods.map(({ key }) => key).sort(),
  claims: [...claims].sort(),
});

const step = fc.oneof(
  fc.record({
    do: fc.constant('put' as const),
    pod: fc.integer({ min: 0, max: 5 }),
    node: fc.integer({ min: 0, max: 3 }),
    cpu: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({ do: fc.constant('drop' as const), pod: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ do: fc.constant('node' as const), node: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ do: fc.constant('no-node' as const), node: fc.integer({ min: 0, max: 3 }) }),
);

describe('the snapshot', () => {
  it('after any changes is what a new one of the same objects is', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const snapshot = new Snapshot();
        const nodes = new Set<number>();
        const pods = new Map<number, ReturnType<typeof info>>();
        for (const change of steps) {
          if (change.do === 'put') {
            const requests = { cpu: String(change.cpu), 'example.com/gpu': '1' };
            const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: `c${change.cpu}` } }];
            const item = info(pod(`p${change.pod}`, { node: `n${change.node}`, requests, spec: { volumes } }));
            pods.set(change.pod, item);
            snapshot.setPod(item);
          } else if (change.do === 'drop') {
            snapshot.removePod(`default/p${change.pod}`);
            pods.delete(change.pod);
          } else if (change.do === 'node') {
            nodes.add(change.node);
            snapshot.setNode(node(`n${change.node}`));
          } else {
            nodes.delete(change.node);
            snapshot.removeNode(`n${change.node}`);
          }
        }
        const fresh = new Snapshot();
        for (const item of nodes) fresh.setNode(node(`n${item}`));
        for (const item of pods.values()) fresh.setPod(item);
        assert.deepEqual(snapshot.nodes.map(totals), fresh.nodes.map(totals));
      }),
      { seed: 42, numRuns: 200 },
    ));

  it('lists nodes as they came and counts on how many an image is', () => {
    const snapshot = new Snapshot();
    snapshot.setNode(node('b', { images: { x: 1 } }));
    snapshot.setNode(node('a', { images: { x: 1, y: 1 } }));
    assert.deepEqual(
      snapshot.nodes.map(({ name }) => name),
      ['b', 'a'],
    );
    assert.deepEqual([snapshot.imageNodeCount('x'), snapshot.imageNodeCount('y')], [2, 1]);
    snapshot.setNode(node('a'));
    assert.deepEqual([snapshot.imageNodeCount('x'), snapshot.imageNodeCount('y')], [1, 0]);
  });

  it('leaves clones alone', () => {
    const snapshot = new Snapshot();
    snapshot.setNode(node('a'));
    snapshot.setPod(info(pod('p', { node: 'a', requests: { cpu: '1' } })));
    const original = snapshot.get('a');
    assert.ok(original);
    const clone = original.clone();
    clone.remove('default/p');
    assert.deepEqual([original.requested.milliCpu, clone.requested.milliCpu], [1000, 0]);
  });
});
