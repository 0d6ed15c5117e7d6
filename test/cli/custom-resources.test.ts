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

const crd = (size: string, { more = '', version = 'v1', storage = true } = {}): string =>
  `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: boats.acme.example.org}
spec:
  group: acme.example.org
  scope: Namespaced
  names: {plural: boats, kind: Boat}
  ${more}
  versions:
  - name: ${version}
    served: true
    storage: ${storage}
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: ${size}}}}}}
`;
const boat = (name: string, size: string, version = 'v1'): string =>
  `apiVersion: acme.example.org/${version}\nkind: Boat\nmetadata: {name: ${name}}\nspec: {size: ${size}}\n`;
const pod = (name: string, spec: string, namespace = 'default'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {${spec}, containers: [{name: c, image: 'c:1'}]}\n`;

const INTEGER = '{type: integer}';
const NOT_INTEGER = 'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"';

/** What `check` finds besides best practices. */
async function check(files: Record<string, string>, args: string[] = ['.'], options: { stdin?: string } = {}): Promise<Finding[]> {
  return withDirectory(files, async (cwd) => {
    const { output, errors } = await runInProcess(['check', '-o', 'jsonl', ...args], { cwd, ...options });
    assert.equal(errors, '');
    const found = output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Finding);
    return found.filter(({ code }) => !code.startsWith('lint/') && code !== 'input/not-a-manifest');
  });
}

const messages = (found: readonly Finding[]): string[] => found.map(({ source, message }) => `${source} ${message}`);

describe('custom resources', () => {
  describe('in the input', () => {
    it('are judged by CRDs that come before or after them, in any file', async () => {
      const found = await check({
        'a.yaml': boat('a', 'big'),
        'm.yaml': `${boat('m', 'big')}---\n${crd(INTEGER)}---\n${boat('good', '1')}`,
        'z.yaml': boat('z', 'big'),
      });
      assert.deepEqual(messages(found), [`./a.yaml ${NOT_INTEGER}`, `./m.yaml ${NOT_INTEGER}`, `./z.yaml ${NOT_INTEGER}`]);
    });

    it('are judged by CRDs of JSON, of lists and of standard input', async () => {
      const list = JSON.stringify({
        kind: 'List',
        apiVersion: 'v1',
        items: [
          {
            kind: 'CustomResourceDefinition',
            apiVersion: 'apiextensions.k8s.io/v1',
            metadata: { name: 'boats.acme.example.org' },
            spec: {
              group: 'acme.example.org',
              scope: 'Cluster',
              names: { plural: 'boats', kind: 'Boat' },
              versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
            },
          },
        ],
      });
      assert.deepEqual(messages(await check({ 'a.yaml': boat('a', 'big'), 'crd.json': list })), ['./a.yaml unknown field "spec"']);
      const stdin = `${boat('a', 'big')}---\n${crd(INTEGER)}`;
      assert.deepEqual(messages(await check({}, ['-'], { stdin })), [`- ${NOT_INTEGER}`]);
    });

    it('are judged by a CRD that is refused, and the CRD is told of once', async () => {
      const found = await check({ 'crd.yaml': crd('{type: integer, pattern: "("}', { storage: false }), 'z.yaml': boat('z', 'big') });
      assert.deepEqual([...new Set(found.map(({ source }) => source))], ['./crd.yaml', './z.yaml']);
      assert.deepEqual(messages(found.filter(({ source }) => source === './z.yaml')), [`./z.yaml ${NOT_INTEGER}`]);
    });

    it('are judged by a CRD that cannot be decoded, as far as it can', async () => {
      const found = await check({ 'crd.yaml': crd('{type: integer, maximum: much}', { more: 'colour: red' }), 'z.yaml': boat('z', 'big') });
      assert.deepEqual(
        found.map(({ source, code }) => [source, code]),
        [
          ['./crd.yaml', 'schema/wrong-type'],
          ['./z.yaml', 'api/field-value-type-invalid'],
        ],
      );
    });

    it('are told when the CRD does not serve their version', async () => {
      const [found, ...more] = await check({ 'crd.yaml': crd(INTEGER), 'z.yaml': boat('z', '1', 'v2') });
      assert.deepEqual(more, []);
      assert.deepEqual(
        [found?.code, found?.severity, found?.message, found?.note],
        [
          'reference/unknown-kind',
          'error',
          'no matches for kind "Boat" in version "acme.example.org/v2"',
          'Its CustomResourceDefinition serves Boat as acme.example.org/v1.',
        ],
      );
    });

    it('without a CRD are told once per kind, as gravely as the configuration says', async () => {
      const files = { 'a.yaml': boat('a', '1'), 'b.yaml': `${boat('b', '1')}---\n${boat('c', '1').replace('kind: Boat', 'kind: Ship')}` };
      const found = await check(files);
      assert.deepEqual(
        found.map(({ source, code, severity, message }) => [source, code, severity, message]),
        [
          ['./a.yaml', 'reference/missing-crd', 'warning', 'no matches for kind "Boat" in version "acme.example.org/v1"'],
          ['./b.yaml', 'reference/missing-crd', 'warning', 'no matches for kind "Ship" in version "acme.example.org/v1"'],
        ],
      );
      const graver = await check({ ...files, 'drydock.yaml': 'rules: {reference/missing-crd: error}\n' });
      assert.deepEqual(
        graver.map(({ severity }) => severity),
        ['error', 'error'],
      );
      assert.deepEqual(await check({ ...files, 'drydock.yaml': 'rules: {reference/missing-crd: off}\n' }), []);
    });
  });

  describe('with --crds', () => {
    const files = { 'in/a.yaml': boat('a', 'big'), 'crds/boat.yaml': crd(INTEGER), 'crds/notes.yaml': 'kind: Boat\n' };

    it('are judged by the CRDs of files, directories and globs', async () => {
      for (const path of ['crds/boat.yaml', 'crds', 'crds/*.yaml'])
        assert.deepEqual(messages(await check(files, ['--crds', path, 'in'])), [`in/a.yaml ${NOT_INTEGER}`], path);
    });

    it('are judged by the CRDs that the configuration names, as seen from it', () =>
      withDirectory({ ...files, 'drydock.yaml': 'crds: [crds]\n' }, async (cwd) => {
        const { output } = await runInProcess(['check', '-o', 'jsonl', 'a.yaml'], { cwd: `${cwd}/in` });
        assert.ok(output.includes(JSON.stringify(NOT_INTEGER)));
      }));

    it('are judged by the CRDs of the input before others', async () => {
      const found = await check({ ...files, 'in/crd.yaml': crd('{type: string}') }, ['--crds', 'crds', 'in']);
      assert.deepEqual(found, []);
    });

    it('are admitted and previewed by them', () =>
      withDirectory(files, async (cwd) => {
        const unknown = await runInProcess(['admit', '-o', 'jsonl', 'in'], { cwd });
        assert.equal(JSON.parse(unknown.output).verdict, 'unknown-kind');
        const admitted = await runInProcess(['admit', '-o', 'jsonl', '--crds', 'crds', 'in'], { cwd });
        assert.equal(JSON.parse(admitted.output).status.details.causes[0].field, 'spec.size');
        const previewed = await runInProcess(['preview', '-o', 'json', '--crds', 'crds', 'in'], { cwd });
        const { findings, objects } = JSON.parse(previewed.output);
        assert.deepEqual(messages(findings), [`in/a.yaml ${NOT_INTEGER}`]);
        assert.deepEqual(objects, []);
      }));

    it('that is not there is wrong usage', () =>
      withDirectory(files, async (cwd) => {
        const { code, errors } = await runInProcess(['check', '--crds', 'nowhere', 'in'], { cwd });
        assert.equal(code, 2);
        assert.match(errors, /--crds: cannot read nowhere: no such file or directory/);
        assert.equal((await runInProcess(['admit', '--crds', '-', 'in'], { cwd })).code, 2);
      }));
  });
});

describe('objects that decide on others', () => {
  const privileged = `apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: strict}\nspec: {hostNetwork: true, containers: [{name: c, image: 'c:1'}]}\n`;
  const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: strict, labels: {pod-security.kubernetes.io/enforce: baseline}}\n';

  it('are found when they are in the input', async () => {
    const found = await check({
      'a.yaml': pod('a', 'priorityClassName: high'),
      'b.yaml': 'apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 100\n',
      'c.yaml': pod('c', 'priorityClassName: low'),
      'd.yaml': privileged,
      'e.yaml': namespace,
    });
    assert.deepEqual(
      found.map(({ source, code }) => [source, code]),
      [
        ['./c.yaml', 'admission/priority'],
        ['./d.yaml', 'admission/pod-security'],
      ],
    );
  });

  it('are judged as if they were new themselves', async () => {
    const found = await check({ 'e.yaml': `${namespace}---\n${namespace.replace('strict', 'lax').replace('baseline', 'nothing')}` });
    assert.deepEqual(
      found.map(({ code, start }) => [code, start.line]),
      [['api/field-value-invalid', 7]],
    );
  });
});
