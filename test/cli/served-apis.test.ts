import assert from 'node:assert/strict';
import { runInProcess } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

interface Finding {
  readonly source: string;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly note?: string;
  readonly start: { readonly line: number; readonly column: number };
}

const deviceClass = 'apiVersion: resource.k8s.io/v1beta2\nkind: DeviceClass\nmetadata: {name: a}\nspec: {}\n';
const warning = 'resource.k8s.io/v1beta2 DeviceClass is deprecated in v1.36+, unavailable in v1.39+';

const read = <T>(output: string): T[] =>
  output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

async function check(files: Record<string, string>, args: string[] = []): Promise<Finding[]> {
  return withDirectory(files, async (cwd) => {
    const { output, errors } = await runInProcess(['check', '-o', 'jsonl', ...args, '.'], { cwd });
    assert.equal(errors, '');
    return read<Finding>(output).filter(({ code }) => !code.startsWith('lint/') && code !== 'input/not-a-manifest');
  });
}

describe('API versions that are not served', () => {
  it('are told at apiVersion when they were removed, for each document', async () => {
    const ingress = 'kind: Ingress\napiVersion: extensions/v1beta1\nmetadata: {name: a}\n';
    const found = await check({ 'a.yaml': `${ingress}---\n${ingress}` });
    assert.deepEqual(
      found.map(({ code, severity, message, note, start }) => [code, severity, message, note, start.line, start.column]),
      [2, 6].map((line) => [
        'reference/removed-api',
        'error',
        'no matches for kind "Ingress" in version "extensions/v1beta1": removed in Kubernetes 1.22',
        'Use networking.k8s.io/v1, available since 1.19.',
        line,
        13,
      ]),
    );
  });

  it('are told with the flags that serve them, once', async () => {
    const found = await check({ 'a.yaml': deviceClass, 'b.yaml': deviceClass });
    assert.deepEqual(
      found.map(({ source, code, severity, message, note }) => [source, code, severity, message, note]),
      [
        [
          './a.yaml',
          'reference/disabled-api',
          'error',
          'no matches for kind "DeviceClass" in version "resource.k8s.io/v1beta2": off by default',
          'kube-apiserver serves it with --runtime-config=resource.k8s.io/v1beta2=true; --enable-api resource.k8s.io/v1beta2 makes Drydock do so. resource.k8s.io/v1 is on by default.',
        ],
      ],
    );
  });

  it('of later releases are told with the release that brings them', async () => {
    const bundle = 'apiVersion: certificates.k8s.io/v1\nkind: ClusterTrustBundle\nmetadata: {name: a}\nspec: {trustBundle: ""}\n';
    const [found] = await check({ 'a.yaml': bundle }, ['-k', '1.36']);
    assert.equal(found?.code, 'reference/unknown-kind');
    assert.match(found.message, /: served from Kubernetes 1\.37 on, this is 1\.36$/);
    assert.match(found.note ?? '', /^Use certificates\.k8s\.io\/v1beta1, .* --feature-gates=ClusterTrustBundle=true\)\.$/);
  });

  it('may have a severity of their own', async () => {
    const rules = 'rules: {reference/disabled-api: off}\n';
    assert.deepEqual(await check({ 'a.yaml': deviceClass, 'drydock.yaml': rules }), []);
  });
});

describe('--enable-api', () => {
  it('serves an API for check', async () => {
    const found = await check({ 'a.yaml': deviceClass }, ['--enable-api', 'resource.k8s.io/v1beta2']);
    assert.deepEqual(
      found.map(({ code, message }) => [code, message]),
      [['api/warning', warning]],
    );
  });

  it('serves it for admit, with the warning of the server', () =>
    withDirectory({ 'a.yaml': deviceClass }, async (cwd) => {
      const args = ['admit', '-o', 'jsonl', '--enable-api', 'coordination.k8s.io/v1beta1', '--enable-api', 'resource.k8s.io/v1beta2'];
      const { output } = await runInProcess([...args, 'a.yaml'], { cwd });
      assert.deepEqual(
        read<{ verdict: string; warnings: string[] }>(output).map(({ verdict, warnings }) => [verdict, warnings]),
        [['accepted', [warning]]],
      );
    }));

  it('serves it for preview', () =>
    withDirectory({ 'a.yaml': deviceClass }, async (cwd) => {
      const { output } = await runInProcess(['preview', '-o', 'json', '--enable-api', 'resource.k8s.io/v1beta2', 'a.yaml'], { cwd });
      const { objects } = JSON.parse(output) as { objects: { kind: string; metadata: { name: string } }[] };
      assert.ok(objects.some(({ kind, metadata }) => kind === 'DeviceClass' && metadata.name === 'a'));
    }));

  it('stands in drydock.yaml, too', async () => {
    const found = await check({ 'a.yaml': deviceClass, 'drydock.yaml': 'enable-api: [resource.k8s.io/v1beta2]\n' });
    assert.deepEqual(
      found.map(({ message }) => message),
      [warning],
    );
  });

  it('finds APIs there that no release has', async () => {
    const found = await check({ 'drydock.yaml': 'enable-api:\n- resource.k8s.io/v1beta2\n- resource.k8s.io/v7\n' });
    assert.deepEqual(
      found.filter(({ code }) => code === 'input/config').map(({ message, start }) => [message, start.line, start.column]),
      [['there is no API "resource.k8s.io/v7"', 3, 3]],
    );
  });

  it('refuses APIs that the release does not have', () =>
    withDirectory({ 'a.yaml': deviceClass }, async (cwd) => {
      const { code, errors } = await runInProcess(['check', '-k', '1.37', '--enable-api', 'storage.k8s.io/v1beta1', 'a.yaml'], { cwd });
      assert.equal(code, 2);
      assert.match(errors, /--enable-api: Kubernetes 1\.37 has no API storage\.k8s\.io\/v1beta1/);
    }));
});
