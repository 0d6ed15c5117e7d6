import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/model/json.ts';
import { assertMended, limits, remediesOf, requests, SHOP } from './assert-mended.ts';
import { container, namespace, node, object, problemsOf, service, treesOf, workload } from './problems-of.ts';

const quota = (hard: JsonObject): JsonObject => object('v1', 'ResourceQuota', 'compute', { spec: { hard } });

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
