import assert from 'node:assert/strict';
import { runInProcess } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

const POD = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers: [{ name: app, image: "registry.example.com/app:1", imagePullPolicy: Never }]
`;
const NETWORK_POD = POD.replace('spec:\n', 'spec:\n  hostNetwork: true\n');

const CONFIG = `admission:
  enable: [PodNodeSelector]
  disable: [DefaultTolerationSeconds]
  plugins:
    - name: PodSecurity
      configuration: { defaults: { enforce: baseline } }
    - name: PodNodeSelector
      configuration: { podNodeSelectorPluginConfig: { clusterDefaultNodeSelector: pool=shared } }
`;

describe('admission plugins', () => {
  it('are switched by flags of kube-apiserver', () =>
    withDirectory({ 'pod.yaml': POD }, async (cwd) => {
      const flags = ['--enable-admission-plugins', 'AlwaysPullImages,DenyServiceExternalIPs', '--disable-admission-plugins=ServiceAccount'];
      const { code, output } = await runInProcess(['admit', '--object', '-o', 'yaml', ...flags, 'pod.yaml'], { cwd });
      assert.equal(code, 0);
      assert.match(output, /imagePullPolicy: Always/);
      assert.doesNotMatch(output, /serviceAccountName/);
    }));

  it('are switched and set by drydock.yaml', () =>
    withDirectory({ 'pod.yaml': POD.replace('shop', 'default'), 'network.yaml': NETWORK_POD, 'drydock.yaml': CONFIG }, async (cwd) => {
      const accepted = await runInProcess(['admit', '--object', '-o', 'yaml', 'pod.yaml'], { cwd });
      assert.match(accepted.output, /nodeSelector:\n\s+pool: shared/);
      assert.doesNotMatch(accepted.output, /not-ready/);
      const refused = await runInProcess(['check', '-o', 'jsonl', 'network.yaml'], { cwd });
      assert.match(refused.output, /violates PodSecurity \\"baseline:latest\\": host namespaces \(hostNetwork=true\)/);
      const previewed = await runInProcess(['preview', '--get', 'pods', '-o', 'yaml', 'pod.yaml'], { cwd });
      assert.match(previewed.output, /pool: shared/);
    }));

  for (const [args, message] of [
    [['--enable-admission-plugins=AlwaysPullImage'], 'unknown admission plugin "AlwaysPullImage". Did you mean "AlwaysPullImages"?'],
    [['--enable-admission-plugins=PodSecurity', '--disable-admission-plugins=PodSecurity'], 'PodSecurity is enabled and disabled'],
  ] as const) {
    it(`refuses: ${message}`, () =>
      withDirectory({ 'pod.yaml': POD }, async (cwd) => {
        const { code, errors } = await runInProcess(['admit', ...args, 'pod.yaml'], { cwd });
        assert.equal(code, 2);
        assert.ok(errors.includes(message), errors);
      }));
  }

  it('finds mistakes in drydock.yaml at their place', () =>
    withDirectory(
      {
        'pod.yaml': POD,
        'drydock.yaml': `admission:
  enable: [PodNodeSelecter]
  disbale: [Priority]
  plugins:
    - name: PodSecurity
      configuration: { defaults: { enforce: strict } }
    - name: ResourceQuota
      path: quota.yaml
`,
      },
      async (cwd) => {
        const { code, output } = await runInProcess(['check', '-o', 'jsonl', 'pod.yaml'], { cwd });
        assert.equal(code, 2);
        const found = output
          .split('\n')
          .filter((line) => line.includes('input/config'))
          .map((line): { message: string; start: { line: number } } => JSON.parse(line))
          .map(({ message, start }) => [start.line, message]);
        assert.deepEqual(found, [
          [2, 'unknown admission plugin "PodNodeSelecter"'],
          [3, 'unknown setting "disbale"'],
          [6, '"strict" is no level: must be one of privileged, baseline, restricted'],
          [8, 'files are not followed'],
        ]);
      },
    ));
});
