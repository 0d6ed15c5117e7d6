import assert from 'node:assert/strict';
import { runInProcess } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

const HOOKS = `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: mesh }
webhooks:
  - name: sidecar.example.com
    clientConfig: { service: { namespace: mesh, name: injector } }
    rules: [{ operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods] }]
    objectSelector: { matchLabels: { app: web } }
    admissionReviewVersions: [v1]
    sideEffects: None
`;
const POD = `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: app, image: "registry.example.com/app:1" }] }
`;
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: "registry.example.com/app:1" }] }
`;
const CALL =
  'MutatingWebhookConfiguration mesh: sidecar.example.com (service mesh/injector), may change the object, must answer (failurePolicy Fail)';

describe('webhooks of the cluster', () => {
  it('are told by check as information', () =>
    withDirectory({ 'hooks.yaml': HOOKS, 'pod.yaml': POD, 'other.yaml': POD.replace('app: web', 'app: db') }, async (cwd) => {
      const { code, output } = await runInProcess(['check', '--setup', 'hooks.yaml', '-o', 'jsonl', 'pod.yaml', 'other.yaml'], { cwd });
      const found = output
        .split('\n')
        .filter((line) => line.includes('admission/webhook'))
        .map((line): { source: string; severity: string; message: string } => JSON.parse(line));
      assert.deepEqual(
        found.map(({ source, severity, message }) => [source, severity, message.split('\n')[1]]),
        [['pod.yaml', 'info', CALL]],
      );
      assert.equal(code, 0);
    }));

  it('are told by admit to people, and not to programs', () =>
    withDirectory({ 'hooks.yaml': HOOKS, 'pod.yaml': POD }, async (cwd) => {
      const text = await runInProcess(['admit', '--setup', 'hooks.yaml', 'pod.yaml'], { cwd });
      assert.ok(text.output.includes(`would ask: ${CALL}`), text.output);
      const lines = await runInProcess(['admit', '--setup', 'hooks.yaml', '-o', 'jsonl', 'pod.yaml'], { cwd });
      assert.equal(
        lines.output,
        '{"source":"pod.yaml","index":0,"apiVersion":"v1","kind":"Pod","namespace":"default","name":"web","verdict":"accepted","code":201}\n',
      );
    }));

  it('are told by preview for the pods of workloads, too', () =>
    withDirectory({ 'a.yaml': DEPLOYMENT, 'hooks.yaml': HOOKS }, async (cwd) => {
      const { output } = await runInProcess(['preview', 'a.yaml', 'hooks.yaml'], { cwd });
      assert.ok(output.includes('Webhooks that nobody asks offline'), output);
      assert.ok(output.includes(CALL), output);
      assert.match(output, /Pod default\/web-[a-z0-9]+-/);
    }));

  it('are there first, unless the order is to be kept', () =>
    withDirectory({ 'a.yaml': POD, 'hooks.yaml': HOOKS }, async (cwd) => {
      assert.match((await runInProcess(['preview', 'a.yaml', 'hooks.yaml'], { cwd })).output, /Pod default\/web/);
      const { output } = await runInProcess(['preview', '--as-given', 'a.yaml', 'hooks.yaml'], { cwd });
      assert.doesNotMatch(output, /Webhooks that nobody asks offline/);
    }));
});
