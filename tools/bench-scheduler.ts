/**
 * The shapes of upstream's `scheduler_perf` (`test/integration/scheduler_perf`), in memory: how many pods per second the scheduler binds in a cluster that has
 * nothing but nodes, pods and the API server's binding. Upstream's thresholds, which include a real API server, stand beside.
 */
import type { Answer } from '../src/apiserver/api-server.ts';
import { createControlPlane } from '../src/apiserver/create-control-plane.ts';
import type { KubernetesObject } from '../src/cluster/object.ts';
import { isObject, type JsonObject } from '../src/model/json.ts';
import { createEngine } from '../src/reconcile-preview/engine.ts';
import { listObjects } from '../src/reconcile-preview/kind.ts';
import { POD } from '../src/reconcile-preview/kinds.ts';
import { scheduler } from '../src/reconcile-preview/scheduler/scheduler.ts';
import { loadSchemas } from '../src/schema/load.ts';
import { profiled } from './profiled.ts';

interface Shape {
  readonly name: string;
  /** Pods per second that upstream's own benchmark must reach. */
  readonly threshold: number;
  readonly nodes: number;
  /** Values of the nodes' zone label, in turns. */
  readonly zones?: readonly string[];
  /** Pods that are there before the clock starts. */
  readonly initial: number;
  readonly initialPod?: JsonObject;
  readonly initialNamespace?: string;
  readonly measured: number;
  readonly pod: JsonObject;
  readonly namespace?: string;
  /** A pod that comes along with every so many of the measured ones. */
  readonly churn?: { readonly every: number; readonly pod: JsonObject };
}

const ZONE = 'topology.kubernetes.io/zone';

const pod = (cpu: string, spec: JsonObject = {}, labels: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'pod', labels },
  spec: {
    ...spec,
    containers: [
      {
        name: 'pause',
        image: 'registry.k8s.io/pause:3.10.2',
        ports: [{ containerPort: 80 }],
        resources: { requests: { cpu, memory: '500Mi' }, limits: { cpu, memory: '500Mi' } },
      },
    ],
  },
});

const required = (rule: string, topologyKey: string, labels: JsonObject): JsonObject => ({
  affinity: {
    [rule]: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: labels }, topologyKey, namespaces: ['sched-1', 'sched-0'] },
      ],
    },
  },
});

const [GREEN, BLUE] = [{ color: 'green' }, { color: 'blue' }];
const PLAIN = pod('100m');
const APART = pod('100m', required('podAntiAffinity', 'kubernetes.io/hostname', GREEN), GREEN);
const TOGETHER = pod('100m', required('podAffinity', ZONE, BLUE), BLUE);
const IN_ZONE = pod('100m', {
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'In', values: ['zone1', 'zone2'] }] }],
      },
    },
  },
});
const SPREAD = pod(
  '100m',
  {
    topologySpreadConstraints: [
      { maxSkew: 5, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: BLUE } },
    ],
  },
  BLUE,
);
const LOW = pod('900m', { terminationGracePeriodSeconds: 0 });
const HIGH = pod('3000m', { priority: 10 });

const SHAPES: readonly Shape[] = [
  { name: 'SchedulingBasic', threshold: 680, nodes: 5000, initial: 1000, measured: 10_000, pod: PLAIN },
  {
    name: 'TopologySpreading',
    threshold: 460,
    nodes: 5000,
    zones: ['moon-1', 'moon-2', 'moon-3'],
    initial: 5000,
    initialPod: PLAIN,
    measured: 5000,
    pod: SPREAD,
  },
  { name: 'SchedulingNodeAffinity', threshold: 540, nodes: 5000, zones: ['zone1'], initial: 5000, measured: 5000, pod: IN_ZONE },
  {
    name: 'SchedulingPodAntiAffinity',
    threshold: 180,
    nodes: 5000,
    initial: 1000,
    initialNamespace: 'sched-0',
    measured: 2000,
    pod: APART,
    namespace: 'sched-1',
  },
  {
    name: 'SchedulingPodAffinity',
    threshold: 70,
    nodes: 5000,
    zones: ['zone1'],
    initial: 5000,
    initialNamespace: 'sched-0',
    measured: 5000,
    pod: TOGETHER,
    namespace: 'sched-1',
  },
  {
    name: 'PreemptionAsync',
    threshold: 570,
    nodes: 5000,
    initial: 20_000,
    initialPod: LOW,
    measured: 5000,
    pod: PLAIN,
    // upstream one each 200 ms, while 114 are scheduled at its threshold
    churn: { every: 114, pod: HIGH },
  },
  { name: 'PreemptionBasic', threshold: 0, nodes: 5000, initial: 20_000, initialPod: LOW, measured: 2000, pod: HIGH },
];

export interface ShapeResult {
  readonly bound: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Whether all was done before the time was up. */
  readonly finished: boolean;
}

/** As upstream's benchmark does: pods say their priority themselves, nodes are ready from the beginning. */
const ADMISSION = { disable: ['ServiceAccount', 'TaintNodesByCondition', 'Priority'] };
/** Units of work between two looks at the clock. */
const TURNS = 100;

function measure(shape: Shape, limitSeconds: number): ShapeResult {
  const cluster = createBenchCluster(shape);
  const { initial, initialPod = shape.pod, initialNamespace = 'default', measured, churn, namespace = 'default' } = shape;
  cluster.add('initial', initialPod, initialNamespace, initial);
  let [seconds, cpuSeconds] = [0, 0];
  let { finished } = cluster.work(limitSeconds);
  const batch = churn?.every ?? measured;
  for (let left = measured; left > 0 && finished; left -= batch) {
    if (churn) cluster.add('churn', churn.pod, namespace, 1);
    cluster.add('measured', shape.pod, namespace, Math.min(left, batch));
    const worked = cluster.work(limitSeconds - seconds);
    seconds += worked.seconds;
    cpuSeconds += worked.cpuSeconds;
    finished = worked.finished;
  }
  return { bound: cluster.boundPods('measured'), seconds, cpuSeconds, finished };
}

interface BenchCluster {
  /** Puts pods into the store, as the API server would have stored them. */
  add(prefix: string, body: JsonObject, namespace: string, count: number): void;
  /** Lets the scheduler work until nothing is left to do, or the time is up. */
  work(limitSeconds: number): Omit<ShapeResult, 'bound'>;
  boundPods(prefix: string): number;
}

function createBenchCluster({ nodes, zones = [] }: Shape): BenchCluster {
  const server = createControlPlane({ registry: loadSchemas('1.37'), admission: ADMISSION });
  const { store, source } = server.cluster;
  for (const name of ['sched-0', 'sched-1']) accept(server.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  for (let i = 0; i < nodes; i++) accept(server.create(nodeOf(`node-${i}`, zones[i % zones.length])));
  const engine = createEngine(server, [scheduler()]);
  let count = 0;
  return {
    add(prefix, body, namespace, copies) {
      const metadata = { ...(isObject(body.metadata) && body.metadata), name: prefix, namespace };
      const pattern = accept(server.create({ ...body, metadata }, { dryRun: true }));
      engine.act('bench', () => {
        for (let i = 0; i < copies; i++) {
          const name = `${prefix}-${String(count++).padStart(6, '0')}`;
          store.put({ ...pattern, metadata: { ...pattern.metadata, name, uid: source.uid() } });
        }
      });
    },
    work(limitSeconds) {
      const [begun, cpuBegun] = [performance.now(), process.cpuUsage()];
      for (;;) {
        const finished = engine.run({ maxTurns: TURNS }).settled;
        const seconds = (performance.now() - begun) / 1000;
        if (!finished && seconds < limitSeconds) continue;
        const { user, system } = process.cpuUsage(cpuBegun);
        return { seconds, cpuSeconds: (user + system) / 1e6, finished };
      }
    },
    boundPods: (prefix) =>
      listObjects(store, POD).filter(({ metadata, spec }) => metadata.name?.startsWith(prefix) && spec?.nodeName).length,
  };
}

const nodeOf = (name: string, zone: string | undefined): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/hostname': name, ...(zone !== undefined && { [ZONE]: zone }) } },
  status: { capacity: { pods: '110', cpu: '4', memory: '32Gi' }, conditions: [{ type: 'Ready', status: 'True' }] },
});

function accept(answer: Answer): KubernetesObject {
  if (answer.verdict !== 'accepted') throw new Error(answer.verdict === 'rejected' ? answer.status.message : answer.error);
  return answer.object;
}

/** Prints pods per second for each shape, or for those whose name contains `only`. */
export function benchScheduler({
  only = '',
  limitSeconds,
  profile,
}: {
  readonly only?: string | undefined;
  readonly limitSeconds: number;
  readonly profile: boolean;
}): void {
  console.log(
    `\nscheduler_perf in memory, at most ${limitSeconds} s each: binding pods that are there already. Beside it the threshold of upstream's benchmark, which creates them through an API server meanwhile:`,
  );
  for (const shape of SHAPES.filter(({ name }) => name.includes(only))) {
    const { result, top } = profiled(profile, () => measure(shape, limitSeconds));
    const { bound, seconds, cpuSeconds, finished } = result;
    if (seconds === 0) {
      console.log(`  ${shape.name.padEnd(26)}  the pods before were not done when the time was up`);
      continue;
    }
    const rate = bound / seconds;
    const line = [
      shape.name.padEnd(26),
      `${shape.nodes} nodes, ${shape.measured} pods`.padEnd(24),
      `${rate.toFixed(0).padStart(6)} pods/s`,
      `${(bound / cpuSeconds).toFixed(0).padStart(6)} a CPU second`,
      shape.threshold === 0 ? '' : `${(rate / shape.threshold).toFixed(1).padStart(6)} × ${shape.threshold}`,
      finished ? '' : `(${bound} pods when the time was up)`,
    ];
    console.log(`  ${line.join('  ').trimEnd()}`);
    for (const each of top) console.log(`      ${each}`);
  }
}
