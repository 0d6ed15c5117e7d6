import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PodSpec } from '../../../src/model/kinds/core-v1.ts';
import type { PodDisruptionBudget } from '../../../src/model/kinds/policy-v1.ts';
import { signatureOf } from '../../../src/reconcile-preview/scheduler/equal-pods.ts';
import type { Plugin } from '../../../src/reconcile-preview/scheduler/framework.ts';
import { PLUGINS } from '../../../src/reconcile-preview/scheduler/profile.ts';
import { profilesOf } from '../../../src/reconcile-preview/scheduler/profiles.ts';
import { scheduler } from '../../../src/reconcile-preview/scheduler/scheduler.ts';
import { without } from '../../../src/model/without.ts';
import { info, node, pod } from './fixtures.ts';
import { createSimulation, type Simulation } from './simulation.ts';

const ZONE = 'topology.kubernetes.io/zone';

const unsigned = (plugin: Plugin): Plugin => without(plugin, 'sign');

/** A scheduler that remembers nothing about nodes. */
const forgetful = (): ReturnType<typeof scheduler> =>
  scheduler(undefined, (setup, release) => {
    const profiles = [...profilesOf(setup, release)];
    return new Map(profiles.map(([name, profile]) => [name, { ...profile, plugins: profile.plugins.map(unsigned) }]));
  });

const green = { labelSelector: { matchLabels: { color: 'green' } } };
/** What pods may have beside requests and priority; few, so that many pods are equal. */
const SPECS: readonly PodSpec[] = [
  {},
  {},
  {},
  { tolerations: [{ operator: 'Exists' }] },
  { nodeSelector: { disk: 'ssd' } },
  { containers: [{ name: 'main', ports: [{ containerPort: 80, hostPort: 80 }], resources: { requests: { cpu: '500m' } } }] },
  { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 5, preference: { matchExpressions: [{ key: 'disk', operator: 'Exists' }] } }] } } }, // prettier-ignore
  { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1', 'n2'] }] }] } } } }, // prettier-ignore
  {
    affinity: {
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ ...green, topologyKey: 'kubernetes.io/hostname' }] },
    },
  },
  { affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 3, podAffinityTerm: { ...green, topologyKey: ZONE } }] } } }, // prettier-ignore
  { topologySpreadConstraints: [{ ...green, maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule' }] },
];

const nodeNumber = fc.nat(5);
const nodeStep = fc.record({
  do: fc.constant('node' as const),
  node: nodeNumber,
  cpu: fc.constantFrom('2', '3', '4'),
  zone: fc.constantFrom('a', 'b'),
  disk: fc.boolean(),
  isTainted: fc.boolean(),
  isCordoned: fc.boolean(),
});
const podsStep = fc.record({
  do: fc.constant('pods' as const),
  count: fc.integer({ min: 1, max: 5 }),
  spec: fc.nat(SPECS.length - 1),
  priority: fc.constantFrom(0, 0, 5, 10),
  cpu: fc.constantFrom('250m', '1', '1500m', '3'),
  color: fc.constantFrom('green', 'blue'),
});
const podNumber = fc.nat(40);
const step = fc.oneof(
  { weight: 8, arbitrary: podsStep },
  { weight: 2, arbitrary: nodeStep },
  fc.record({ do: fc.constant('no-node' as const), node: nodeNumber }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('gone' as const), pod: podNumber }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('paint' as const), pod: podNumber, color: fc.constantFrom('green', 'blue') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('budget' as const), color: fc.constantFrom('green', 'blue'), allowed: fc.nat(1) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const budget = (color: string, disruptionsAllowed: number): PodDisruptionBudget => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: color, namespace: 'default' },
  spec: { selector: { matchLabels: { color } } },
  status: { disruptionsAllowed, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
});

/** Does a step in a cluster; `pods` are the names of those made so far. */
function perform(change: Step, cluster: Simulation, pods: string[]): void {
  switch (change.do) {
    case 'node': {
      const labels = { [ZONE]: change.zone, ...(change.disk && { disk: 'ssd' }) };
      const taints = change.isTainted ? [{ key: 'k', effect: 'NoSchedule' }] : [];
      const spec = change.isCordoned ? { unschedulable: true } : {};
      cluster.put(node(`n${change.node}`, { labels, taints, spec, allocatable: { cpu: change.cpu } }));
      return;
    }
    case 'no-node':
      cluster.remove({ group: '', kind: 'Node', namespace: '', name: `n${change.node}` });
      return;
    case 'pods':
      for (let i = 0; i < change.count; i++) {
        const name = `p${pods.length}`;
        pods.push(name);
        const spec = { ...SPECS[change.spec], priority: change.priority };
        cluster.put(pod(name, { labels: { color: change.color }, requests: { cpu: change.cpu }, spec }));
      }
      return;
    case 'gone':
      cluster.remove({ group: '', kind: 'Pod', namespace: 'default', name: `p${change.pod}` });
      return;
    case 'paint': {
      const painted = cluster.find(`p${change.pod}`);
      if (painted) cluster.put({ ...painted, metadata: { ...painted.metadata, labels: { color: change.color } } });
      return;
    }
    case 'budget':
      cluster.put(budget(change.color, change.allowed));
  }
}

describe('what is remembered about nodes for equal pods', () => {
  it('schedules and preempts as a scheduler that finds out everything for each pod', () =>
    fc.assert(
      fc.property(fc.array(nodeStep, { minLength: 4, maxLength: 6 }), fc.array(step, { minLength: 10, maxLength: 25 }), (first, steps) => {
        const clusters = [createSimulation([scheduler()]), createSimulation([forgetful()])] as const;
        const pods: [string[], string[]] = [[], []];
        for (const change of [...first, ...steps]) {
          clusters.forEach((cluster, i) => {
            perform(change, cluster, pods[i] ?? []);
            cluster.run();
          });
          const [remembering, other] = clusters;
          for (const name of pods[0]) assert.deepEqual(remembering.find(name), other.find(name), name);
        }
        assert.deepEqual(clusters[0].events, clusters[1].events);
      }),
      { seed: 42, numRuns: 40 },
    ));

  it('goes on where it stopped in clusters of which only a part is looked at', () => {
    const clusters = [createSimulation([scheduler()]), createSimulation([forgetful()])] as const;
    for (const cluster of clusters) {
      for (let i = 0; i < 130; i++) cluster.put(node(`n${i}`, { allocatable: { cpu: i % 7 === 0 ? '500m' : '2' } }));
      for (let i = 0; i < 90; i++) cluster.put(pod(`p${i}`, { requests: { cpu: i % 3 === 0 ? '500m' : '1' } }));
      cluster.run();
      for (let i = 0; i < 140; i++) cluster.put(pod(`q${i}`, { requests: { cpu: '1500m' }, spec: { priority: 1 + (i % 2) } }));
      cluster.run();
    }
    assert.deepEqual(clusters[0].events, clusters[1].events);
  });

  const evictions = ({ events }: Simulation): string[] =>
    events.filter(({ reason }) => reason === 'Preempted').map(({ regarding, message }) => `${regarding.metadata.name ?? ''}: ${message}`);

  it('is found out again when disruption budgets change', () => {
    const cluster = createSimulation([scheduler()]);
    for (const [i, color] of ['green', 'blue', 'green', 'blue'].entries()) {
      cluster.put(node(`n${i}`), pod(`low-${i}`, { node: `n${i}`, labels: { color }, requests: { cpu: '3' } }));
    }
    cluster.put(budget('green', 0), budget('blue', 1), pod('first', { requests: { cpu: '3' }, spec: { priority: 1 } }));
    cluster.run();
    cluster.put(budget('green', 1), budget('blue', 0), pod('second', { requests: { cpu: '3' }, spec: { priority: 1 } }));
    cluster.run();
    assert.deepEqual(evictions(cluster), ['low-1: Preempted by pod uid-first on node n1', 'low-0: Preempted by pod uid-second on node n0']);
  });

  it('differs on the node that one of the pods is nominated to', () => {
    const cluster = createSimulation([scheduler()]);
    const low = (name: string, cpu: string): object => pod(name, { node: 'n', requests: { cpu } });
    const high = (name: string): object => pod(name, { requests: { cpu: '3' }, spec: { priority: 1 } });
    cluster.put(node('n'), low('large', '2'), low('small', '1'), low('tiny', '100m'), high('first'));
    cluster.run();
    // the first is tried twice, so that the second comes before it when its victim has gone
    cluster.remove({ group: '', kind: 'Pod', namespace: 'default', name: 'tiny' });
    cluster.run();
    cluster.put(high('second'), node('n', { allocatable: { cpu: '3' } }));
    cluster.run();
    cluster.remove({ group: '', kind: 'Pod', namespace: 'default', name: 'large' });
    cluster.run();
    assert.deepEqual(
      evictions(cluster),
      ['large', 'tiny', 'small'].map((name) => `${name}: Preempted by pod uid-first on node n`),
    );
  });

  it('is for pods that all plugins say the same of', () => {
    const signature = (spec: PodSpec, cpu = '1', labels = {}): string | undefined =>
      signatureOf(info(pod('p', { labels, requests: { cpu }, spec })), PLUGINS);
    assert.equal(signature({}), signature({ hostNetwork: true, terminationGracePeriodSeconds: 1 }, '1', { color: 'green' }));
    const others = [signature({}), signature({}, '2'), signature({ priority: 1 }), ...SPECS.slice(3, 7).map((spec) => signature(spec))];
    assert.equal(new Set(others).size, 7);
    assert.equal(signature(SPECS[7] ?? {}), undefined, 'a pod that names its nodes is like no other');
  });
});
