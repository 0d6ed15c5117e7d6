import assert from 'node:assert/strict';
import { runInProcess } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

const pod = (name: string, schedulerName: string): string => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec:
  schedulerName: ${schedulerName}
  containers: [{ name: app, image: "registry.example.com/app:1", resources: { requests: { cpu: 100m } } }]
`;
const PODS = ['a', 'b', 'c'].map((name) => pod(name, 'packing')).join('') + pod('lost', 'nobody');

const config = (args: string): string => `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
  - schedulerName: packing
    pluginConfig:
      - name: NodeResourcesFit
        args: ${args}
`;
const PACKING = config('{ scoringStrategy: { type: MostAllocated } }');

const nodes = (output: string): unknown =>
  (JSON.parse(output) as { items: { metadata: { name: string }; spec: { nodeName?: string } }[] }).items.map(
    ({ metadata, spec }) => `${metadata.name} ${spec.nodeName ?? '-'}`,
  );

describe('the configuration of the scheduler', () => {
  it('decides where pods go, by the name they have for their scheduler', () =>
    withDirectory({ 'pods.yaml': PODS, 'packing.yaml': PACKING }, async (cwd) => {
      const { output } = await runInProcess(['preview', '--get', 'pods', '-o', 'json', '--scheduler-config', 'packing.yaml', 'pods.yaml'], {
        cwd,
      });
      assert.deepEqual(nodes(output), ['a worker-1', 'b worker-1', 'c worker-1', 'lost -']);
      assert.doesNotMatch(output, /PodScheduled",\s+"status": "False/);
    }));

  it('is named by drydock.yaml', () =>
    withDirectory(
      { 'pods.yaml': PODS, 'conf/packing.yaml': PACKING, 'drydock.yaml': 'scheduler-config: conf/packing.yaml\n' },
      async (cwd) => {
        const { output } = await runInProcess(['preview', '--get', 'pods', '-o', 'json', 'pods.yaml'], { cwd });
        assert.deepEqual(nodes(output), ['a worker-1', 'b worker-1', 'c worker-1', 'lost -']);
      },
    ));

  it('is told of with its place when kube-scheduler would not start with it', () =>
    withDirectory({ 'pods.yaml': PODS, 'bad.yaml': config('{ scoringStrategy: { type: Fullest } }') }, async (cwd) => {
      const { code, output } = await runInProcess(['preview', '--scheduler-config', 'bad.yaml', 'pods.yaml'], { cwd });
      assert.equal(code, 1);
      assert.match(output, /Unsupported value: "Fullest"[^\n]*\n +--> bad\.yaml:7:42/);
    }));

  it('that is missing or wrong goes with no steps', () =>
    withDirectory({ 'steps/1.yaml': PODS, 'bad.yaml': config('{ scoring: {} }') }, async (cwd) => {
      const missing = await runInProcess(['preview', '--steps', '-o', 'json', '--scheduler-config', 'none.yaml', 'steps'], { cwd });
      assert.equal(missing.code, 2);
      const bad = await runInProcess(['preview', '--steps', '-o', 'json', '--scheduler-config', 'bad.yaml', 'steps'], { cwd });
      assert.equal(bad.code, 2);
      assert.match(bad.errors, /unknown field "scoring"/);
    }));
});
