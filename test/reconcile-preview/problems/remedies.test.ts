import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/model/json.ts';
import { container, namespace, node, object, problemsOf, service, treesOf, workload, type Given } from './problems-of.ts';

const requests = (amounts: JsonObject): JsonObject => ({ containers: [container({ resources: { requests: amounts } })] });
const limits = (amounts: JsonObject): JsonObject => ({ containers: [container({ resources: { limits: amounts } })] });
const quota = (hard: JsonObject): JsonObject => object('v1', 'ResourceQuota', 'compute', { spec: { hard } });
const remediesOf = (documents: readonly JsonObject[], given: Given = {}): string[] =>
  treesOf(documents, given).flatMap((line) => (line.startsWith('  → ') ? [line.slice(4)] : []));
const SHOP = namespace('shop');

/** Says what is to be done, and that nothing is wrong any more once it is done. */
function assertMended(
  broken: readonly JsonObject[],
  remedies: readonly string[],
  mended: readonly JsonObject[],
  given: Given = {},
  then: Given = given,
): void {
  assert.deepEqual(remediesOf([SHOP, ...broken], given), remedies);
  assert.deepEqual(treesOf([SHOP, ...mended], then), []);
}

describe('remedies of quotas', () => {
  const three = ['a', 'b', 'c'].map((name) => workload(name, requests({ cpu: '900m', memory: '256Mi' }), { replicas: 3 }));
  const four = [node('n1'), node('n2'), node('n3'), node('n4')];

  it('say how large the quota has to be for all that it refuses', () => {
    const remedy = 'raise requests.cpu from 2 to 8100m and requests.memory from 2Gi to 2304Mi in ResourceQuota shop/compute';
    const broken = [quota({ 'requests.cpu': '2', 'requests.memory': '2Gi' }), ...three];
    const given = { cluster: four };
    assertMended(broken, [remedy], [quota({ 'requests.cpu': '8100m', 'requests.memory': '2304Mi' }), ...three], given);
    assert.equal(remediesOf([SHOP, quota({ 'requests.cpu': '8', 'requests.memory': '2304Mi' }), ...three], given).length, 1);
  });

  it('count what admission adds to pods: defaults of limit ranges, overhead of runtime classes', () => {
    const range = object('v1', 'LimitRange', 'defaults', { spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '300m' } }] } });
    const sandbox = object('node.k8s.io/v1', 'RuntimeClass', 'kata', { handler: 'kata', overhead: { podFixed: { cpu: '200m' } } });
    const web = workload('web', { runtimeClassName: 'kata' }, { replicas: 4 });
    assertMended(
      [range, sandbox, quota({ 'requests.cpu': '1' }), web],
      ['raise requests.cpu from 1 to 2 in ResourceQuota shop/compute'],
      [range, sandbox, quota({ 'requests.cpu': '2' }), web],
    );
  });

  it('say what has to be specified', () => {
    const hard = quota({ 'limits.cpu': '2' });
    assertMended(
      [hard, workload('web')],
      [
        'set spec.template.spec.containers[0].resources.limits[cpu], which ResourceQuota shop/compute limits, or have a LimitRange set defaults',
      ],
      [hard, workload('web', limits({ cpu: '1' }))],
    );
  });

  it('count what is no pod', () => {
    const jobs = (count: string): JsonObject => quota({ 'count/jobs.batch': count });
    const nightly = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly', namespace: 'shop' },
      spec: { schedule: '* * * * *', jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [container()] } } } } },
    };
    assertMended(
      [jobs('0'), nightly],
      ['raise count/jobs.batch from 0 to at least 1 in ResourceQuota shop/compute'],
      [jobs('1'), nightly],
      { until: 90_000 },
    );
  });

  it('count the claims of a StatefulSet', () => {
    const claims = [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '4Gi' } } } }];
    const db = workload('db', {}, { kind: 'StatefulSet', replicas: 3, podManagementPolicy: 'Parallel', volumeClaimTemplates: claims });
    const remedies = remediesOf([SHOP, quota({ 'requests.storage': '8Gi' }), service('db'), db]);
    assert.ok(remedies.includes('raise requests.storage from 8Gi to 12Gi in ResourceQuota shop/compute'), remedies.join('\n'));
  });
});

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

describe('remedies of refused pods', () => {
  const web = (podSpec: JsonObject = {}): JsonObject => workload('web', podSpec, { replicas: 2 });

  it('create what pods name', () => {
    const account = object('v1', 'ServiceAccount', 'robot');
    assertMended(
      [web({ serviceAccountName: 'robot' })],
      ['create ServiceAccount shop/robot'],
      [account, web({ serviceAccountName: 'robot' })],
    );
    assert.deepEqual(remediesOf([SHOP, account, web({ serviceAccountName: 'robto' })]), [
      'create ServiceAccount shop/robto, or name robot, which exists',
    ]);
    const priority = object('scheduling.k8s.io/v1', 'PriorityClass', 'high', { value: 10 });
    assertMended([web({ priorityClassName: 'high' })], ['create PriorityClass high'], [priority, web({ priorityClassName: 'high' })]);
    const runtime = object('node.k8s.io/v1', 'RuntimeClass', 'gvisor', { handler: 'runsc' });
    assertMended([web({ runtimeClassName: 'gvisor' })], ['create RuntimeClass gvisor'], [runtime, web({ runtimeClassName: 'gvisor' })]);
  });

  it('keep to limit ranges', () => {
    const range = object('v1', 'LimitRange', 'range', {
      spec: { limits: [{ type: 'Container', max: { cpu: '1' }, min: { memory: '64Mi' } }] },
    });
    const amounts = (cpu: string, memory: string): JsonObject => ({
      containers: [container({ resources: { limits: { cpu, memory }, requests: { memory } } })],
    });
    assertMended(
      [range, web(amounts('2', '32Mi'))],
      [
        'raise spec.template.spec.containers[0].resources.requests.memory from 32Mi to at least 64Mi (min of LimitRange shop/range); lower spec.template.spec.containers[0].resources.limits.cpu from 2 to at most 1 (max of LimitRange shop/range)',
      ],
      [range, web(amounts('1', '64Mi'))],
    );
  });

  it('meet policies', () => {
    const expression =
      "!request.userInfo.username.endsWith(':replicaset-controller') || object.spec.containers.all(c, !c.image.endsWith(':latest'))";
    const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
    const policy = object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'tags', {
      spec: { matchConstraints: { resourceRules: [rule] }, validations: [{ expression, message: 'no latest images' }] },
    });
    const binding = object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'tags', {
      spec: { policyName: 'tags', validationActions: ['Deny'] },
    });
    assertMended(
      [policy, binding, web({ containers: [container({ image: 'nginx:latest' })] })],
      [`meet ${expression} (spec.validations[0].expression of ValidatingAdmissionPolicy tags), or exempt the namespace in its binding`],
      [policy, binding, web()],
    );
  });

  it('keep to Pod Security', () => {
    const restricted = namespace('shop', { 'pod-security.kubernetes.io/enforce': 'restricted' });
    const securityContext = {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    };
    const [remedy = ''] = remediesOf([restricted, web()]);
    for (const part of [
      'allowPrivilegeEscalation=false (container "app")',
      'capabilities.drop=["ALL"]',
      'runAsNonRoot=true',
      'seccompProfile.type to "RuntimeDefault"',
    ])
      assert.ok(remedy.includes(`set securityContext.${part}`), remedy);
    assert.deepEqual(treesOf([restricted, web({ containers: [container({ securityContext })] })]), []);
    const baseline = namespace('shop', { 'pod-security.kubernetes.io/enforce': 'baseline' });
    assert.deepEqual(remediesOf([baseline, web({ hostNetwork: true })]), ['do without host namespaces (hostNetwork=true)']);
  });
});

describe('remedies of what pods need', () => {
  const mounting = (claimName: string): JsonObject => workload('db', { volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] });
  const claim = (storageClassName?: string): JsonObject =>
    object('v1', 'PersistentVolumeClaim', 'data', {
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        ...(storageClassName !== undefined && { storageClassName }),
      },
    });
  const volume = (storageClassName = ''): JsonObject =>
    object('v1', 'PersistentVolume', 'disk', {
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: '/disk' },
        ...(storageClassName && { storageClassName }),
      },
    });

  it('bring volumes, classes and claims', () => {
    const storageClass = object('storage.k8s.io/v1', 'StorageClass', 'fast', { provisioner: 'disks.example.com' });
    assertMended(
      [claim(), mounting('data')],
      ['create a PersistentVolume of at least 1Gi (ReadWriteOnce) without a class'],
      [volume(), claim(), mounting('data')],
    );
    assert.deepEqual(remediesOf([SHOP, claim('fast'), mounting('data')]), ['create StorageClass fast']);
    assertMended(
      [storageClass, claim('fast'), mounting('data')],
      ['create a PersistentVolume of at least 1Gi (ReadWriteOnce) of class fast, as disks.example.com would where it runs'],
      [storageClass, volume('fast'), claim('fast'), mounting('data')],
    );
    assertMended(
      [volume(), claim(), mounting('date')],
      ['create PersistentVolumeClaim shop/date, or name data, which exists'],
      [volume(), claim(), mounting('data')],
    );
  });

  it('bring Secrets and ConfigMaps, and their keys', () => {
    const reading = workload('web', {
      containers: [
        container({
          envFrom: [{ secretRef: { name: 'creds' } }],
          env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'conf', key: 'a' } } }],
        }),
      ],
    });
    const secret = object('v1', 'Secret', 'creds');
    const config = (data: JsonObject): JsonObject => object('v1', 'ConfigMap', 'conf', { data });
    assertMended(
      [reading, config({ b: '1' })],
      ['add a to ConfigMap shop/conf', 'create Secret shop/creds, or mark the reference optional'],
      [reading, secret, config({ a: '1' })],
    );
  });

  it('leave Secrets to those that make them', () => {
    const reading = workload('web', { volumes: [{ name: 'tls', secret: { secretName: 'web-tls' } }] });
    const certificate = object('cert-manager.io/v1', 'Certificate', 'web', {
      metadata: { name: 'web', namespace: 'shop' },
      spec: { secretName: 'web-tls' },
    });
    assert.equal(problemsOf([SHOP, reading]).length, 1);
    assert.equal(problemsOf([SHOP, reading, certificate]).length, 0);
  });
});
