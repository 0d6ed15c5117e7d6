import assert from 'node:assert/strict';
import { runInProcess } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

const configMap = (name: string, data = 'a'): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  key: ${data}\n`;

const policy = (kind: string, name: string, spec: string, binding = ''): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ${kind}AdmissionPolicy
metadata: { name: ${name} }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps] }] }
${spec}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ${kind}AdmissionPolicyBinding
metadata: { name: ${name} }
spec: { policyName: ${name}${binding} }
`;

const POLICIES = [
  policy(
    'Validating',
    'keys',
    `  validations: [{ expression: 'object.data.key == "a"', messageExpression: '"key is " + object.data.key' }]`,
    ', validationActions: [Deny]',
  ),
  policy(
    'Mutating',
    'labels',
    `  reinvocationPolicy: Never
  mutations:
  - patchType: ApplyConfiguration
    applyConfiguration: { expression: 'Object{metadata: Object.metadata{labels: {"by": request.userInfo.username}}}' }`,
  ),
].join('---\n');

describe('drydock admit', () => {
  it('prints a line for each document in the order given', () =>
    withDirectory(
      { 'b.yaml': `${configMap('b')}---\n# nothing\n---\n${configMap('B')}`, 'a.yaml': 'apiVersion: x.io/v1\nkind: X\n' },
      async (cwd) => {
        const { code, output } = await runInProcess(['admit', '-o', 'jsonl', 'b.yaml', 'a.yaml'], { cwd });
        const lines = output.trimEnd().split('\n');
        assert.equal(
          lines[0],
          '{"source":"b.yaml","index":0,"apiVersion":"v1","kind":"ConfigMap","namespace":"default","name":"b","verdict":"accepted","code":201}',
        );
        assert.match(
          lines[1] ?? '',
          /^\{"source":"b.yaml","index":2,"apiVersion":"v1","kind":"ConfigMap","namespace":"default","name":"B","verdict":"rejected","code":422,"status":\{"apiVersion":"v1","code":422,"details":\{"causes":\[\{"field":"metadata.name",/,
        );
        assert.equal(
          lines[2],
          '{"source":"a.yaml","index":0,"apiVersion":"x.io/v1","kind":"X","verdict":"unknown-kind","error":"no matches for kind \\"X\\" in version \\"x.io/v1\\""}',
        );
        assert.equal(lines.length, 3);
        assert.equal(code, 1);
      },
    ));

  it('escapes as Go does', () =>
    withDirectory({ 'a.yaml': configMap('a', '"<&>\\u2028"') }, async (cwd) => {
      const { output } = await runInProcess(['admit', '-o', 'jsonl', '--object', 'a.yaml'], { cwd });
      assert.match(output, /"data":\{"key":"\\u003c\\u0026\\u003e\\u2028"\}/);
    }));

  it('enforces the policies of the setup', () =>
    withDirectory({ 'policies.yaml': POLICIES, 'a.yaml': `${configMap('a')}---\n${configMap('b', 'z')}` }, async (cwd) => {
      const { output, errors } = await runInProcess(['admit', '-o', 'jsonl', '--object', '--setup', 'policies.yaml', 'a.yaml'], { cwd });
      assert.equal(errors, '');
      const [first, second] = output.split('\n');
      assert.match(first ?? '', /"verdict":"accepted".*"labels":\{"by":"admin"\}/);
      assert.match(
        second ?? '',
        /"code":422,.*"message":"configmaps \\"b\\" is forbidden: ValidatingAdmissionPolicy 'keys' with binding 'keys' denied request: key is z"/,
      );
    }));

  it('judges documents as if each were alone', () =>
    withDirectory({ 'a.yaml': `${configMap('same')}---\n${configMap('same')}` }, async (cwd) => {
      const { output } = await runInProcess(['admit', '-o', 'json', 'a.yaml'], { cwd });
      assert.deepEqual(
        JSON.parse(output).map(({ code }: { code: number }) => code),
        [201, 201],
      );
    }));

  it('is an empty list without documents', () =>
    withDirectory({ 'a.yaml': '# nothing\n' }, async (cwd) =>
      assert.deepEqual(JSON.parse((await runInProcess(['admit', '-o', 'json', 'a.yaml'], { cwd })).output), []),
    ));

  it('has lines for sources that cannot be read', () =>
    withDirectory({ 'binary.yaml': Buffer.from('a: 1\n---\nb: \0\n') }, async (cwd) => {
      const { code, output, errors } = await runInProcess(['admit', '-o', 'jsonl', 'gone.yaml', 'binary.yaml'], { cwd });
      const lines = output
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert.deepEqual(
        lines.map(({ source, index, verdict }) => [source, index, verdict]),
        [
          ['gone.yaml', 0, 'unreadable'],
          ['binary.yaml', 0, 'unknown-kind'],
          ['binary.yaml', 1, 'unreadable'],
        ],
      );
      assert.match(errors, /cannot read gone\.yaml/);
      assert.equal(code, 1);
    }));

  it('reads standard input', async () => {
    const { output } = await runInProcess(['admit', '-o', 'jsonl', '-'], { stdin: configMap('piped') });
    assert.match(output, /^\{"source":"-","index":0,.*"name":"piped","verdict":"accepted"/);
  });

  it('takes over what --setup creates', () =>
    withDirectory({ 'setup.yaml': configMap('here'), 'a.yaml': configMap('here', 'b'), 'bad.yaml': configMap('BAD') }, async (cwd) => {
      const { output, errors } = await runInProcess(['admit', '-o', 'jsonl', '--setup', 'setup.yaml', '--setup', 'bad.yaml', 'a.yaml'], {
        cwd,
      });
      assert.equal(JSON.parse(output).code, 200);
      assert.match(errors, /bad\.yaml: setup: ConfigMap "BAD" is invalid/);
    }));

  it('misses namespaces only when bare', () =>
    withDirectory({ 'a.yaml': configMap('a\n  namespace: elsewhere') }, async (cwd) => {
      assert.equal(JSON.parse((await runInProcess(['admit', '-o', 'jsonl', 'a.yaml'], { cwd })).output).code, 201);
      assert.equal(JSON.parse((await runInProcess(['admit', '-o', 'jsonl', '--bare', 'a.yaml'], { cwd })).output).code, 404);
    }));

  it('judges pairs of a directory as updates', () =>
    withDirectory(
      {
        'pairs/x.old.yaml': `${configMap('x')}immutable: true\n`,
        'pairs/x.new.yaml': `${configMap('x', 'b')}immutable: true\n`,
        'pairs/y.old.yaml': configMap('Y'),
        'pairs/y.new.yaml': configMap('y'),
      },
      async (cwd) => {
        const { output, errors } = await runInProcess(['admit', '-o', 'jsonl', '--update', 'pairs'], { cwd });
        assert.match(
          errors,
          /^drydock: pairs\/y.old.yaml: there is nothing to replace, since the object is refused: ConfigMap in version "v1" cannot be handled/,
        );
        const { source, code, status, ...rest } = JSON.parse(output);
        assert.deepEqual([source, code, rest.verdict], ['pairs/x.new.yaml', 422, 'rejected']);
        assert.match(status.message, /field is immutable when `immutable` is set/);
      },
    ));

  it('judges one file as the update of another', () =>
    withDirectory(
      { 'old.yaml': `${configMap('a')}---\n${configMap('b')}`, 'new.yaml': `${configMap('b')}---\n${configMap('c')}` },
      async (cwd) => {
        const { output } = await runInProcess(['admit', '-o', 'json', '--update', 'old.yaml', 'new.yaml'], { cwd });
        assert.deepEqual(
          JSON.parse(output).map(({ name, code }: { name: string; code: number }) => [name, code]),
          [
            ['b', 200],
            ['c', 201],
          ],
        );
      },
    ));

  it('prints objects as kubectl does', () =>
    withDirectory({ 'a.yaml': configMap('a') }, async (cwd) => {
      const { output } = await runInProcess(['admit', '--object', '-o', 'yaml', 'a.yaml'], { cwd });
      assert.match(output, /^---\napiVersion: v1\ndata:\n {2}key: a\nkind: ConfigMap\nmetadata:\n {2}creationTimestamp: /);
    }));

  it('tells people what is wrong', () =>
    withDirectory({ 'a.yaml': `# first\n---\n${configMap('A')}` }, async (cwd) => {
      const { output } = await runInProcess(['admit', 'a.yaml'], { cwd });
      assert.match(output, /^rejected 422 {2}ConfigMap default\/A {2}a\.yaml:3\n {2}metadata\.name: Invalid value: "A"/);
    }));

  it('answers the same from worker threads, in the same order', () => {
    const large = (i: number): string => `${configMap(`large-${i}`)}  text: "${'x'.repeat(1_000_000)}"\n`;
    const files = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`${i}.yaml`, large(i)]));
    return withDirectory({ ...files, 'bad.yaml': configMap('BAD') }, async (cwd) => {
      const { code, output } = await runInProcess(['admit', '-o', 'jsonl', '.'], { cwd });
      const names = output
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).name);
      assert.deepEqual(names, ['large-0', 'large-1', 'large-2', 'large-3', 'large-4', 'large-5', 'BAD']);
      assert.equal(code, 1);
    });
  });
});
