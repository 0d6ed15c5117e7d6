import assert from 'node:assert/strict';
import { NodeOrder } from '../../../src/reconcile-preview/scheduler/node-order.ts';
import { node } from './fixtures.ts';

const inZone = (name: string, zone: string): ReturnType<typeof node> => node(name, { labels: { 'topology.kubernetes.io/zone': zone } });

function orderOf(...nodes: readonly ReturnType<typeof node>[]): NodeOrder {
  const order = new NodeOrder();
  for (const each of nodes) order.set(each);
  return order;
}

describe('the order of nodes', () => {
  it('takes zones in turn', () => {
    const order = orderOf(inZone('a1', 'a'), inZone('a2', 'a'), inZone('a3', 'a'), inZone('b1', 'b'), node('none'), inZone('b2', 'b'));
    assert.deepEqual(order.names, ['a1', 'b1', 'none', 'a2', 'b2', 'a3']);
  });

  it('puts a node that moves last in its new zone, and leaves one that stays', () => {
    const order = orderOf(inZone('a1', 'a'), inZone('a2', 'a'), inZone('b1', 'b'), inZone('a1', 'a'), inZone('a1', 'b'));
    assert.deepEqual(order.names, ['a2', 'b1', 'a1']);
  });

  it('forgets zones without nodes', () => {
    const order = orderOf(inZone('a1', 'a'), inZone('b1', 'b'));
    order.remove('a1');
    order.set(inZone('a1', 'a'));
    assert.deepEqual(order.names, ['b1', 'a1']);
    order.remove('nobody');
    assert.deepEqual(order.names, ['b1', 'a1']);
  });

  it('knows zones by their older labels first', () => {
    const older = node('x', { labels: { 'failure-domain.beta.kubernetes.io/zone': 'a', 'topology.kubernetes.io/zone': 'b' } });
    assert.deepEqual(orderOf(older, inZone('a1', 'a'), inZone('b1', 'b')).names, ['x', 'b1', 'a1']);
  });
});
