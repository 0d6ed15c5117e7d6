import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { consequencesOf, problemLines, shortMessage } from '../../../src/cli/views/problems.ts';
import { createStyle } from '../../../src/cli/style.ts';
import type { TroubleTree } from '../../../src/workspace/preview.ts';
import { runInProcess } from '../run-in-process.ts';
import { withDirectory } from '../temporary-directory.ts';

const STUCK = fileURLToPath(new URL('../../../examples/stuck.yaml', import.meta.url));
const DOCS = fileURLToPath(new URL('../../../docs/preview.md', import.meta.url));

const tree = (name: string, effect: string, consequences: readonly TroubleTree[] = [], kind = 'Deployment'): TroubleTree => ({
  severity: 'error',
  object: { kind, namespace: 'shop', name },
  reason: 'Broken',
  message: `${effect}.`,
  effect,
  consequences,
});
const linesOf = (roots: readonly TroubleTree[]): string[] => problemLines(roots, () => undefined, createStyle(false));

describe('problems as text', () => {
  it('say on one line what is said of the same object', () => {
    const front = tree('front', 'leads nowhere', [], 'Ingress');
    const web = tree('web', 'lacks pods', [tree('web', 'rollout given up', [front])]);
    assert.deepEqual(linesOf([tree('quota', 'is full', [web], 'ResourceQuota')]), [
      '  ✗ ResourceQuota shop/quota: Broken: is full.',
      '      ↳ Deployment shop/web: lacks pods; rollout given up',
      '        ↳ Ingress shop/front: leads nowhere',
    ]);
    assert.deepEqual(linesOf([web]).slice(1), ['      ↳ rollout given up', '        ↳ Ingress shop/front: leads nowhere']);
  });

  it('only name what is beyond the first few', () => {
    const all = (count: number): TroubleTree =>
      tree(
        'quota',
        'is full',
        Array.from({ length: count }, (_, i) => tree(`web${i}`, 'lacks pods')),
      );
    assert.equal(consequencesOf(all(8)).length, 8);
    const texts = consequencesOf(all(10)).map(({ text }) => text);
    assert.deepEqual(texts.slice(-2), ['lacks pods', 'and 3 more: Deployment shop/web7, Deployment shop/web8, Deployment shop/web9']);
  });

  it('leave out what says nothing more', () => {
    const message =
      '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.';
    assert.equal(shortMessage(message), '0/3 nodes are available: 3 Insufficient cpu.');
    assert.equal(
      shortMessage(
        'pods "a" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true), privileged (container "a" must not)',
      ),
      'pods "a" is forbidden: violates PodSecurity "baseline:latest": host namespaces, privileged',
    );
  });

  it('stand in the documentation as they are', async () => {
    const { output } = await runInProcess(['preview', STUCK]);
    const shown = (/^Problems\n(.*?\n)\n/s.exec(output)?.[1] ?? '').replaceAll(STUCK, 'examples/stuck.yaml');
    assert.ok(shown.includes('StorageClass fast'));
    assert.ok(readFileSync(DOCS, 'utf8').includes(`Problems\n${shown}`), output);
    assert.match(output, /3 problems\. At rest after/);
  });
});

describe('problems for programs', () => {
  interface Shown {
    readonly severity?: string;
    readonly object: { readonly kind: string; readonly name: string };
    readonly reason: string;
    readonly message: string;
    readonly at?: { readonly source: string; readonly start: { readonly line: number; readonly column: number }; readonly path?: string };
    readonly related?: readonly unknown[];
    readonly remedy?: string;
    readonly causes?: readonly Shown[];
    readonly consequences?: readonly Shown[];
  }

  it('have places, causes and remedies, and stand by what they come of as well', async () => {
    const { output, code } = await runInProcess(['preview', STUCK, '-o', 'json']);
    const { problems, roots } = JSON.parse(output) as { readonly problems: readonly Shown[]; readonly roots: readonly Shown[] };
    assert.equal(code, 1);
    assert.deepEqual(
      problems.map(({ severity, object, reason }) => `${severity ?? ''} ${object.kind} ${object.name} ${reason}`),
      [
        'error Pod ledger FailedScheduling',
        'error Deployment timetable FailedCreate',
        'error Deployment timetable ProgressDeadlineExceeded',
        'error Ingress pier ServiceNotFound',
        'warning Service timetable NoPodsSelected',
        'warning Ingress pier NoEndpoints',
        'warning PersistentVolumeClaim ledger ProvisioningFailed',
      ],
    );
    const [pod, create] = problems;
    assert.match(
      create?.message ?? '',
      /^pods "timetable-\w+-\w+" is forbidden: exceeded quota: compute, requested: requests\.cpu=1, used/,
    );
    assert.deepEqual(
      [create?.remedy, create?.causes?.map(({ object, at }) => [object.kind, at?.path, at?.start.line, at?.start.column])],
      ['raise requests.cpu from 2 to 3500m in ResourceQuota pier/compute', [['ResourceQuota', 'spec.hard[requests.cpu]', 14, 19]]],
    );
    assert.deepEqual(
      pod?.causes?.flatMap(({ object, causes = [] }) => [
        object.kind,
        ...causes.map((cause) => `${cause.object.kind} ${cause.remedy ?? ''}`),
      ]),
      ['PersistentVolumeClaim', 'StorageClass create StorageClass fast'],
    );
    assert.deepEqual(
      roots.map(({ object, consequences = [] }) => [object.kind, consequences.map((each) => each.object.kind)]),
      [
        ['ResourceQuota', ['Deployment']],
        ['StorageClass', ['PersistentVolumeClaim']],
        ['Service', ['Ingress']],
      ],
    );
  });

  it('point at all that name what is missing', async () => {
    const pod = (name: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  containers:\n  - {name: a, image: "a:1", envFrom: [{secretRef: {name: creds}}]}\n---\n`;
    const { output } = await withDirectory({ 'a.yaml': pod('one') + pod('two') }, (cwd) =>
      runInProcess(['preview', 'a.yaml', '-o', 'json'], { cwd }),
    );
    const [root] = (JSON.parse(output) as { readonly roots: readonly Shown[] }).roots;
    assert.deepEqual([root?.at?.start.line, root?.related?.length, root?.severity], [6, 1, 'warning']);
  });
});

describe('runtime classes', () => {
  it('are told of pods in a preview', async () => {
    const text = `apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: {name: sandboxed}
handler: kata-qemu
overhead: {podFixed: {cpu: 250m, memory: 160Mi}}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {runtimeClassName: sandboxed, containers: [{name: a, image: "a:1"}]}
`;
    const { output } = await withDirectory({ 'a.yaml': text }, (cwd) => runInProcess(['preview', 'a.yaml'], { cwd }));
    assert.match(
      output,
      /^ +runtime class sandboxed: handler kata-qemu \(Kata Containers, virtual machine\), overhead cpu 250m, memory 160Mi$/m,
    );
  });

  it('are explained with the handlers that are known', async () => {
    for (const field of ['runtimeclass.handler', 'pod.spec.runtimeClassName'])
      assert.match((await runInProcess(['explain', field])).output, /^Known handlers\n {2}runc, crun, youki: /m);
    assert.doesNotMatch((await runInProcess(['explain', 'pod.spec.nodeName'])).output, /Known handlers/);
  });
});
