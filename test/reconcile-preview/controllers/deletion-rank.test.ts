import assert from 'node:assert/strict';
import type { Pod } from '../../../src/model/kinds/core-v1.ts';
import { podsToDelete } from '../../../src/reconcile-preview/controllers/deletion-rank.ts';
import type { Typed } from '../../../src/reconcile-preview/kind.ts';

const NOW = Date.parse('2026-01-01T01:00:00Z');

interface Traits {
  readonly node?: string;
  readonly phase?: string;
  readonly ready?: string;
  readonly cost?: string;
  readonly restarts?: number;
  readonly created?: string;
}

const pod = (
  name: string,
  { node = 'n1', phase = 'Running', ready = '2026-01-01T00:00:00Z', cost, restarts = 0, created = '2026-01-01T00:00:00Z' }: Traits = {},
): Typed<Pod> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    uid: name,
    creationTimestamp: created,
    ...(cost !== undefined && { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
  },
  spec: { nodeName: node },
  status: {
    phase,
    conditions: [ready === '' ? { type: 'Ready', status: 'False' } : { type: 'Ready', status: 'True', lastTransitionTime: ready }],
    containerStatuses: [{ name: 'main', restartCount: restarts }],
  },
});

/** Which of the pods goes, when one goes. */
const first = (pods: readonly Typed<Pod>[], related = pods): string | undefined => podsToDelete(pods, related, 1, NOW)[0]?.metadata.name;

describe('which pods go first', () => {
  const cases: readonly (readonly [string, Typed<Pod>, Typed<Pod>])[] = [
    ['the one without a node', pod('z', { node: '', phase: 'Pending', ready: '' }), pod('a', { phase: 'Pending', ready: '' })],
    ['the pending one', pod('z', { phase: 'Pending' }), pod('a')],
    ['the one that is not ready', pod('z', { ready: '' }), pod('a')],
    ['the cheaper one', pod('z', { cost: '-5' }), pod('a', { cost: '3' })],
    ['the one that has been ready for a much shorter time', pod('z', { ready: '2026-01-01T00:59:00Z' }), pod('a')],
    ['the one that was restarted more often', pod('z', { restarts: 2 }), pod('a')],
    ['the much younger one', pod('z', { created: '2026-01-01T00:58:00Z' }), pod('a')],
    ['the first by name of equal ones', pod('a'), pod('b')],
  ];
  for (const [name, goes, stays] of cases) {
    it(name, () => {
      assert.equal(first([stays, goes]), goes.metadata.name);
      assert.equal(first([goes, stays]), goes.metadata.name);
    });
  }

  it('one that shares its node with others', () => {
    const [alone, doubled] = [pod('a', { node: 'n1' }), pod('z', { node: 'n2' })];
    assert.equal(first([alone, doubled], [alone, doubled, pod('other', { node: 'n2' })]), 'z');
  });

  it('ignores a cost that is no number', () => {
    assert.equal(first([pod('a', { cost: '1e3' }), pod('b', { cost: '0' })]), 'a');
  });

  it('all of them when all go', () => {
    assert.equal(podsToDelete([pod('b'), pod('a')], [], 2, NOW).length, 2);
  });
});
