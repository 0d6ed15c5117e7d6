import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInProcess } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      hostPID: true # debugging
      containers:
        - name: app
          image: registry.example.com/app:1
          securityContext:
            runAsNonRoot: true # since 2.0
`;

const lines = (output: string): unknown[] =>
  output
    .split('\n')
    .filter(Boolean)
    .map((line): { message: string; start: { line: number; column: number } } => JSON.parse(line))
    .map(({ message, start }) => [start.line, start.column, message]);

describe('drydock psa', () => {
  it('shows what keeps pods from a level, part by part', () =>
    withDirectory({ 'web.yaml': DEPLOYMENT }, async (cwd) => {
      const { code, output } = await runInProcess(['psa', '-o', 'jsonl', 'web.yaml'], { cwd });
      assert.equal(code, 1);
      assert.deepEqual(lines(output), [
        [9, 16, 'host namespaces (hostPID=true)'],
        [13, 11, 'allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false)'],
        [13, 11, 'seccompProfile (pod or container "app" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")'],
        [13, 11, 'unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"])'],
      ]);
    }));

  it('knows levels and versions', () =>
    withDirectory({ 'web.yaml': DEPLOYMENT }, async (cwd) => {
      const baseline = await runInProcess(['psa', '--level', 'baseline', '-o', 'jsonl', 'web.yaml'], { cwd });
      assert.deepEqual(lines(baseline.output), [[9, 16, 'host namespaces (hostPID=true)']]);
      const early = await runInProcess(['psa', '--version', 'v1.18', '-o', 'jsonl', 'web.yaml'], { cwd });
      assert.equal(lines(early.output).length, 2);
      const { code, errors } = await runInProcess(['psa', '--version', 'newest', 'web.yaml'], { cwd });
      assert.equal(code, 2);
      assert.match(errors, /unknown version newest/);
    }));

  it('sets what is only missing, and keeps the rest', () =>
    withDirectory({ 'web.yaml': DEPLOYMENT }, async (cwd) => {
      const { code, output } = await runInProcess(['psa', '--fix', 'web.yaml'], { cwd });
      assert.equal(code, 0);
      assert.match(output, /3 findings mended in 1 file/);
      assert.equal(
        readFileSync(join(cwd, 'web.yaml'), 'utf8'),
        `${DEPLOYMENT}            allowPrivilegeEscalation: false
            capabilities:
              drop:
                - ALL
      securityContext:
        seccompProfile:
          type: RuntimeDefault
`,
      );
      const again = await runInProcess(['psa', '-o', 'jsonl', 'web.yaml'], { cwd });
      assert.deepEqual(lines(again.output), [[9, 16, 'host namespaces (hostPID=true)']]);
    }));

  it('names the command that mends', () =>
    withDirectory({ 'web.yaml': DEPLOYMENT }, async (cwd) => {
      const { output } = await runInProcess(['psa', 'web.yaml'], { cwd });
      assert.match(output, /fix: Drop ALL capabilities \(`drydock psa --fix` does it\)/);
      assert.match(output, /`drydock psa --fix` mends 3\./);
    }));

  it('shows its help, and no version of Drydock, for --version', async () => {
    assert.match((await runInProcess(['psa', '--help'])).output, /--version v1\.NN/);
    assert.deepEqual(await runInProcess(['psa', '-V']), { code: 0, output: '9.9.9\n', errors: '' });
    assert.deepEqual(await runInProcess(['check', '--version']), { code: 0, output: '9.9.9\n', errors: '' });
  });
});
