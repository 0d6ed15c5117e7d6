import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/model/json.ts';
import { assertMended, limits, remediesOf, requests, SHOP } from './assert-mended.ts';
import { container, node, object, treesOf, type Given, workload } from './problems-of.ts';

describe('remedies of pods without a node', () => {
  it('say how little a request may be, or how large a node has to be', () => {
    const big = (cpu: string): JsonObject => workload('big', requests({ cpu }), { replicas: 5 });
    const remedies = ['lower requests.cpu of container app from 8 to at most 2, or bring a node with at least 8 cpu (the largest has 4)'];
    assertMended([big('8')], remedies, [big('2')]);
    assert.equal(remediesOf([SHOP, big('2001m')]).length, 1);
    const given = { cluster: ['n1', 'n2', 'n3', 'n4', 'n5'].map((name) => node(name, { cpu: '8' })) };
    assert.deepEqual(treesOf([SHOP, big('8')], given), []);
  });

  it('leave room for what other resources and containers ask for', () => {
    const pair = (memory: string): JsonObject =>
      workload('pair', {
        containers: [
          container({ resources: { requests: { memory: '1Gi' } } }),
          container({ name: 'sidecar', resources: { requests: { memory } } }),
        ],
      });
    const [remedy = ''] = remediesOf([SHOP, pair('9Gi')]);
    assert.match(
      remedy,
      /^lower the requests of memory of its containers from 10Gi to at most 8Gi in all, or bring a node with at least 10Gi/,
    );
    assert.deepEqual(treesOf([SHOP, pair('7Gi')]), []);
  });

  it('count the nodes that a full cluster lacks', () => {
    const all = ['a', 'b', 'c'].map((name) => workload(name, requests({ cpu: '1500m' }), { replicas: 4 }));
    const trees = treesOf([SHOP, ...all]);
    assert.deepEqual(trees.slice(0, 2), [
      '✗ Cluster: InsufficientCapacity',
      '  → add 3 nodes like worker-1 (cpu 4, memory 8Gi): they take in the 6 pods that wait',
    ]);
    const nodes = (count: number): Given => ({ cluster: Array.from({ length: count }, (_, i) => node(`n${i}`)) });
    assert.deepEqual(treesOf([SHOP, ...all], nodes(6)), []);
    assert.equal(remediesOf([SHOP, ...all], nodes(5)).length, 1);
  });

  it('count the nodes for hundreds of equal pods, beside what DaemonSets take', () => {
    const agent = workload('agent', requests({ cpu: '500m' }), { kind: 'DaemonSet' });
    const many = [agent, workload('many', requests({ cpu: '500m' }), { replicas: 225 })];
    const nodes = (count: number): Given => ({ cluster: Array.from({ length: count }, (_, i) => node(`n${100 + i}`)) });
    assert.deepEqual(remediesOf([SHOP, ...many], nodes(3)), [
      'add 30 nodes like n100 (cpu 4, memory 8Gi): they take in the 204 pods that wait',
    ]);
    assert.deepEqual(treesOf([SHOP, ...many], nodes(33)), []);
    assert.equal(remediesOf([SHOP, ...many], nodes(32)).length, 1);
  });

  it('of a DaemonSet look at the node of each pod', () => {
    const agent = (cpu: string): JsonObject => workload('agent', requests({ cpu }), { kind: 'DaemonSet' });
    const cluster = [node('n1'), node('n2', { cpu: '2' }), node('n3', { cpu: '6' })];
    const keepOff = 'keep it off nodes of less than 5 cpu: n1, n2';
    assertMended([agent('5')], [`lower requests.cpu of container app from 5 to at most 2, or ${keepOff}`], [agent('2')], { cluster });
    const taking = object('v1', 'Pod', 'taking', {
      metadata: { name: 'taking', namespace: 'shop', uid: '1' },
      spec: { nodeName: 'n3', containers: [container({ resources: { requests: { cpu: '5' } } })] },
    });
    assert.deepEqual(remediesOf([agent('2')], { cluster: [...cluster, SHOP, taking] }), [
      'lower requests.cpu of container app from 2 to at most 1, or make room for 2 cpu on n3',
    ]);
    assert.deepEqual(treesOf([agent('1')], { cluster: [...cluster, SHOP, taking] }), []);
  });

  it('do not make nodes what they are not', () => {
    const windows = workload('web', { nodeSelector: { 'kubernetes.io/os': 'windows' } });
    assert.deepEqual(remediesOf([SHOP, windows]), ['bring a node with kubernetes.io/os=windows, or select what nodes have: linux']);
  });

  it('name a resource that no node offers', () => {
    const gpu = workload('gpu', limits({ 'nvidia.com/gpu': '2' }));
    assertMended(
      [gpu],
      ['add a node that offers 2 nvidia.com/gpu: none offers any'],
      [gpu],
      {},
      { cluster: [node('n1', { 'nvidia.com/gpu': '2' })] },
    );
  });

  it('label a node, or select what is meant', () => {
    const picky = workload('picky', { nodeSelector: { disk: 'ssd' } });
    const label = (disk: string): Given => ({ cluster: [node('n1', { labels: { disk } })] });
    assertMended([picky], ['kubectl label node n1 disk=ssd, as no node has disk=ssd'], [picky], { cluster: [node('n1')] }, label('ssd'));
    assert.deepEqual(remediesOf([SHOP, picky], label('ssds')), [
      'select disk=ssds, which nodes have, or kubectl label node n1 disk=ssd --overwrite',
    ]);
  });

  it('are several where a node has several things against a pod', () => {
    const both = (cpu: string): JsonObject => workload('both', { ...requests({ cpu }), nodeSelector: { disk: 'ssd' } });
    const lower = 'lower requests.cpu of container app from 9 to at most 4, or bring a node with at least 9 cpu (the largest has 4)';
    assertMended(
      [both('9')],
      [`kubectl label node n1 disk=ssd, as no node has disk=ssd; and ${lower}`],
      [both('4')],
      { cluster: [node('n1')] },
      { cluster: [node('n1', { labels: { disk: 'ssd' } })] },
    );
  });

  it('label a node for a required affinity', () => {
    const matchExpressions = [{ key: 'zone', operator: 'In', values: ['a', 'b'] }];
    const picky = workload('picky', {
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } } },
    });
    const then = { cluster: [node('n1', { labels: { zone: 'a' } })] };
    assertMended([picky], ['kubectl label node n1 zone=a, as no node has zone In (a, b)'], [picky], { cluster: [node('n1')] }, then);
  });

  it('tolerate taints and uncordon nodes', () => {
    const given = { cluster: [node('n1', { spec: { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] } })] };
    const tolerations = [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }];
    assertMended(
      [workload('web')],
      ['add to its tolerations {key: dedicated, value: "db", effect: NoSchedule}, as n1 is tainted'],
      [workload('web', { tolerations })],
      given,
    );
    const cordoned = { cluster: [node('n1', { spec: { unschedulable: true } })] };
    assertMended([workload('web')], ['kubectl uncordon n1'], [workload('web')], cordoned, { cluster: [node('n1')] });
  });

  it('let pods share what they want for themselves', () => {
    const required = [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } }];
    const podSpec = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } };
    const [remedy = ''] = remediesOf([SHOP, workload('web', podSpec, { replicas: 5 })]);
    assert.match(remedy, /^run 2 pods less, or bring 2 more nodes: each of its pods wants one of its own, and there are 3;/);
    assert.deepEqual(treesOf([SHOP, workload('web', podSpec, { replicas: 3 })]), []);
    assert.deepEqual(
      treesOf([SHOP, workload('web', podSpec, { replicas: 5 })], { cluster: [1, 2, 3, 4, 5].map((i) => node(`n${i}`)) }),
      [],
    );
  });

  it('run the pods that others want to be near', () => {
    const near = (app: string, more: JsonObject = {}): JsonObject => ({
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname', ...more },
          ],
        },
      },
    });
    const web = workload('web', near('cache'));
    assertMended(
      [web],
      ['run a pod labelled app=cache in namespace shop: podAffinity wants one on its node, and none runs'],
      [web, workload('cache')],
    );
    const far = { ...workload('cache'), metadata: { name: 'cache', namespace: 'default' } };
    assertMended(
      [far, web],
      [
        'run a pod labelled app=cache in namespace shop: podAffinity wants one on its node, and none runs (one runs in namespace default: name it in namespaces)',
      ],
      [far, workload('web', near('cache', { namespaces: ['default'] }))],
    );
    const unplaced = workload('cache', { nodeSelector: { disk: 'ssd' } });
    const remedies = remediesOf([SHOP, unplaced, web]);
    assert.ok(remedies.includes('find a node for Deployment shop/cache first: podAffinity wants a pod of it on its node'), remedies.join());
  });

  it('send pods to where their volumes are', () => {
    const zones = ['a', 'b'].map((zone) => node(`n-${zone}`, { labels: { 'topology.kubernetes.io/zone': zone } }));
    const disk = (zone: string): JsonObject[] => [
      object('v1', 'PersistentVolume', 'disk', {
        spec: {
          capacity: { storage: '1Gi' },
          accessModes: ['ReadWriteOnce'],
          hostPath: { path: '/disk' },
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone] }] }],
            },
          },
        },
      }),
      object('v1', 'PersistentVolumeClaim', 'data', {
        spec: { accessModes: ['ReadWriteOnce'], storageClassName: '', resources: { requests: { storage: '1Gi' } } },
      }),
    ];
    const db = (more: JsonObject = {}): JsonObject =>
      workload('db', { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }], ...more });
    const third = node('n-c', { labels: { 'topology.kubernetes.io/zone': 'c' } });
    assertMended(
      [...disk('c'), db()],
      ['bring a node with topology.kubernetes.io/zone=c: PersistentVolume disk of PersistentVolumeClaim shop/data is only there'],
      [...disk('c'), db()],
      { cluster: zones },
      { cluster: [...zones, third] },
    );
    const inZone = (zone: string): JsonObject => db({ nodeSelector: { 'topology.kubernetes.io/zone': zone } });
    assertMended(
      [...disk('b'), inZone('a')],
      ['select topology.kubernetes.io/zone=b instead, where its volumes are'],
      [...disk('b'), inZone('b')],
      { cluster: zones },
    );
  });

  it('spread less strictly', () => {
    const spread = (whenUnsatisfiable: string): JsonObject =>
      workload(
        'web',
        {
          topologySpreadConstraints: [
            { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable, labelSelector: { matchLabels: { app: 'web' } } },
          ],
        },
        { replicas: 4 },
      );
    const given = { cluster: [node('n1', { labels: { zone: 'a' } }), node('n2', { labels: { zone: 'b' }, cpu: '0' })] };
    const broken = [object('v1', 'ConfigMap', 'c'), spread('DoNotSchedule')];
    assert.deepEqual(treesOf([SHOP, ...broken], given), []);
    const unlabelled = { cluster: [node('n1')] };
    assertMended(
      [spread('DoNotSchedule')],
      ['set whenUnsatisfiable of the constraint on zone to ScheduleAnyway, or raise its maxSkew of 1'],
      [spread('ScheduleAnyway')],
      unlabelled,
    );
  });
});
