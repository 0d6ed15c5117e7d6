import assert from 'node:assert/strict';
import { runInProcess, type Outcome } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

const podSpec = (image: string, more = ''): string => `{containers: [{name: main, image: "${image}"}]${more}}`;
const WORKLOADS = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: ${podSpec('ghcr.io/team/web:1')}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec: {schedule: "*/1 * * * *", suspend: true, jobTemplate: {spec: {template: {spec: ${podSpec('ghcr.io/team/job:1', ', restartPolicy: Never')}}}}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec: {backoffLimit: 0, template: {spec: ${podSpec('ghcr.io/team/job:1', ', restartPolicy: Never')}}}
`;

const preview = (files: Readonly<Record<string, string>>, ...args: string[]): Promise<Outcome> =>
  withDirectory(files, (cwd) => runInProcess(['preview', ...args, ...Object.keys(files)], { cwd }));
/** The section on problems, line by line. */
const problemsOf = ({ output }: Outcome): string[] =>
  (/^Problems\n(.*?)\n\n/ms.exec(output)?.[1] ?? '').split('\n').map((line) => line.slice(2));

describe('drydock preview --assume', () => {
  it('has pods of workloads and images end as it is told', async () => {
    const outcome = await preview({ 'w.yaml': WORKLOADS }, '--assume', 'never-ready=deploy/web', '--assume', 'exit=2:job/migrate');
    assert.deepEqual(problemsOf(outcome), [
      '✗ Assumption exit=2:job/migrate: Assumed: given with --assume, not found out.',
      '    ↳ Job default/migrate: 1 pod failed (container main ended with exit code 2); failed (BackoffLimitExceeded)',
      '    → leave out --assume exit=2:job/migrate to see what comes without it',
      '✗ Assumption never-ready=deploy/web: Assumed: given with --assume, not found out.',
      '    ↳ Deployment default/web: 2 pods not ready; rollout given up',
      '    → leave out --assume never-ready=deploy/web to see what comes without it',
    ]);
    assert.ok(outcome.output.startsWith('Assumed\n  never-ready=deploy/web  2 pods\n  exit=2:job/migrate  1 pod\n'), outcome.output);
    assert.equal(outcome.code, 1);
    const pulled = await preview({ 'w.yaml': WORKLOADS }, '--assume', 'image-pull-error=ghcr.io/team/web');
    assert.equal(problemsOf(pulled)[1], '    ↳ Deployment default/web: 2 pods not ready (ImagePullBackOff); rollout given up');
  });

  it('has containers that are always restarted crash', async () => {
    const { output } = await preview({ 'w.yaml': WORKLOADS }, '--assume', 'exit=1:deployment/web', '--get', 'pods', '-o', 'yaml');
    assert.equal(output.match(/reason: CrashLoopBackOff/g)?.length, 2);
    assert.equal(output.match(/exitCode: 1/g)?.length, 2);
  });

  it('finds an assumption that nothing meets', async () => {
    const { output, code } = await preview({ 'w.yaml': WORKLOADS }, '--assume', 'never-ready=deployment/wbe', '-o', 'json');
    const result: unknown = JSON.parse(output);
    assert.ok(typeof result === 'object' && result !== null && 'findings' in result && 'assumed' in result);
    assert.deepEqual(result.assumed, [{ text: 'never-ready=deployment/wbe', pods: 0 }]);
    assert.ok(Array.isArray(result.findings));
    assert.deepEqual(
      result.findings.map(({ code: of, message, note }: Record<string, unknown>) => [of, message, note]),
      [['preview/unmet-assumption', 'no pod meets the assumption never-ready=deployment/wbe', 'Did you mean deployment/web?']],
    );
    assert.equal(code, 1);
  });

  it('refuses what is no assumption', async () => {
    const { code, errors } = await preview({ 'w.yaml': WORKLOADS }, '--assume', 'never-redy=deployment/web');
    assert.match(errors, /is none of never-ready, ready-after=DURATION, image-pull-error, exit=N; did you mean never-ready\?/);
    assert.equal(code, 2);
  });
});

describe('drydock preview --load', () => {
  const scaled = {
    'w.yaml': `${WORKLOADS}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 9
  metrics: [{ type: Resource, resource: { name: memory, target: { type: AverageValue, averageValue: 100Mi } } }]
`,
  };

  it('lets autoscalers find the size that a load takes', async () => {
    const { output, code } = await preview(scaled, '--load', 'memory=500Mi:deployment/web');
    assert.match(output, /Deployment default\/web {2}5\/5 ready/);
    assert.equal(code, 0);
  });

  it('finds a metric that nobody asks for', async () => {
    const { output, code } = await preview(scaled, '--load', 'memry=500Mi:deployment/web');
    assert.match(output, /^error\[preview\/unmet-metric\]: no HorizontalPodAutoscaler asks for the metric memry=500Mi:deployment\/web\n/);
    assert.match(output, /Asked for are memory; did you mean memory\?/);
    assert.equal(code, 1);
  });

  it('refuses what is no metric', async () => {
    const { errors, code } = await preview(scaled, '--load', 'memory=lots:deployment/web');
    assert.match(errors, /--load "memory=lots:deployment\/web": "lots" is no quantity; give NAME=AMOUNT:WORKLOAD/);
    assert.equal(code, 2);
  });
});

describe('drydock preview --until', () => {
  const nightly = { 'w.yaml': WORKLOADS.replace('suspend: true, ', '') };

  it('lets happen what recurs by the clock', async () => {
    const rested = await preview(nightly, '--get', 'jobs', '-o', 'yaml');
    assert.equal(rested.output.match(/kind: Job$/gm)?.length, 1);
    const later = await preview(nightly, '--until', '2m30s', '--get', 'jobs', '-o', 'yaml');
    assert.equal(later.output.match(/^ {4}name: nightly-\d+$/gm)?.length, 2);
    assert.equal(later.code, 0);
  });

  it('says where it stops and what is still to do', async () => {
    const { output } = await preview(nightly, '--until', '1m30s', '--assume', 'exit=1:cronjob/nightly');
    assert.match(
      output,
      /did not come to rest: stopped after 1 min 30 s \(the time given to it was over\); still to do: .*job-controller: default\/nightly-\d+ after/,
    );
    assert.match(output, /Stopped after 1 min 30 s\.\n$/);
    const rested = await preview(nightly);
    assert.match(rested.output, /Later\n {2}cronjob-controller: default\/nightly after [\d.]+ s\n/);
    assert.match(rested.output, /At rest after [\d.]+ s\.\n$/);
  });

  it('takes a duration of at most a month', async () => {
    assert.match((await preview(nightly, '--until', 'soon')).errors, /--until is a duration, not "soon"; such as 90s/);
    assert.match((await preview(nightly, '--until', '32d')).errors, /at most 31d/);
  });
});

describe('drydock preview with what-ifs', () => {
  const SHOP = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: m, image: w:1, resources: {requests: {cpu: "3"}}}]}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {maxUnavailable: 0, selector: {matchLabels: {app: web}}}
`;
  const whatIf = (output: string): string =>
    (/^What if\n(.*?)^$/ms.exec(output)?.[1] ?? '').replace(/web-[a-z0-9]+-[a-z0-9]{5}/g, 'web-…').replace(/worker-\d/g, 'worker-N');

  it('says what blocks a drain, which fails the run', async () => {
    const { output, code } = await preview({ 'w.yaml': SHOP }, '--drain', 'worker-1', '--drain', 'worker-2');
    assert.deepEqual(whatIf(output).split('\n'), [
      '  worker-N is drained',
      '  worker-N is drained',
      '  At rest again at once.',
      ...[1, 2].map(
        () =>
          "  ✗ Pod default/web-…: EvictionBlocked: Cannot evict pod as it would violate the pod's disruption budget. The disruption budget web needs 2 healthy pods and has 2 currently.",
      ),
      '  No pod moves.',
      '',
    ]);
    assert.equal(code, 1);
  });

  it('answers programs, and prints the objects of then', async () => {
    const args = ['--scale', 'deployment/web=5', '--node-shape', 'cpu=8,memory=16Gi'];
    const { output } = await preview({ 'w.yaml': SHOP }, ...args, '-o', 'json');
    const result: unknown = JSON.parse(output);
    assert.ok(typeof result === 'object' && result !== null && 'whatIf' in result && 'problems' in result);
    assert.ok(Array.isArray(result.problems));
    assert.deepEqual(
      result.problems.map(({ reason }: { reason?: unknown }) => reason),
      ['DisruptionNotAllowed'],
    );
    const answer = result.whatIf;
    assert.ok(typeof answer === 'object' && answer !== null && 'nodesNeeded' in answer && 'workloads' in answer);
    assert.deepEqual(Object.keys(answer), [
      'happened',
      'moves',
      'unplaced',
      'workloads',
      'budgets',
      'nodesNeeded',
      'problems',
      'settled',
      'took',
      'story',
    ]);
    assert.deepEqual(answer.workloads, [
      { workload: { kind: 'Deployment', namespace: 'default', name: 'web' }, wanted: 5, before: 2, lowest: 2, after: 3 },
    ]);
    assert.match(JSON.stringify(answer.nodesNeeded), /"nodes":1,"pods":2,"left":\[\],"bounded":false/);
    const pods = await preview({ 'w.yaml': SHOP }, ...args, '--get', 'pods', '-o', 'yaml');
    assert.equal(pods.output.match(/^ {2}kind: Pod$/gm)?.length, 5);
  });

  it('finds what cannot happen', async () => {
    const { output, code } = await preview({ 'w.yaml': SHOP }, '--lose', 'wroker-1');
    assert.match(
      output,
      /^error\[preview\/unmet-what-if\]: no node is named wroker-1\n {2}--> --lose wroker-1\n {3}= note: Did you mean worker-1\?/,
    );
    assert.equal(code, 1);
    assert.match((await preview({ 'w.yaml': SHOP }, '--scale', 'web=x')).errors, /is not WORKLOAD=REPLICAS/);
  });
});
