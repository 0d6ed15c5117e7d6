import assert from 'node:assert/strict';
import type { Pod } from '../../../../src/model/kinds/core-v1.ts';
import type { Typed } from '../../../../src/reconcile-preview/kind.ts';
import { schedulePod } from '../../../../src/reconcile-preview/scheduler/cycle.ts';
import type { CycleContext } from '../../../../src/reconcile-preview/scheduler/framework.ts';
import { profileOf } from '../../../../src/reconcile-preview/scheduler/profile.ts';
import { cluster, info, node, pod } from '../fixtures.ts';

const running = (name: string, nodeName: string, priority: number, cpu: string, startTime = '2024-01-01T00:00:00Z', labels = {}) =>
  pod(name, { node: nodeName, labels, requests: { cpu }, spec: { priority }, status: { startTime } });
const urgent = (cpu: string, more: { preemptionPolicy?: string; nominatedNodeName?: string } = {}) =>
  pod('urgent', {
    requests: { cpu },
    spec: { priority: 100, preemptionPolicy: more.preemptionPolicy },
    status: { ...(more.nominatedNodeName !== undefined && { nominatedNodeName: more.nominatedNodeName }) },
  });

function preempt(
  incoming: Typed<Pod>,
  context: CycleContext,
): { readonly message: string; readonly node: string | undefined; readonly victims: readonly string[] } {
  const result = schedulePod(info(incoming), profileOf(context.release), context);
  assert.ok(result.kind === 'unschedulable');
  return { message: result.message, node: result.nominatedNodeName, victims: result.victims.map(({ name }) => name) };
}

describe('DefaultPreemption', () => {
  it('evicts as few and as unimportant pods as will do', () => {
    const context = cluster([node('a')], {
      pods: [running('low', 'a', 1, '1'), running('mid', 'a', 5, '1'), running('high', 'a', 50, '2')],
    });
    assert.deepEqual(preempt(urgent('1'), context), {
      message:
        '0/1 nodes are available: 1 Insufficient cpu. preemption: found a potential placement for pod on node a, preempting 1 victims',
      node: 'a',
      victims: ['low'],
    });
    assert.deepEqual(preempt(urgent('2'), context).victims, ['mid', 'low']);
  });

  it('says nothing of the placement before 1.37', () =>
    assert.equal(
      preempt(urgent('1'), cluster([node('a')], { pods: [running('low', 'a', 1, '4')], release: '1.36' })).message,
      '0/1 nodes are available: 1 Insufficient cpu.',
    ));

  it('of equals evicts the one that started last', () => {
    const pods = [running('old', 'a', 1, '2'), running('young', 'a', 1, '2', '2024-01-02T00:00:00Z')];
    assert.deepEqual(preempt(urgent('1'), cluster([node('a')], { pods })).victims, ['young']);
  });

  it('chooses among a tenth of the nodes, but among a hundred at least and one that violates no budget', () => {
    const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `n${String(i).padStart(4, '0')}`);
    const chosen = (count: number, cheapest: number, priority = 2, labels = {}): string | undefined => {
      const nodes = names(count);
      const pods = nodes.map((name, i) =>
        running(`on-${name}`, name, i === cheapest ? 1 : priority, '4', '2024-01-01T00:00:00Z', i === cheapest ? {} : labels),
      );
      const budget = {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'b', namespace: 'default' },
        spec: { selector: { matchLabels: { app: 'guarded' } } },
        status: { disruptionsAllowed: 0 },
      };
      return preempt(
        urgent('1'),
        cluster(
          nodes.map((name) => node(name)),
          { pods, objects: [budget] },
        ),
      ).node;
    };
    assert.equal(chosen(150, 99), 'n0099');
    assert.equal(chosen(150, 100), 'n0000');
    assert.equal(chosen(1500, 149), 'n0149');
    assert.equal(chosen(1500, 150), 'n0000');
    assert.equal(chosen(150, 140, 2, { app: 'guarded' }), 'n0140');
  });

  it('leaves pods of the same priority alone', () =>
    assert.deepEqual(preempt(urgent('1'), cluster([node('a')], { pods: [running('equal', 'a', 100, '4')] })), {
      message:
        '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
      node: '',
      victims: [],
    }));

  it('says where evicting would not be enough', () => {
    const pods = [running('low', 'a', 1, '1'), running('equal', 'a', 100, '3'), running('x', 'b', 1, '4')];
    const context = cluster([node('a'), node('b', { spec: { unschedulable: true } })], { pods });
    assert.equal(
      preempt(urgent('2'), context).message,
      '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable. preemption: 0/2 nodes are available: 1 Insufficient cpu, 1 Preemption is not helpful for scheduling.',
    );
  });

  it('does not preempt for a pod that never wants to', () =>
    assert.deepEqual(preempt(urgent('1', { preemptionPolicy: 'Never' }), cluster([node('a')], { pods: [running('low', 'a', 1, '4')] })), {
      message: '0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.',
      node: undefined,
      victims: [],
    }));

  it('waits while earlier victims are going', () => {
    const leaving = pod('low', {
      node: 'a',
      requests: { cpu: '4' },
      spec: { priority: 1 },
      metadata: { name: 'low', namespace: 'default', deletionTimestamp: '2024-01-01T00:00:00Z' },
      status: { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }] },
    });
    assert.deepEqual(preempt(urgent('1', { nominatedNodeName: 'a' }), cluster([node('a')], { pods: [leaving] })), {
      message: '0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to a terminating pod on the nominated node.',
      node: undefined,
      victims: [],
    });
  });

  const budget = (disruptionsAllowed: number) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'b', namespace: 'default' },
    spec: { selector: { matchLabels: { app: 'guarded' } } },
    status: { disruptionsAllowed },
  });
  const guarded = (name: string, nodeName: string, priority: number, cpu: string) =>
    running(name, nodeName, priority, cpu, undefined, { app: 'guarded' });

  it('spares pods that a disruption budget protects, on the node and between nodes', () => {
    const onOne = cluster([node('a')], { pods: [guarded('g', 'a', 1, '2'), running('free', 'a', 50, '2')], objects: [budget(0)] });
    assert.deepEqual(preempt(urgent('2'), onOne).victims, ['free']);
    const between = cluster([node('a'), node('b')], {
      pods: [guarded('g', 'a', 1, '4'), running('free', 'b', 50, '4')],
      objects: [budget(0)],
    });
    assert.deepEqual(preempt(urgent('2'), between), { ...preempt(urgent('2'), between), node: 'b', victims: ['free'] });
    const allowed = cluster([node('a'), node('b')], {
      pods: [guarded('g', 'a', 1, '4'), running('free', 'b', 50, '4')],
      objects: [budget(1)],
    });
    assert.equal(preempt(urgent('2'), allowed).node, 'a');
  });

  it('evicts protected pods when there is no other way', () => {
    const context = cluster([node('a')], { pods: [guarded('g', 'a', 1, '4')], objects: [budget(0)] });
    assert.deepEqual(preempt(urgent('2'), context).victims, ['g']);
  });

  it('picks the node that loses least', () => {
    const nodes = [node('a'), node('b')];
    const pick = (...pods: Typed<Pod>[]): string | undefined => preempt(urgent('4'), cluster(nodes, { pods })).node;
    // the lowest of the highest priorities
    assert.equal(pick(running('a', 'a', 20, '1'), running('b1', 'b', 10, '1'), running('b2', 'b', 10, '1')), 'b');
    // the smallest sum of priorities
    assert.equal(
      pick(running('a1', 'a', 10, '1'), running('a2', 'a', 5, '1'), running('b1', 'b', 10, '1'), running('b2', 'b', 4, '1')),
      'b',
    );
    // the fewest victims
    assert.equal(pick(running('a1', 'a', 10, '1'), running('a2', 'a', -10, '1'), running('b', 'b', 10, '1')), 'b');
    // the one whose most important victims started last
    assert.equal(pick(running('a', 'a', 10, '1'), running('b', 'b', 10, '1', '2024-01-02T00:00:00Z')), 'b');
    // by name
    assert.equal(pick(running('a', 'a', 10, '1'), running('b', 'b', 10, '1')), 'a');
  });
});
