import assert from 'node:assert/strict';
import type { Pod } from '../../../src/model/kinds/core-v1.ts';
import type { Typed } from '../../../src/reconcile-preview/kind.ts';
import { schedulePod } from '../../../src/reconcile-preview/scheduler/cycle.ts';
import type { CycleContext, Plugin } from '../../../src/reconcile-preview/scheduler/framework.ts';
import { profileOf } from '../../../src/reconcile-preview/scheduler/profile.ts';
import { failure, fits, unresolvable, unschedulable } from '../../../src/reconcile-preview/scheduler/verdict.ts';
import { cluster, info, node, pod } from './fixtures.ts';

const schedule = (incoming: Typed<Pod>, context: CycleContext, plugins: readonly Plugin[] = profileOf(context.release)) =>
  schedulePod(info(incoming), plugins, context);

const placed = (incoming: Typed<Pod>, context: CycleContext, plugins?: readonly Plugin[]): string => {
  const result = schedule(incoming, context, plugins);
  return result.kind === 'scheduled' ? result.nodeName : `not: ${result.message}`;
};

describe('a scheduling cycle', () => {
  it('says that there are no nodes, and waits for any change', () => {
    const result = schedule(pod('a'), cluster([]));
    assert.deepEqual(result, {
      kind: 'unschedulable',
      message: 'no nodes available to schedule pods',
      rejectors: new Set(),
      nominatedNodeName: '',
      victims: [],
      deallocates: [],
    });
  });

  it('takes the first of equal nodes in the order in which they came', () =>
    assert.equal(placed(pod('a'), cluster([node('n2'), node('n1'), node('n10')])), 'n2'));

  it('goes on with the node after those it looked at for the pod before', () => {
    const context = cluster([node('n1'), node('n2'), node('n3')]);
    placed(pod('a', { spec: { nodeSelector: { 'kubernetes.io/hostname': 'n2' } } }), context);
    assert.equal(context.nextNode.index, 0);
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n3'] }] }] } } }; // prettier-ignore
    placed(pod('b', { spec: { affinity } }), context);
    assert.equal(context.nextNode.index, 1);
    assert.equal(placed(pod('c'), context), 'n2');
  });

  it('looks for 100 feasible nodes of 150', () => {
    const context = cluster(Array.from({ length: 150 }, (_, i) => node(`n${i}`, i === 7 ? { spec: { unschedulable: true } } : {})));
    placed(pod('a'), context);
    assert.equal(context.nextNode.index, 101);
  });

  it('takes the emptiest node', () =>
    assert.equal(
      placed(
        pod('a', { requests: { cpu: '1' } }),
        cluster([node('n1'), node('n2')], { pods: [pod('b', { node: 'n1', requests: { cpu: '1' } })] }),
      ),
      'n2',
    ));

  it('counts reasons over all nodes, sorted as text', () => {
    const nodes = [
      node('tainted', { taints: [{ key: 'k', effect: 'NoSchedule' }] }),
      node('cordoned', { spec: { unschedulable: true } }),
      ...Array.from({ length: 10 }, (_, i) => node(`small-${i}`, { allocatable: { cpu: '500m' } })),
    ];
    assert.equal(
      placed(pod('a', { requests: { cpu: '1' } }), cluster(nodes)),
      'not: 0/12 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable, 10 Insufficient cpu.' +
        ' preemption: 0/12 nodes are available: 12 Preemption is not helpful for scheduling.',
    );
  });

  it('says up to 1.36 that there are no claims to take back', () =>
    assert.equal(
      placed(pod('a', { requests: { cpu: '9' } }), cluster([node('n')], { release: '1.34' })),
      'not: 0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    ));

  it('does not try preemption when a plugin gives up on the pod before nodes are looked at', () =>
    assert.equal(
      placed(pod('a', { spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] } }), cluster([node('n')])),
      'not: 0/1 nodes are available: persistentvolumeclaim "data" not found. not found',
    ));

  it('names the plugins behind nodes that were not asked for', () => {
    const spec = {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['b'] }] }],
          },
        },
      },
    };
    assert.equal(
      placed(pod('a', { requests: { cpu: '9' }, spec }), cluster([node('a'), node('b'), node('c')])),
      "not: 0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    );
  });

  const only = (name: string, ...names: readonly string[]): Plugin => ({
    name,
    preFilter: () => ({ nodeNames: new Set(names) }),
    events: [],
  });

  it('says when plugins leave no node together', () => {
    assert.equal(
      placed(pod('a'), cluster([node('n')]), [only('B', 'n'), only('A', 'm')]),
      "not: 0/1 nodes are available: node(s) didn't satisfy plugin(s) [A B] simultaneously.",
    );
    assert.equal(placed(pod('a'), cluster([node('n')]), [only('A')]), "not: 0/1 nodes are available: node(s) didn't satisfy plugin A.");
  });

  it('ends with the message of a plugin that fails', () => {
    const filter: Plugin = { name: 'Broken', filter: () => failure('oh'), events: [] };
    assert.deepEqual(schedule(pod('a'), cluster([node('n')]), [filter]), { kind: 'error', message: 'running "Broken" filter plugin: oh' });
    const preFilter: Plugin = { name: 'Broken', preFilter: () => failure('oh'), events: [] };
    assert.deepEqual(schedule(pod('a'), cluster([node('n')]), [preFilter]), {
      kind: 'error',
      message: 'running PreFilter plugin "Broken": oh',
    });
  });

  it('weighs scores after bringing them to 0…100', () => {
    const scoring = (name: string, weight: number, scores: Readonly<Record<string, number>>): Plugin => ({
      name,
      weight,
      preScore: () => ({ score: (item) => scores[item.name] ?? 0 }),
      events: [],
    });
    const nodes = cluster([node('a'), node('b')]);
    assert.equal(placed(pod('p'), nodes, [scoring('X', 1, { a: 60, b: 0 }), scoring('Y', 2, { b: 40 })]), 'b');
    assert.equal(placed(pod('p'), nodes, [scoring('X', 1, { a: 90, b: 0 }), scoring('Y', 2, { b: 40 })]), 'a');
  });

  it('asks for no scores when only one node is left', () => {
    const scoring: Plugin = { name: 'X', preScore: () => assert.fail('asked'), events: [] };
    const filter: Plugin = { name: 'F', filter: (_pod, { name }) => (name === 'b' ? fits : unschedulable('no')), events: [] };
    assert.equal(placed(pod('p'), cluster([node('a'), node('b')]), [filter, scoring]), 'b');
  });

  it('names the plugins that rejected nodes, each node by the first only', () => {
    const rejecting = (name: string, ...names: readonly string[]): Plugin => ({
      name,
      filter: (_pod, item) => (names.includes(item.name) ? unresolvable(name) : fits),
      events: [],
    });
    const result = schedule(pod('p'), cluster([node('a'), node('b')]), [
      rejecting('A', 'a'),
      rejecting('B', 'a', 'b'),
      rejecting('C', 'a', 'b'),
    ]);
    assert.ok(result.kind === 'unschedulable');
    assert.deepEqual(result.rejectors, new Set(['A', 'B']));
    assert.equal(result.message, '0/2 nodes are available: 1 A, 1 B.');
  });

  it('tries the nominated node first, even when others are better', () => {
    const context = cluster([node('a'), node('b')], { pods: [pod('x', { node: 'b', requests: { cpu: '1' } })] });
    assert.equal(placed(pod('p', { requests: { cpu: '1' }, status: { nominatedNodeName: 'b' } }), context), 'b');
  });

  it('leaves the room of a nominated pod of the same or a higher priority alone', () => {
    const waiting = pod('w', { requests: { cpu: '3' }, spec: { priority: 5 } });
    const context = cluster([node('a')], { nominated: { a: [waiting] } });
    assert.match(placed(pod('p', { requests: { cpu: '2' }, spec: { priority: 5 } }), context), /Insufficient cpu/);
    assert.equal(placed(pod('p', { requests: { cpu: '2' }, spec: { priority: 6 } }), context), 'a');
    assert.equal(placed(waiting, context), 'a');
  });

  it('must fit without the nominated pod too', () => {
    const affinity = {
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'w' } } },
        ],
      },
    };
    const context = cluster([node('a')], { nominated: { a: [pod('w', { labels: { app: 'w' } })] } });
    assert.match(placed(pod('p', { spec: { affinity } }), context), /didn't match pod affinity rules/);
  });
});
