import assert from 'node:assert/strict';
import type { JsonObject } from '../../src/model/json.ts';
import { networkView } from '../../src/reconcile-preview/network/network-view.ts';
import { preview } from '../../src/reconcile-preview/preview.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { problemsOf } from './problems/problems-of.ts';

const registry = loadSchemas('1.37');

/** Whether the cluster comes to rest, and what is not well then. */
function outcomeOf(
  documents: readonly JsonObject[],
  cluster: readonly JsonObject[] = [],
): { readonly settled: boolean; readonly problems: readonly string[] } {
  const { stages, problemsNow, server } = preview({ registry, stages: [documents.map((value) => ({ value }))], cluster });
  const problems = problemsNow(networkView(server.cluster.store));
  return {
    settled: stages.every(({ settled }) => settled),
    problems: problems.map(({ object, reason, message }) => `${object.kind} ${object.name}: ${reason}: ${message}`),
  };
}

const pod = (name: string, spec: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: 'web' } },
  spec: { containers: [{ name: 'main', image: 'registry.example.com/app:1' }], ...spec },
});

const claim = (name: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], storageClassName: '', volumeName: 'disk', resources: { requests: { storage: '1Gi' } } },
});

describe('clusters that nobody would want', () => {
  it('with a node that has no capacity have pods that find no room', () => {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'empty' } };
    const { settled, problems } = outcomeOf([pod('web')], [node]);
    assert.equal(settled, true);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /^Pod web: FailedScheduling: 0\/1 nodes are available: 1 Too many pods/);
    const [problem] = problemsOf([pod('web')], { cluster: [node] });
    assert.equal(problem?.remedy, 'bring a node that takes pods: none says in its status.allocatable how many it takes');
  });

  it('with a volume that two claims name leave one of them without', () => {
    const volume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'disk' },
      spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/disk' } },
    };
    const user = (name: string): JsonObject => pod(name, { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }] });
    const { settled, problems } = outcomeOf([volume, claim('one'), claim('two'), user('one'), user('two')]);
    assert.equal(settled, true);
    assert.deepEqual(
      problems.filter((problem) => problem.startsWith('Pod')).map((problem) => problem.slice(0, 25)),
      ['Pod two: FailedScheduling'],
    );
    const told = problemsOf([volume, claim('one'), claim('two'), user('one'), user('two')]);
    const claims = told.flatMap(({ causes }) => causes.map(({ object, message, remedy }) => [object.name, message, remedy]));
    assert.deepEqual(claims[0], [
      'two',
      'It names PersistentVolume disk, which PersistentVolumeClaim default/one has.',
      'name another volume in spec.volumeName of PersistentVolumeClaim default/two, or take it out: a volume is for one claim',
    ]);
  });

  it('with objects that own each other come to rest', () => {
    const owned = (name: string, uid: string, by: string, byUid: string): JsonObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        namespace: 'default',
        uid,
        ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: by, uid: byUid, controller: true }],
      },
    });
    const ring = [owned('a', 'uid-a', 'b', 'uid-b'), owned('b', 'uid-b', 'a', 'uid-a'), owned('self', 'uid-s', 'self', 'uid-s')];
    assert.deepEqual(outcomeOf([pod('web')], ring), { settled: true, problems: [] });
  });

  it('with objects that name owners nobody has lose them, and say so', () => {
    const owned = (name: string, by: string): JsonObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: by, uid: `uid-${by}` }] },
    });
    const plain: JsonObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } };
    assert.deepEqual(outcomeOf([owned('a', 'b'), owned('b', 'a'), plain, owned('d', 'c')]), {
      settled: true,
      problems: [
        'ConfigMap a: AbsentOwner: it was collected as garbage: there is no ConfigMap b with uid uid-b.',
        'ConfigMap b: AbsentOwner: it was collected as garbage: there is no ConfigMap a with uid uid-a.',
        'ConfigMap d: AbsentOwner: it was collected as garbage: ConfigMap c has another uid than uid-c.',
      ],
    });
  });

  it('with selectors that match everything come to rest', () => {
    const apart = {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: {}, namespaceSelector: {}, topologyKey: 'kubernetes.io/hostname' },
          ],
        },
      },
    };
    const budget = {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'all' },
      spec: { minAvailable: 1, selector: {} },
    };
    const deny = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'all' }, spec: { podSelector: {} } };
    const pods = Array.from({ length: 5 }, (_, i) => pod(`web-${i}`, apart));
    const { settled, problems } = outcomeOf([budget, deny, ...pods]);
    assert.equal(settled, true);
    const unplaced = problems.filter((problem) => problem.includes('FailedScheduling'));
    assert.equal(unplaced.length, 2);
    for (const problem of unplaced) assert.match(problem, /3 node\(s\) didn't match pod anti-affinity rules/);
  });

  it('with ten thousand equal pods say what a person has to know, once', () => {
    const COUNT = 10_000;
    const web = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'web' },
      spec: {
        replicas: COUNT,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'main', image: 'web:1', resources: { requests: { cpu: '1' } } }] },
        },
      },
    };
    const [problem, ...others] = problemsOf([web]);
    assert.deepEqual(others, []);
    assert.deepEqual(
      problem?.causes.map(({ reason, remedy }) => [reason, remedy]),
      [['InsufficientCapacity', 'add 2497 nodes like worker-1 (cpu 4, memory 8Gi): they take in the 9988 pods that wait']],
    );
  }).timeout(300_000);

  it('with thousands of pods that fit nowhere say so of each', () => {
    const { settled, problems } = outcomeOf(Array.from({ length: 1000 }, (_, i) => pod(`web-${i}`, { nodeSelector: { disk: 'none' } })));
    assert.equal(settled, true);
    assert.equal(problems.length, 1000);
    assert.match(problems[0] ?? '', /0\/3 nodes are available: 3 node\(s\) didn't match Pod's node affinity\/selector/);
  });
});
