import assert from 'node:assert/strict';
import { parseMetric, type GivenMetric } from '../../../../src/workspace/metric.ts';
import type { Json, JsonObject } from '../../../../src/model/json.ts';
import type { HorizontalPodAutoscalerStatus } from '../../../../src/model/kinds/autoscaling-v2.ts';
import { getObject } from '../../../../src/reconcile-preview/kind.ts';
import { HORIZONTAL_POD_AUTOSCALER } from '../../../../src/reconcile-preview/kinds.ts';
import { preview } from '../../../../src/reconcile-preview/preview.ts';
import { loadSchemas } from '../../../../src/schema/load.ts';

const registry = loadSchemas('1.37');

const container = (name: string, requests?: JsonObject): JsonObject => ({
  name,
  image: 'web:1',
  ...(requests && { resources: { requests } }),
});
const deployment = (replicas: number, containers: readonly JsonObject[], annotations: JsonObject = {}): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' }, annotations }, spec: { containers } },
  },
});
const resource = (name: string, target: JsonObject): JsonObject => ({ type: 'Resource', resource: { name, target } });
const utilization = (percent: number, name = 'cpu'): JsonObject => resource(name, { type: 'Utilization', averageUtilization: percent });
const autoscaler = ([minReplicas, maxReplicas]: readonly [number, number], metrics: Json, behavior?: JsonObject): JsonObject => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas,
    maxReplicas,
    metrics,
    ...(behavior && { behavior }),
  },
});
const node: JsonObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'big' },
  status: { capacity: { cpu: '64', memory: '128Gi', pods: '200' } },
};

function given(kind: 'metric' | 'load', text: string): GivenMetric {
  const metric = parseMetric(kind, text);
  assert.ok('amount' in metric, text);
  return metric;
}
const load = (text: string): GivenMetric => given('load', text);
const metric = (text: string): GivenMetric => given('metric', text);

function statusOf(documents: readonly JsonObject[], metrics: readonly GivenMetric[]): HorizontalPodAutoscalerStatus {
  const { server } = preview({ registry, cluster: [node], stages: [documents.map((value) => ({ value }))], metrics });
  return getObject(server.cluster.store, HORIZONTAL_POD_AUTOSCALER, 'default', 'web')?.status ?? {};
}
const sizeOf = (documents: readonly JsonObject[], metrics: readonly GivenMetric[]): string => {
  const { currentReplicas, desiredReplicas, conditions = [] } = statusOf(documents, metrics);
  return `${currentReplicas ?? 0}/${desiredReplicas ?? 0} ${conditions.map(({ reason }) => reason).join(' ')}`;
};

const web = [container('web', { cpu: '200m' })];

// what a real controller manager ends with that is told the same by a metrics API
describe('autoscalers with metrics', () => {
  it('share a load among as many pods as it takes', () => {
    const documents = [deployment(2, web), autoscaler([2, 12], [utilization(50)])];
    assert.equal(
      sizeOf(documents, [load('cpu=900m:deployment/web')]),
      '9/9 ReadyForNewScale ValidMetricFound DesiredWithinRange NotScaledToZero',
    );
    assert.deepEqual(statusOf(documents, [load('cpu=900m:deployment/web')]).currentMetrics, [
      { type: 'Resource', resource: { name: 'cpu', current: { averageValue: '100m', averageUtilization: 50 } } },
    ]);
  });

  it('end at their bounds where each pod uses too much', () => {
    const documents = [deployment(2, web), autoscaler([2, 12], [utilization(50)])];
    assert.equal(
      sizeOf(documents, [metric('cpu=900m:deployment/web')]),
      '12/12 ReadyForNewScale ValidMetricFound TooManyReplicas NotScaledToZero',
    );
  });

  it('do nothing within the tolerance', () => {
    const documents = [deployment(2, web), autoscaler([2, 12], [utilization(50)])];
    assert.equal(sizeOf(documents, [metric('cpu=95m:deployment/web')]), '2/2 ReadyForNewScale ValidMetricFound DesiredWithinRange');
  });

  it('take averages, and write memory in powers of two', () => {
    const documents = [
      deployment(1, [container('web', { memory: '64Mi' })]),
      autoscaler([1, 20], [resource('memory', { type: 'AverageValue', averageValue: '100Mi' })]),
    ];
    const { desiredReplicas, currentMetrics } = statusOf(documents, [load('memory=1Gi:deployment/web')]);
    assert.equal(desiredReplicas, 11);
    assert.equal(currentMetrics?.[0]?.resource?.current?.averageValue, '97612893090m');
  });

  it('grow no faster than their policies let them', () => {
    const slowly = { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 15 }] } };
    const documents = [deployment(2, web), autoscaler([2, 12], [utilization(50)], slowly)];
    assert.equal(
      sizeOf(documents, [load('cpu=600m:deployment/web')]),
      '6/6 ReadyForNewScale ValidMetricFound DesiredWithinRange NotScaledToZero',
    );
  });

  it('shrink at once without a stabilization window, and after five minutes else', () => {
    const at = (behavior?: JsonObject): [size: string, seconds: number] => {
      const documents = [deployment(6, web), autoscaler([1, 12], [utilization(50)], behavior)];
      const { server, end } = preview({
        registry,
        cluster: [node],
        stages: [documents.map((value) => ({ value }))],
        metrics: [load('cpu=170m:deployment/web')],
      });
      const { status } = getObject(server.cluster.store, HORIZONTAL_POD_AUTOSCALER, 'default', 'web') ?? {};
      return [`${status?.currentReplicas ?? 0}/${status?.desiredReplicas ?? 0}`, Math.round(end.at / 1000)];
    };
    const [[soon, fewSeconds], [late, manySeconds]] = [at({ scaleDown: { stabilizationWindowSeconds: 0 } }), at()];
    assert.deepEqual([soon, late], ['2/2', '2/2']);
    assert.ok(fewSeconds < 20 && manySeconds > 300, `${fewSeconds} ${manySeconds}`);
  });

  it('look at one container', () => {
    const documents = [
      deployment(2, [container('web', { cpu: '100m' }), container('side', { cpu: '50m' })]),
      autoscaler(
        [2, 9],
        [
          {
            type: 'ContainerResource',
            containerResource: { name: 'cpu', container: 'web', target: { type: 'Utilization', averageUtilization: 60 } },
          },
        ],
      ),
    ];
    const metrics = [load('cpu=300m:deployment/web:web'), metric('cpu=5m:deployment/web:side')];
    assert.equal(sizeOf(documents, metrics), '5/5 ReadyForNewScale ValidMetricFound DesiredWithinRange NotScaledToZero');
  });

  it('take a pod for the sum of its containers, if all of them are known', () => {
    const documents = [
      deployment(2, [container('web', { cpu: '100m' }), container('side', { cpu: '50m' })]),
      autoscaler([2, 9], [utilization(60)]),
    ];
    const [main, side] = [metric('cpu=100m:deployment/web:web'), metric('cpu=80m:deployment/web:side')];
    // 180m of 150m are 120 %, whatever the number of pods
    assert.equal(statusOf(documents, [main, side]).desiredReplicas, 9);
    assert.equal(statusOf(documents, [main]).desiredReplicas ?? 0, 0);
  });

  it('wait for pods that are not ready', () => {
    const documents = [deployment(2, web, { 'drydock.dev/fate': 'never-ready' }), autoscaler([2, 12], [utilization(50)])];
    const { desiredReplicas, conditions = [] } = statusOf(documents, [metric('cpu=900m:deployment/web')]);
    assert.equal(desiredReplicas ?? 0, 0);
    assert.equal(
      conditions[1]?.message,
      'the HPA was unable to compute the replica count: failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)',
    );
  });

  it('grow by what they know where another metric is missing', () => {
    const queue = { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'Value', value: '10' } } };
    const documents = [deployment(2, web), autoscaler([2, 12], [queue, utilization(50)])];
    const { desiredReplicas, currentMetrics } = statusOf(documents, [load('cpu=900m:deployment/web')]);
    assert.equal(desiredReplicas, 9);
    assert.deepEqual(currentMetrics?.[0], {});
  });

  it('say which container requests nothing', () => {
    const documents = [deployment(1, [...web, container('side')]), autoscaler([1, 12], [utilization(50)])];
    const { conditions = [] } = statusOf(documents, [metric('cpu=900m:deployment/web')]);
    assert.match(conditions[1]?.message ?? '', /missing request for cpu in container side of Pod web-/);
  });

  it('follow the metric that asks for most', () => {
    const documents = [
      deployment(2, [container('web', { cpu: '200m', memory: '64Mi' })]),
      autoscaler([2, 12], [utilization(50), utilization(80, 'memory')]),
    ];
    const metrics = [load('cpu=450m:deployment/web'), load('memory=500Mi:deployment/web')];
    assert.equal(statusOf(documents, metrics).desiredReplicas, 10);
  });

  it('take external metrics as they are, or divided among the pods', () => {
    const external = (target: JsonObject): JsonObject => ({ type: 'External', external: { metric: { name: 'queue' }, target } });
    const sizes = [
      { type: 'Value', value: '10' },
      { type: 'AverageValue', averageValue: '10' },
    ].map((target) => statusOf([deployment(2, web), autoscaler([1, 20], [external(target)])], [metric('queue=35')]).desiredReplicas);
    // by its value the metric stays above its target, however many pods there are
    assert.deepEqual(sizes, [20, 4]);
  });
});

describe('parseMetric', () => {
  it('reads amounts, workloads and containers', () => {
    assert.deepEqual(parseMetric('metric', 'cpu=150m:shop/deploy/web:app'), {
      text: 'cpu=150m:shop/deploy/web:app',
      name: 'cpu',
      amount: 150,
      target: {
        text: 'shop/deploy/web',
        named: { kind: 'Deployment', namespace: 'shop', name: 'web' },
        isShared: false,
        container: 'app',
      },
    });
    assert.deepEqual(parseMetric('metric', 'queue=30'), { text: 'queue=30', name: 'queue', amount: 30_000 });
  });

  it('says what is wrong with others', () => {
    const messageOf = (kind: 'metric' | 'load', text: string): string => {
      const read = parseMetric(kind, text);
      return 'message' in read ? read.message : '';
    };
    assert.equal(messageOf('metric', 'cpu'), '--metric "cpu" names no metric');
    assert.equal(messageOf('metric', 'cpu=much:deployment/web'), '--metric "cpu=much:deployment/web": "much" is no quantity');
    assert.equal(messageOf('load', 'cpu=2'), '--load "cpu=2" does not say of which pods');
    assert.equal(messageOf('load', 'cpu=2:service/web'), '--load "cpu=2:service/web": "service/web" is no workload');
  });
});
