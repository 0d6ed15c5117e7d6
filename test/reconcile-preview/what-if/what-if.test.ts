import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/model/json.ts';
import { networkView } from '../../../src/reconcile-preview/network/network-view.ts';
import { preview } from '../../../src/reconcile-preview/preview.ts';
import { runWhatIfs, type WhatIfOutcome, type WhatIfQuestion } from '../../../src/reconcile-preview/what-if/run-what-ifs.ts';
import { loadSchemas } from '../../../src/schema/load.ts';

const registry = loadSchemas('1.37');
const ZONE = 'topology.kubernetes.io/zone';
const node = (name: string, zone: string, cpu = '4'): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/hostname': name, [ZONE]: zone } },
  status: { capacity: { cpu, memory: '8Gi', pods: '110' } },
});
const NODES = [node('a1', 'a'), node('a2', 'a'), node('b1', 'b')];
const workload = (kind: string, name: string, spec: JsonObject, pod: JsonObject = {}): JsonObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'm', image: 'm', resources: { requests: { cpu: '1500m' } } }], ...pod },
    },
    ...spec,
  },
});
const web = workload('Deployment', 'web', { replicas: 3 });
const db = workload('StatefulSet', 'db', { replicas: 2, serviceName: 'db' });
const budget = (name: string, spec: JsonObject): JsonObject => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name },
  spec: { selector: { matchLabels: { app: name } }, ...spec },
});

const nameOf = ({ metadata }: JsonObject): string => (metadata as { readonly name: string }).name;

function ask(values: readonly JsonObject[], question: WhatIfQuestion, nodes: readonly JsonObject[] = NODES): WhatIfOutcome {
  const result = preview({ registry, stages: [values.map((value) => ({ value }))], cluster: nodes });
  const problems = result.problemsNow(networkView(result.server.cluster.store));
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  return runWhatIfs(result, question);
}
const nodesNamed = (kind: 'drain' | 'lose' | 'remove', name: string): WhatIfQuestion => ({
  whatIfs: [{ kind, text: name, nodes: { name } }],
});
const notesOf = ({ happened }: WhatIfOutcome): string[] =>
  happened.flatMap(({ happened: each }) =>
    'missing' in each
      ? [each.missing]
      : each.notes.map(({ object, reason, message }) => `${object.kind} ${object.name.replace(/-[a-z0-9]{5}$/, '')} ${reason} ${message}`),
  );
const movesOf = ({ moves }: WhatIfOutcome): string[] =>
  moves.map(({ workload: { kind, name }, from, to }) =>
    [kind, name, from ? `${from.node}${from.terminating ? '!' : ''}` : '+', '→', to ? to.node || 'nowhere' : '-'].join(' '),
  );
const readyOf = ({ workloads }: WhatIfOutcome): string[] =>
  workloads.map(({ workload: { name }, wanted, before, lowest, after }) => `${name} ${before} ${lowest} ${after}/${wanted}`);

describe('what if a node is drained', () => {
  it('moves pods as far as budgets and other nodes let them go', () => {
    const outcome = ask([web, db, budget('web', { minAvailable: 2 }), budget('db', { maxUnavailable: 0 })], nodesNamed('drain', 'a1'));
    assert.deepEqual(
      notesOf(outcome).filter((note) => note.includes('EvictionBlocked')),
      [
        "Pod db-0 EvictionBlocked Cannot evict pod as it would violate the pod's disruption budget. The disruption budget db needs 2 healthy pods and has 2 currently.",
      ],
    );
    assert.deepEqual(movesOf(outcome), ['Deployment web a1 → a2']);
    assert.deepEqual(readyOf(outcome), ['db 2 2 2/2', 'web 3 2 3/3']);
    assert.deepEqual(
      outcome.budgets.map(({ name, before, after, lowest }) => [name, before.allowed, after.allowed, lowest]),
      [['web', 1, 1, 2]],
    );
    assert.deepEqual([outcome.settled, outcome.problems, outcome.nodesNeeded], [true, [], undefined]);
  });

  it('drains one budget after the other and cordons all nodes first', () => {
    const outcome = ask([workload('Deployment', 'web', { replicas: 2 }), budget('web', { maxUnavailable: 1 })], {
      whatIfs: ['a1', 'a2'].map((name) => ({ kind: 'drain', text: name, nodes: { name } })),
    });
    assert.ok(movesOf(outcome).every((text) => text.endsWith('→ b1')));
    assert.deepEqual(readyOf(outcome), ['web 2 1 2/2']);
  });

  it('leaves pods of DaemonSets, and says what is lost', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'tool' },
      spec: { nodeName: 'a1', containers: [{ name: 'm', image: 'm' }] },
    };
    const volumes = [{ name: 'tmp', emptyDir: {} }];
    const outcome = ask(
      [workload('DaemonSet', 'log', {}), pod, workload('Deployment', 'web', { replicas: 3 }, { volumes })],
      nodesNamed('drain', 'a1'),
    );
    const notes = notesOf(outcome).sort();
    assert.deepEqual(notes.slice(0, 2), [
      'Pod log DaemonSetPod stays: kubectl drain leaves pods of DaemonSets alone.',
      'Pod tool NotReplaced is gone for good: no controller makes another.',
    ]);
    assert.match(notes[2] ?? '', /^Pod web-\w+ LocalDataLost loses what is in emptyDir tmp\.$/);
  });

  it('names what there is when there is no such node', () => {
    const { happened } = ask([web], nodesNamed('drain', 'c1'));
    assert.deepEqual(
      happened.map(({ happened: each }) => each),
      [{ missing: 'no node is named c1', candidates: ['a1', 'a2', 'b1'] }],
    );
  });
});

describe('what if a node is lost', () => {
  it('replaces pods after their toleration, but no pod of a StatefulSet', () => {
    const outcome = ask([web, db], nodesNamed('lose', 'a1'));
    assert.deepEqual(movesOf(outcome), ['StatefulSet db a1! → -', 'Deployment web a1! → a2']);
    assert.deepEqual(readyOf(outcome), ['db 2 1 1/2', 'web 3 2 3/3']);
    // silent for 50 s, tolerated for 300 s from a time that is kept in whole seconds
    assert.equal(Math.ceil(outcome.took / 1000), 350);
  });

  it('sends pods away node by node, and not at all where much of a zone is lost', () => {
    const nodes = ['a', 'b'].flatMap((zone) => [1, 2, 3, 4].map((i) => node(`${zone}${i}`, zone)));
    const spread = workload(
      'Deployment',
      'web',
      { replicas: 8 },
      {
        topologySpreadConstraints: [
          { topologyKey: ZONE, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'web' } } },
        ],
      },
    );
    const zone: WhatIfQuestion = { whatIfs: [{ kind: 'lose', text: 'a', nodes: { label: ZONE, value: 'a' } }] };
    assert.equal(Math.ceil(ask([spread], nodesNamed('lose', 'a1'), nodes).took / 1000), 350);
    assert.equal(Math.ceil(ask([spread], zone, nodes).took / 1000), 380, 'a zone that is gone as a whole takes turns');
    const most = ask([spread], { whatIfs: [{ kind: 'lose', text: 'much', nodes: { label: 'rack', value: '1' } }] }, [
      ...nodes.slice(0, 3).map((each) => ({ ...each, metadata: { name: nameOf(each), labels: { [ZONE]: 'a', rack: '1' } } })),
      ...nodes.slice(3),
    ]);
    assert.deepEqual(movesOf(most), [], 'three of four');
  });

  it('makes room in no time where the node is removed', () => {
    const outcome = ask([workload('Deployment', 'web', { replicas: 2 }), db], nodesNamed('remove', 'a1'));
    assert.deepEqual(movesOf(outcome), ['Deployment web a1 → a2']);
    assert.deepEqual(readyOf(outcome), ['db 2 2 2/2', 'web 2 1 2/2']);
    assert.equal(outcome.took, 40_000);
  });

  it('takes all nodes with a label', () => {
    const outcome = ask([web], { whatIfs: [{ kind: 'remove', text: 'zone=a', nodes: { label: ZONE, value: 'a' } }] });
    assert.deepEqual(readyOf(outcome), ['web 3 1 2/3']);
    assert.deepEqual(
      outcome.unplaced.map(({ message, before }) => [message.split('.')[0], before]),
      [['0/1 nodes are available: 1 Insufficient cpu', false]],
    );
    assert.deepEqual(
      outcome.problems.map(({ object, reason }) => [object.kind, reason]),
      [['Deployment', 'FailedScheduling']],
    );
    const { nodes, pods, left, shape } = outcome.nodesNeeded ?? {};
    assert.deepEqual([nodes, pods, left, shape?.like], [1, 1, [], 'b1']);
  });
});

describe('what if a workload is scaled', () => {
  const scaled = (replicas: number): WhatIfQuestion => ({
    whatIfs: [{ kind: 'scale', text: '', workload: { kind: 'Deployment', name: 'web' }, replicas }],
  });

  it('finds the fewest nodes that take all pods', () => {
    const outcome = ask([web], scaled(12));
    assert.equal(outcome.unplaced.length, 6);
    assert.deepEqual([outcome.nodesNeeded?.nodes, outcome.nodesNeeded?.left], [3, []]);
    const large = ask([web], { ...scaled(12), nodeShape: { cpu: '16', memory: '64Gi' } });
    assert.equal(large.nodesNeeded?.nodes, 1);
  });

  it('says when such nodes do not help', () => {
    const { nodesNeeded } = ask([web], { ...scaled(7), nodeShape: { cpu: '1', memory: '64Gi' } });
    assert.deepEqual([nodesNeeded?.nodes, nodesNeeded?.pods, nodesNeeded?.left.length], [0, 0, 1]);
    assert.match(nodesNeeded?.left[0]?.message ?? '', /^0\/4 nodes are available: 4 Insufficient cpu/);
  });

  it('counts pods that go, and names workloads that are not there', () => {
    assert.deepEqual(readyOf(ask([web], scaled(1))), ['web 3 1 1/1']);
    assert.deepEqual(notesOf(ask([db], scaled(1))), ['no Deployment is named web']);
  });
});
