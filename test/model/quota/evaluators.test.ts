import assert from 'node:assert/strict';
import { quantityOf } from '../../../src/model/pod-resources.ts';
import { quantityText } from '../../../src/model/quantity.ts';
import { addAmounts, amountsText, equalAmounts, exceeding, increaseOf, type Amounts } from '../../../src/model/quota/amounts.ts';
import { calculateUsage } from '../../../src/model/quota/calculate-usage.ts';
import type { QuotaContext, QuotaObject } from '../../../src/model/quota/evaluator.ts';
import { evaluatorOf } from '../../../src/model/quota/evaluators.ts';
import { countedResource, objectCountName } from '../../../src/model/quota/object-count.ts';
import { persistentVolumeClaimEvaluator } from '../../../src/model/quota/persistent-volume-claims.ts';
import { podEvaluator } from '../../../src/model/quota/pods.ts';
import { resourceClaimEvaluator } from '../../../src/model/quota/resource-claims.ts';
import { serviceEvaluator } from '../../../src/model/quota/services.ts';

type Fields = Readonly<Record<string, unknown>>;

const object = (fields: Fields, metadata: QuotaObject['metadata'] = {}): QuotaObject => ({
  metadata: { name: 'o', namespace: 'x', ...metadata },
  ...fields,
});
const pod = (spec: Fields, status: Fields = {}): QuotaObject => object({ spec, status });
const container = (requests?: Fields, limits?: Fields, more: Fields = {}): Fields => ({
  name: 'a',
  resources: { requests, limits },
  ...more,
});

function contextWith(objects: readonly (QuotaObject & { readonly kind: string })[] = [], more: Partial<QuotaContext> = {}): QuotaContext {
  return {
    now: Date.parse('2026-01-01T00:01:00Z'),
    view: {
      get: ({ kind, name }) => objects.find((each) => each.kind === kind && each.metadata.name === name),
      list: ({ kind }) => objects.filter((each) => each.kind === kind),
    },
    chargesImplicitDevices: true,
    chargesExtendedDevices: true,
    ...more,
  };
}
const context = contextWith();

const amounts = (list: Readonly<Record<string, string>>): Amounts =>
  new Map(Object.entries(list).map(([name, text]) => [name, quantityOf(text)]));
const texts = (found: Amounts): Record<string, string> =>
  Object.fromEntries([...found].map(([name, quantity]) => [name, quantityText(quantity)]));

describe('quota amounts', () => {
  it('are added, compared and printed by name', () => {
    const sum = addAmounts(amounts({ cpu: '500m', pods: '1' }), amounts({ cpu: '1500m', memory: '1Gi' }));
    assert.equal(amountsText(sum), 'cpu=2,memory=1Gi,pods=1');
    assert.ok(equalAmounts(sum, amounts({ memory: '1024Mi', pods: '1000m', cpu: '2000m' })));
    assert.ok(!equalAmounts(sum, amounts({ cpu: '2', pods: '1' })));
    assert.deepEqual([...exceeding(sum, amounts({ cpu: '1', memory: '1Gi', secrets: '0' }))], ['cpu']);
  });

  it('increase by what is more, never by what is less', () => {
    assert.deepEqual(texts(increaseOf(amounts({ a: '1', b: '5', d: '1' }), amounts({ a: '3', b: '4', c: '2' }))), { a: '2', c: '2' });
  });
});

describe('quota evaluators', () => {
  it('count objects by resource and group, some core ones under an older name too', () => {
    assert.equal(objectCountName('apps', 'deployments'), 'count/deployments.apps');
    assert.deepEqual(countedResource('count/ingresses.networking.k8s.io'), { group: 'networking.k8s.io', resource: 'ingresses' });
    assert.equal(countedResource('pods'), undefined);
    const secrets = evaluatorOf('', 'secrets');
    assert.deepEqual(secrets?.tracks(['count/secrets', 'secrets', 'pods'], context), ['count/secrets', 'secrets']);
    assert.deepEqual(evaluatorOf('', 'endpoints')?.tracks(['count/endpoints', 'endpoints'], context), ['count/endpoints']);
    assert.equal(evaluatorOf('', 'events'), undefined);
  });

  describe('of pods', () => {
    const usage = (each: QuotaObject, in_ = context): Record<string, string> => texts(podEvaluator.usage(each, in_));

    it('charge requests and limits under all their names', () => {
      const large = pod({
        containers: [
          container({ cpu: '1', 'hugepages-2Mi': '4Mi', 'example.com/gpu': '2' }, { cpu: '2', memory: '1Gi', 'ephemeral-storage': '1Gi' }),
        ],
        initContainers: [container({ cpu: '3' })],
      });
      assert.deepEqual(usage(large), {
        'count/pods': '1',
        pods: '1',
        cpu: '3',
        'requests.cpu': '3',
        'limits.cpu': '2',
        'limits.memory': '1Gi',
        'limits.ephemeral-storage': '1Gi',
        'hugepages-2Mi': '4Mi',
        'requests.hugepages-2Mi': '4Mi',
        'requests.example.com/gpu': '2',
      });
    });

    it('take what a pod wants as a whole over its containers', () => {
      const whole = pod({ resources: { requests: { cpu: '500m' }, limits: { cpu: '1' } }, containers: [container({ cpu: '100m' })] });
      assert.equal(amountsText(podEvaluator.usage(whole, context)), 'count/pods=1,cpu=500m,limits.cpu=1,pods=1,requests.cpu=500m');
    });

    it('count a pod that has ended, or should be gone, as an object only', () => {
      const spec = { containers: [container({ cpu: '1' })] };
      const marked = (deletionTimestamp: string) => object({ spec }, { deletionTimestamp, deletionGracePeriodSeconds: 30 });
      assert.deepEqual(usage(pod(spec, { phase: 'Succeeded' })), { 'count/pods': '1' });
      assert.deepEqual(usage(marked('2026-01-01T00:00:29Z')), { 'count/pods': '1' });
      assert.equal(usage(marked('2026-01-01T00:00:30Z')).cpu, '1');
    });

    it('know the names they measure', () => {
      const names = [
        'pods',
        'cpu',
        'requests.storage',
        'requests.example.com/gpu',
        'example.com/gpu',
        'requests.hugepages-1Gi',
        'services',
      ];
      assert.deepEqual(podEvaluator.tracks(names, context), ['pods', 'cpu', 'requests.example.com/gpu', 'requests.hugepages-1Gi']);
      const implicit = ['requests.deviceclass.resource.kubernetes.io/gpu'];
      assert.deepEqual(podEvaluator.tracks(implicit, context), implicit);
      assert.deepEqual(podEvaluator.tracks(implicit, contextWith([], { chargesImplicitDevices: false })), []);
    });

    it('want containers to say what a quota limits, unless the pod does as a whole', () => {
      const names = new Set(['pods', 'memory', 'limits.cpu', 'requests.ephemeral-storage']);
      const silent = {
        containers: [container({ memory: '1Gi' }, {}, { name: 'b' }), container()],
        initContainers: [container({}, { cpu: '1' })],
      };
      assert.equal(podEvaluator.omission?.(pod(silent), names), 'must specify limits.cpu for: a,b; memory for: a');
      assert.equal(podEvaluator.omission?.(pod({ ...silent, resources: { limits: { cpu: '1' } } }), names), undefined);
    });

    it('tell scopes', () => {
      const isIn = (scopeName: string, each: QuotaObject, more: Fields = { operator: 'Exists' }): boolean | undefined =>
        podEvaluator.matchesScope?.(each, { scopeName, ...more });
      const short = pod({ activeDeadlineSeconds: 0 }, { qosClass: 'Burstable' });
      assert.deepEqual(
        ['Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort', 'PriorityClass', 'VolumeAttributesClass'].map((name) =>
          isIn(name, short),
        ),
        [true, false, false, true, false, false],
      );
      const high = pod({ priorityClassName: 'high' });
      assert.equal(isIn('PriorityClass', high), true);
      assert.equal(isIn('PriorityClass', high, { operator: 'In', values: ['low', 'high'] }), true);
      assert.equal(isIn('PriorityClass', high, { operator: 'NotIn', values: ['high'] }), false);
      assert.equal(isIn('PriorityClass', short, { operator: 'NotIn', values: ['high'] }), true);
      assert.equal(isIn('PriorityClass', short, { operator: 'DoesNotExist' }), true);
      const term = { topologyKey: 'zone', namespaceSelector: {} };
      const affine = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone' }] } };
      assert.equal(isIn('CrossNamespacePodAffinity', pod({ affinity: affine })), false);
      const preferred = {
        ...affine.podAntiAffinity,
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }],
      };
      assert.equal(isIn('CrossNamespacePodAffinity', pod({ affinity: { podAntiAffinity: preferred } })), true);
    });
  });

  it('of services count load balancers and the node ports that services are to get', () => {
    const usage = (spec: Fields): string => amountsText(serviceEvaluator.usage(object({ spec }), context));
    const ports = [{ port: 80 }, { port: 81, nodePort: 30_001 }];
    const text = (balancers: number, nodePorts: number): string =>
      `count/services=1,services=1,services.loadbalancers=${balancers},services.nodeports=${nodePorts}`;
    assert.equal(usage({ type: 'ClusterIP', ports }), text(0, 0));
    assert.equal(usage({ type: 'NodePort', ports }), text(0, 2));
    assert.equal(usage({ type: 'LoadBalancer', ports }), text(1, 2));
    assert.equal(usage({ type: 'LoadBalancer', ports, allocateLoadBalancerNodePorts: false }), text(1, 1));
  });

  it('of volume claims count storage in whole bytes, by class too', () => {
    const claim = (storage: string, more: Fields = {}, annotations: Record<string, string> = {}): QuotaObject =>
      object({ spec: { storageClassName: 'gold', resources: { requests: { storage } } }, ...more }, { annotations });
    const usage = (each: QuotaObject): Record<string, string> => texts(persistentVolumeClaimEvaluator.usage(each, context));
    assert.deepEqual(usage(claim('1500m')), {
      persistentvolumeclaims: '1',
      'count/persistentvolumeclaims': '1',
      'gold.storageclass.storage.k8s.io/persistentvolumeclaims': '1',
      'requests.storage': '2',
      'gold.storageclass.storage.k8s.io/requests.storage': '2',
    });
    assert.equal(usage(claim('1Gi', { status: { allocatedResources: { storage: '2Gi' } } }))['requests.storage'], '2Gi');
    const annotated = usage(claim('1Gi', {}, { 'volume.beta.kubernetes.io/storage-class': 'old' }));
    assert.equal(annotated['old.storageclass.storage.k8s.io/requests.storage'], '1Gi');
    const scope = { scopeName: 'VolumeAttributesClass', operator: 'In', values: ['fast'] };
    assert.equal(persistentVolumeClaimEvaluator.matchesScope?.(claim('1'), scope), false);
    assert.equal(
      persistentVolumeClaimEvaluator.matchesScope?.(claim('1', { status: { currentVolumeAttributesClassName: 'fast' } }), scope),
      true,
    );
  });

  describe('of resource claims', () => {
    const request = { name: 'r', exactly: { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 2 } };
    const claim = (requests: readonly Fields[], metadata: QuotaObject['metadata'] = {}) => ({
      ...object({ spec: { devices: { requests } } }, metadata),
      kind: 'ResourceClaim',
    });
    const withoutExtended = contextWith([], { chargesExtendedDevices: false });
    const text = (each: QuotaObject, in_ = withoutExtended): string => amountsText(resourceClaimEvaluator.usage(each, in_));

    it('count devices by class, of alternatives the most', () => {
      const alternatives = [
        { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 1 },
        { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 3 },
        { deviceClassName: 'nic', allocationMode: 'All' },
      ];
      assert.equal(
        text(claim([request, { name: 's', firstAvailable: alternatives }])),
        'count/resourceclaims.resource.k8s.io=1,gpu.deviceclass.resource.k8s.io/devices=5,nic.deviceclass.resource.k8s.io/devices=32',
      );
    });

    it('read requests of the first beta version', () => {
      const beta = { name: 'r', deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 2 };
      assert.equal(text(claim([beta])), text(claim([request])));
    });

    it('count devices as extended resources but for those of the pod that the claim was made for', () => {
      const deviceClass = { ...object({ spec: { extendedResourceName: 'example.com/gpu' } }, { name: 'gpu' }), kind: 'DeviceClass' };
      const owner = { ...pod({ containers: [container({ 'example.com/gpu': '2' })] }), kind: 'Pod' };
      const owned = claim([request], {
        annotations: { 'resource.kubernetes.io/extended-resource-claim': 'true' },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'o', uid: 'u', controller: true }],
      });
      const in_ = contextWith([deviceClass, { ...owner, metadata: { ...owner.metadata, uid: 'u' } }, owned]);
      const implicit = 'requests.deviceclass.resource.kubernetes.io/gpu';
      assert.equal(texts(resourceClaimEvaluator.usage(claim([request]), in_))['requests.example.com/gpu'], '2');
      assert.equal(texts(resourceClaimEvaluator.usage(owned, in_))['requests.example.com/gpu'], undefined);
      assert.equal(texts(resourceClaimEvaluator.usage(owned, in_))[implicit], '2');
      assert.deepEqual(resourceClaimEvaluator.tracks(['requests.example.com/gpu', implicit, 'requests.example.com/x'], in_), [
        'requests.example.com/gpu',
        implicit,
      ]);
      assert.deepEqual(resourceClaimEvaluator.tracks([implicit], context), []);
    });
  });
});

describe('calculating usage', () => {
  const measured = [
    { evaluator: podEvaluator, objects: () => [pod({ priorityClassName: 'high' }), pod({})] },
    { evaluator: serviceEvaluator, objects: () => [object({ spec: {} })] },
  ];

  it('adds up what is limited and leaves out what nobody measures', () => {
    const hard = { pods: '1', services: '1', 'services.nodeports': '1', 'count/widgets.example.com': '1' };
    assert.equal(amountsText(calculateUsage({ hard }, measured, context)), 'pods=2,services=1,services.nodeports=0');
  });

  it('counts only what is in all scopes', () => {
    const spec = { hard: { pods: '1', services: '1' }, scopes: ['PriorityClass', 'NotTerminating'] };
    assert.equal(amountsText(calculateUsage(spec, measured, context)), 'pods=1,services=0');
  });
});
