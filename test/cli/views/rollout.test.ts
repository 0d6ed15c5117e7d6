import assert from 'node:assert/strict';
import { foldFacts } from '../../../src/cli/views/fold-facts.ts';
import { runInProcess } from '../run-in-process.ts';
import { withDirectory } from '../temporary-directory.ts';

const deployment = (image: string, replicas: number, fate = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web }, annotations: { drydock.dev/fate: "${fate}" } }
    spec: { containers: [{ name: web, image: "${image}", resources: { requests: { cpu: 100m } } }] }
`;
const previewOf = (files: Readonly<Record<string, string>>, ...args: string[]): Promise<string> =>
  withDirectory(files, async (cwd) => (await runInProcess(['preview', ...args], { cwd })).output);
/** Lines that hold a text, and so many after them, without their indentation. */
const linesAt = (output: string, text: string, more = 0): string[] => {
  const lines = output.split('\n');
  const at = lines.findIndex((line) => line.includes(text));
  return at === -1 ? [] : lines.slice(at, at + 1 + more).map((line) => line.trim());
};

describe('the text of a preview', () => {
  describe('of pods that take their time to become ready', () => {
    const files = (more: string): Record<string, string> => {
      const of = (image: string): string => deployment(image, 2).replace('  replicas', `  ${more}\n  replicas`);
      return { 'a.yaml': of('web:1'), 'b.yaml': of('web:2') };
    };
    const ASSUMED = (time: string): string[] => ['--assume', `ready-after=${time}:deployment/web`, '--against', 'a.yaml', 'b.yaml'];

    it('tells for how long fewer are available, with minReadySeconds', async () => {
      const output = await previewOf(files('minReadySeconds: 5\n  strategy: {rollingUpdate: {maxSurge: 0}}'), ...ASSUMED('10s'));
      assert.deepEqual(linesAt(output, 'Rollout', 10), [
        'Rollout  old 2 → 0 · new 0 → 2 · min available 1 of 2 (1 allowed; below 2 for 30 s) · complete after 30 s',
        'time  old  new  ready  available',
        '0 s    2    0      2          2',
        '1    0      1          1',
        '1    1      1          1',
        '10 s    1    1      2          1',
        '15 s    1    1      2          2',
        '0    1      1          1',
        '0    2      1          1',
        '25 s    0    2      2          1',
        '30 s    0    2      2          2',
      ]);
    });

    it('tells that a deadline passes meanwhile, and where the preview ends then', async () => {
      const slow = files('progressDeadlineSeconds: 60');
      const [whole = ''] = linesAt(await previewOf(slow, ...ASSUMED('70s')), 'Rollout');
      assert.match(whole, /complete after 2 min 20 s, after ProgressDeadlineExceeded at 1 min 1 s$/);
      const [cut = ''] = linesAt(await previewOf(slow, '--until', '65s', ...ASSUMED('70s')), 'Rollout');
      assert.match(cut, /stuck: ContainersNotReady, ProgressDeadlineExceeded after 1 min 1 s$/);
    });
  });

  it('tells a rolling update turn by turn', async () => {
    const output = await previewOf({ 'a.yaml': deployment('web:1', 2), 'b.yaml': deployment('web:2', 2) }, '--against', 'a.yaml', 'b.yaml');
    assert.deepEqual(linesAt(output, 'Rollout', 8), [
      'Rollout  old 2 → 0 · new 0 → 2 · surge 1 · min available 2 of 2 (never below) · complete',
      'time  old  new  ready  available',
      '0 s    2    0      2          2',
      '2    1      2          2',
      '2    1      3          3',
      '1    1      2          2',
      '1    2      2          2',
      '1    2      3          3',
      '0    2      2          2',
    ]);
  });

  it('says where a rollout gets stuck, and nothing of pods that just come', async () => {
    const files = { 'a.yaml': deployment('web:1', 2), 'b.yaml': deployment('web:2', 2, 'never-ready') };
    assert.match(
      linesAt(await previewOf(files, '--against', 'a.yaml', 'b.yaml'), 'Rollout')[0] ?? '',
      /· stuck: ContainersNotReady, ProgressDeadlineExceeded after 10 min/,
    );
    assert.deepEqual(linesAt(await previewOf(files, 'a.yaml'), 'Rollout'), []);
  });

  it('counts many pods that there is nothing to say of, and tells of nodes what landed there', async () => {
    const output = await previewOf({ 'a.yaml': deployment('web:1', 40) }, 'a.yaml');
    assert.deepEqual(linesAt(output, '40 Pods'), ['40 Pods  Running: 14 on worker-1, 13 on worker-2, 13 on worker-3  web:1']);
    assert.deepEqual(linesAt(output, 'worker-1  cpu', 1), [
      'worker-1  cpu ███░░░░░ 1400m/4 (35 %)  memory ░░░░░░░░ 0/8Gi (0 %)  pods 14/110',
      'web × 14',
    ]);
  });

  it('tells pods that look the same once, with what is wrong with them', async () => {
    const output = await previewOf({ 'a.yaml': deployment('web:1', 6, 'never-ready') }, 'a.yaml');
    assert.deepEqual(linesAt(output, '6 Pods', 2), [
      '6 Pods  Running: 2 on worker-1, 2 on worker-2, 2 on worker-3  web:1',
      'observedGeneration 1 · phase Running · qosClass Burstable · container web not ready, running',
      'PodReadyToStartContainers=True · Initialized=True · Ready=False ContainersNotReady: containers with unready status: [web] · ContainersReady=False ContainersNotReady: containers with unready status: [web] · PodScheduled=True',
    ]);
  });

  it('says how old things are once time has passed', async () => {
    const output = await previewOf({ 'a.yaml': deployment('web:1', 1, 'never-ready') }, 'a.yaml');
    assert.match(linesAt(output, 'Deployment default/web  0/1')[0] ?? '', /0\/1 ready {2}age 10 min/);
  });
});

describe('foldFacts', () => {
  it('breaks between facts only', () => {
    assert.deepEqual(foldFacts('a 1 · bb 2 · a longer fact · c', 12), ['a 1 · bb 2', 'a longer fact', 'c']);
    assert.deepEqual(foldFacts('a 1 · bb 2', Infinity), ['a 1 · bb 2']);
  });
});
