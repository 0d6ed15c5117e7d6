import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PodAffinityTerm, PodSpec, TopologySpreadConstraint } from '../../../src/model/kinds/core-v1.ts';
import type { CycleContext } from '../../../src/reconcile-preview/scheduler/framework.ts';
import { interPodAffinity } from '../../../src/reconcile-preview/scheduler/plugins/InterPodAffinity/inter-pod-affinity.ts';
import { podTopologySpread } from '../../../src/reconcile-preview/scheduler/plugins/PodTopologySpread/pod-topology-spread.ts';
import { podInfo, type PodInfo } from '../../../src/reconcile-preview/scheduler/pod-info.ts';
import type { PodScope } from '../../../src/reconcile-preview/scheduler/pod-scope.ts';
import { Snapshot } from '../../../src/reconcile-preview/scheduler/snapshot.ts';
import { cluster, filterAll, node, pod, scoreAll } from './fixtures.ts';

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';

const app = fc.constantFrom('a', 'a', 'b');
const topologyKey = fc.constantFrom(ZONE, HOST);
const term: fc.Arbitrary<PodAffinityTerm> = fc.record({
  topologyKey,
  labelSelector: app.map((name) => ({ matchLabels: { app: name } })),
});
const weighted = fc.record({ weight: fc.integer({ min: 1, max: 100 }), podAffinityTerm: term });
const terms = fc.record({
  requiredDuringSchedulingIgnoredDuringExecution: fc.array(term, { maxLength: 1 }),
  preferredDuringSchedulingIgnoredDuringExecution: fc.array(weighted, { maxLength: 2 }),
});
const constraint: fc.Arbitrary<TopologySpreadConstraint> = fc.record({
  topologyKey,
  maxSkew: fc.constant(1),
  whenUnsatisfiable: fc.constantFrom('DoNotSchedule', 'ScheduleAnyway'),
  labelSelector: fc.oneof(
    { weight: 4, arbitrary: app.map((name) => ({ matchLabels: { app: name } })) },
    { weight: 1, arbitrary: fc.constant({}) },
  ),
  nodeTaintsPolicy: fc.constantFrom('Honor', 'Ignore'),
});
const spec: fc.Arbitrary<PodSpec> = fc.record(
  {
    affinity: fc.record({ podAffinity: terms, podAntiAffinity: terms }, { requiredKeys: [] }),
    topologySpreadConstraints: fc.array(constraint, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
/** What else decides which nodes count. */
const TWINS: readonly PodSpec[] = [{}, { nodeSelector: { disk: 'ssd' } }, { tolerations: [{ operator: 'Exists' }] }];
const kind = fc.record({ labels: app.map((name) => ({ app: name })), spec });

const [podNumber, nodeNumber] = [fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 3 })];
const nodeStep = fc.record({
  do: fc.constant('node' as const),
  node: nodeNumber,
  zone: fc.constantFrom('x', 'y', 'y', ''),
  isTainted: fc.boolean(),
});
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('put' as const), pod: podNumber, node: nodeNumber, kind: podNumber }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('end' as const), pod: podNumber }) },
  fc.record({ do: fc.constant('drop' as const), pod: podNumber }),
  nodeStep,
  fc.record({ do: fc.constant('no-node' as const), node: nodeNumber }),
);

describe('counts that follow pods as they come and go', () => {
  it('judge and score as those counted anew', () =>
    fc.assert(
      fc.property(
        fc.array(kind, { minLength: 3, maxLength: 6 }),
        fc.array(nodeStep, { minLength: 5, maxLength: 5 }),
        fc.array(step, { minLength: 10, maxLength: 20 }),
        (kinds, first, steps) => {
          const snapshot = new Snapshot();
          const nodes = new Map<string, ReturnType<typeof node>>();
          const pods = new Map<string, ReturnType<typeof pod>>();
          const put = (item: ReturnType<typeof pod>): void => {
            pods.set(item.metadata.name ?? '', item);
            snapshot.setPod(podInfo(item));
          };
          for (const change of [...first, ...steps]) {
            if (change.do === 'put') {
              const { labels, spec: own } = kinds[change.kind % kinds.length] ?? { labels: {}, spec: {} };
              put(pod(`p${change.pod}`, { labels, node: `n${change.node}`, spec: own }));
            } else if (change.do === 'end') {
              const item = pods.get(`p${change.pod}`);
              if (item) put({ ...item, metadata: { ...item.metadata, deletionTimestamp: '2024-01-01T00:00:00Z' } });
            } else if (change.do === 'drop') {
              snapshot.removePod(`default/p${change.pod}`);
              pods.delete(`p${change.pod}`);
            } else if (change.do === 'node') {
              const labels = { ...(change.zone !== '' && { [ZONE]: change.zone }), ...(change.node > 1 && { disk: 'ssd' }) };
              const taints = change.isTainted ? [{ key: 'k', effect: 'NoSchedule' }] : [];
              const item = node(`n${change.node}`, { labels, taints });
              nodes.set(item.metadata.name ?? '', item);
              snapshot.setNode(item);
            } else {
              nodes.delete(`n${change.node}`);
              snapshot.removeNode(`n${change.node}`);
            }
            const plain = (): CycleContext => cluster([...nodes.values()], { pods: [...pods.values()] });
            const followed: CycleContext = { ...plain(), snapshot };
            for (const { labels, spec: own, twin } of kinds.flatMap((each) => TWINS.map((twin) => ({ ...each, twin })))) {
              const incoming = pod('incoming', { labels, spec: { ...own, ...twin } });
              for (const plugin of [interPodAffinity, podTopologySpread]) {
                assert.deepEqual(filterAll(plugin, incoming, followed), filterAll(plugin, incoming, plain()));
                assert.deepEqual(scoreAll(plugin, incoming, followed), scoreAll(plugin, incoming, plain()));
              }
            }
          }
        },
      ),
      { seed: 42, numRuns: 8 },
    ));

  it('find the pods of a label that came, moved and went before anybody asked for it', () => {
    const snapshot = new Snapshot();
    for (const name of ['n0', 'n1', 'n2']) snapshot.setNode(node(name));
    const countOf = (value: string): number[] => {
      const scope: PodScope = { namespace: 'default', label: ['app', value] };
      const counts = snapshot.tally(value, (sums, _pod, on, amount) => sums.add(on, HOST, amount), scope).of(HOST);
      return ['n0', 'n1', 'n2'].map((name) => counts.of(counts.topology.domainWith(name)));
    };
    const put = (name: string, value: string, on: string): void =>
      snapshot.setPod(podInfo(pod(name, { labels: { app: value }, node: on })));
    put('a0', 'a', 'n0');
    assert.deepEqual(countOf('a'), [1, 0, 0]);
    put('b0', 'b', 'n0');
    put('b1', 'b', 'n1');
    put('b2', 'b', 'n1');
    put('b0', 'b', 'n2');
    snapshot.removePod('default/b2');
    put('a0', 'b', 'n0');
    assert.deepEqual(countOf('b'), [1, 1, 1]);
    assert.deepEqual(countOf('a'), [0, 0, 0]);
  });

  it('are made anew when they have fallen too far behind', () => {
    const snapshot = new Snapshot();
    for (const name of ['n0', 'n1', 'n2']) snapshot.setNode(node(name));
    const countPods = (): number[] => {
      const counts = snapshot.tally('pods', (sums, _pod, on, amount) => sums.add(on, HOST, amount)).of(HOST);
      return ['n0', 'n1', 'n2'].map((name) => counts.of(counts.topology.domainWith(name)));
    };
    const infos: PodInfo[] = Array.from({ length: 12 }, (_, i) => podInfo(pod(`p${i}`, { labels: { app: 'a' } })));
    countPods();
    let moved = 0;
    for (const pause of [1, 10, 5000, 3, 700, 700, 1]) {
      for (let i = 0; i < pause; i++, moved++) {
        const item = infos[(moved * 7) % infos.length];
        if (item) snapshot.setPod(item, `n${(moved * 5 + (moved >> 4)) % 3}`);
      }
      assert.deepEqual(
        countPods(),
        ['n0', 'n1', 'n2'].map((name) => snapshot.get(name)?.podCount),
      );
    }
  });
});
