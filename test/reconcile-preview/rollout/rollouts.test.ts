import assert from 'node:assert/strict';
import { isJobRun, type JobRun, type PodRollout, type Rollout } from '../../../src/reconcile-preview/rollout/rollout.ts';
import { loadSchemas } from '../../../src/schema/load.ts';
import { previewSources, type PreviewInput } from '../../../src/workspace/preview.ts';

const registry = loadSchemas('1.37');

interface Options {
  readonly image?: string;
  readonly fate?: string;
  readonly spec?: string;
  readonly pod?: string;
}
const workload = (kind: string, { image = 'app:1', fate, spec = '', pod = '' }: Options = {}): string => `apiVersion: apps/v1
kind: ${kind}
metadata: { name: web }
spec:
  ${spec === '' ? 'replicas: 3' : spec}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web }${fate === undefined ? '' : `, annotations: { drydock.dev/fate: ${fate} }`} }
    spec: { containers: [{ name: web, image: "${image}" }]${pod} }
---
`;
const job = (spec: string, fate = ''): string => `apiVersion: batch/v1
kind: Job
metadata: { name: load }
spec:
  ${spec}
  template:
    metadata: { annotations: { drydock.dev/fate: "${fate}" } }
    spec: { restartPolicy: Never, containers: [{ name: a, image: a }] }
---
`;

function rolloutsOf(text: string, against?: string, more: Partial<PreviewInput> = {}): readonly Rollout[] {
  const files = [{ source: 'a.yaml', text }];
  const before = against === undefined ? {} : { against: [{ source: 'b.yaml', text: against }] };
  return previewSources({ registry, files, ...before, ...more }).rollouts();
}
function podsOf(text: string, against?: string, more: Partial<PreviewInput> = {}): PodRollout {
  const [first, ...others] = rolloutsOf(text, against, more);
  assert.ok(first && !isJobRun(first) && others.length === 0);
  return first;
}
function jobOf(text: string, against?: string): JobRun {
  const [first, ...others] = rolloutsOf(text, against);
  assert.ok(first && isJobRun(first) && others.length === 0);
  return first;
}
/** `3+1 of 3, 4 available`. */
const stepTexts = ({ steps }: PodRollout): string[] =>
  steps.map(({ old, new: fresh, desired, available }) => `${old}+${fresh} of ${desired}, ${available} available`);
const endOf = ({ end: { state, reasons } }: Rollout): unknown[] => [state, ...reasons.map(({ reason }) => reason)];

describe('rollouts', () => {
  it('tells each turn of a rolling update, a batch of pods as one step', () => {
    const rollout = podsOf(workload('Deployment', { image: 'app:2' }), workload('Deployment'));
    assert.deepEqual(stepTexts(rollout), [
      '3+0 of 3, 3 available',
      '3+1 of 3, 3 available',
      '3+1 of 3, 4 available',
      '2+1 of 3, 3 available',
      '2+2 of 3, 3 available',
      '2+2 of 3, 4 available',
      '1+2 of 3, 3 available',
      '1+3 of 3, 3 available',
      '1+3 of 3, 4 available',
      '0+3 of 3, 3 available',
    ]);
    const { change, surge, minAvailable, allowedAvailable, belowDesired, end } = rollout;
    assert.deepEqual([change, surge, minAvailable, allowedAvailable, belowDesired], ['updated', 1, 3, 3, 0]);
    assert.deepEqual(end, { state: 'complete', reasons: [], at: 0 });
  });

  it('makes one step of all pods that come at once, in batches of 1, 2, 4 …', () => {
    const rollout = podsOf(workload('Deployment', { spec: 'replicas: 10' }));
    assert.equal(rollout.change, 'created');
    assert.deepEqual(stepTexts(rollout), [
      '0+0 of 0, 0 available',
      '0+0 of 10, 0 available',
      '0+1 of 10, 0 available',
      '0+1 of 10, 1 available',
      '0+3 of 10, 1 available',
      '0+3 of 10, 3 available',
      '0+7 of 10, 3 available',
      '0+7 of 10, 7 available',
      '0+10 of 10, 7 available',
      '0+10 of 10, 10 available',
    ]);
  });

  it('counts a pod as available once it was ready for minReadySeconds, and for how long fewer were than wanted', () => {
    const recreate = 'replicas: 2\n  minReadySeconds: 5\n  strategy: { type: Recreate }';
    const rollout = podsOf(workload('Deployment', { spec: recreate, image: 'app:2' }), workload('Deployment', { spec: recreate }));
    assert.deepEqual([rollout.minAvailable, rollout.allowedAvailable, rollout.belowAllowed], [0, 0, 0]);
    const last = rollout.steps.at(-1);
    assert.deepEqual([last?.available, Math.ceil(last?.at ?? 0)], [2, 5]);
    assert.equal(rollout.belowDesired, last?.at);
    assert.equal(rollout.end.at, last?.at);
  });

  it('says where a rollout gets stuck, the nearest cause first, and when its deadline passed', () => {
    const rollout = podsOf(workload('Deployment', { image: 'app:2', fate: 'image-pull-error' }), workload('Deployment'));
    assert.deepEqual(stepTexts(rollout), ['3+0 of 3, 3 available', '3+1 of 3, 3 available']);
    assert.deepEqual(endOf(rollout), ['stuck', 'ImagePullBackOff', 'ProgressDeadlineExceeded']);
    const [, deadline] = rollout.end.reasons;
    assert.ok(deadline?.at !== undefined && deadline.at >= 600 && deadline.at < 605, String(deadline?.at));
  });

  it('names pods that find no node, and quotas that let none be made', () => {
    const big = workload('Deployment', { image: 'app:2', pod: ', nodeSelector: { disk: none }' });
    assert.deepEqual(endOf(podsOf(big, workload('Deployment'))), ['stuck', 'FailedScheduling', 'ProgressDeadlineExceeded']);
    const quota = 'apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: few }\nspec: { hard: { pods: "3" } }\n---\n';
    const rollout = podsOf(quota + workload('Deployment', { image: 'app:2' }), quota + workload('Deployment'));
    assert.deepEqual(endOf(rollout).slice(0, 2), ['stuck', 'FailedCreate']);
    assert.match(rollout.end.reasons[0]?.message ?? '', /exceeded quota: few/);
    assert.deepEqual(
      endOf(podsOf(quota + workload('StatefulSet', { spec: 'replicas: 5\n  serviceName: web\n  podManagementPolicy: Parallel' }))),
      ['stuck', 'FailedCreate'],
    );
  });

  it('says what a workload keeps as it is on purpose', () => {
    const paused = podsOf(workload('Deployment', { image: 'app:2', spec: 'replicas: 3\n  paused: true' }), workload('Deployment'));
    assert.deepEqual([endOf(paused), stepTexts(paused)], [['held', 'DeploymentPaused'], ['3+0 of 3, 3 available']]);
    const set = (image: string, strategy: string): string =>
      workload('StatefulSet', { image, spec: `replicas: 3\n  serviceName: web\n  updateStrategy: ${strategy}` });
    const partition = podsOf(set('app:2', '{ rollingUpdate: { partition: 2 } }'), set('app:1', '{}'));
    assert.deepEqual([endOf(partition), stepTexts(partition).at(-1)], [['held', 'Partition'], '2+1 of 3, 3 available']);
    const onDelete = podsOf(set('app:2', '{ type: OnDelete }'), set('app:1', '{ type: OnDelete }'));
    assert.deepEqual([endOf(onDelete), stepTexts(onDelete)], [['held', 'OnDelete'], ['3+0 of 3, 3 available']]);
  });

  it('follows DaemonSets node by node', () => {
    const set = (image: string): string =>
      workload('DaemonSet', { image, spec: 'updateStrategy: { rollingUpdate: { maxUnavailable: 2 } }' });
    const rollout = podsOf(set('app:2'), set('app:1'));
    assert.deepEqual([rollout.minAvailable, rollout.allowedAvailable, endOf(rollout)], [1, 1, ['complete']]);
    assert.equal(stepTexts(rollout).at(-1), '0+3 of 3, 3 available');
  });

  it('tells scaling from updating, and what goes from what was never there', () => {
    const scaled = podsOf(workload('Deployment', { spec: 'replicas: 5' }), workload('Deployment'));
    assert.deepEqual([scaled.change, scaled.minAvailable, scaled.allowedAvailable], ['scaled', 3, 2]);
    assert.deepEqual(rolloutsOf(workload('Deployment'), workload('Deployment')), []);
    assert.deepEqual(rolloutsOf('apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: a }] }\n'), []);
  });

  it('says which budgets a rollout goes below', () => {
    const budget =
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: most }\nspec: { minAvailable: 3, selector: { matchLabels: { app: web } } }\n---\n';
    const spec = 'replicas: 3\n  serviceName: web';
    const rollout = podsOf(budget + workload('StatefulSet', { image: 'app:2', spec }), budget + workload('StatefulSet', { spec }));
    assert.deepEqual(rollout.budgets, [{ namespace: 'default', name: 'most', desired: 3, lowest: 2, below: 0 }]);
    assert.deepEqual(podsOf(budget + workload('StatefulSet', { spec })).budgets, []);
  });

  it('follows the pods of Jobs to their end', () => {
    const done = jobOf(job('completions: 2\n  parallelism: 1'));
    assert.deepEqual(
      done.steps.map(({ active, ready, succeeded }) => `${active} active, ${ready} ready, ${succeeded} succeeded`),
      [
        '0 active, 0 ready, 0 succeeded',
        '1 active, 0 ready, 0 succeeded',
        '1 active, 1 ready, 0 succeeded',
        '1 active, 0 ready, 1 succeeded',
        '0 active, 0 ready, 2 succeeded',
      ],
    );
    assert.deepEqual([endOf(done), done.completions, done.steps.at(-1)?.succeeded], [['complete'], 2, 2]);
    assert.deepEqual(endOf(jobOf(job('backoffLimit: 0', 'exit=1'))), ['failed', 'BackoffLimitExceeded']);
    assert.deepEqual(endOf(jobOf(job('suspend: true'))), ['held', 'Suspended']);
    assert.deepEqual(endOf(jobOf(job('completions: 1', 'image-pull-error'))), ['stuck', 'ImagePullBackOff']);
  });

  it('is still running where the preview stops before', () => {
    const spec = 'replicas: 1\n  minReadySeconds: 60';
    const rollout = podsOf(workload('Deployment', { spec }), undefined, { until: 10_000 });
    assert.deepEqual(
      [endOf(rollout), rollout.steps.at(-1)?.ready, rollout.steps.at(-1)?.available],
      [['running', 'MinReadySeconds'], 1, 0],
    );
  });

  it('is told as it was before something else happened to the cluster', () => {
    const files = [{ source: 'a.yaml', text: workload('Deployment') }];
    const plain = previewSources({ registry, files }).rollouts();
    const whatIf = { whatIfs: [{ kind: 'drain', text: 'worker-1', nodes: { name: 'worker-1' } }] } as const;
    assert.deepEqual(previewSources({ registry, files, whatIf }).rollouts(), plain);
  });
});
