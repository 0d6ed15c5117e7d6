import assert from 'node:assert/strict';
import { runInProcess } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

const pod = (name: string, extra = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n  - name: c\n    image: registry.example.com/c:1.0.0\n${extra}`;

interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly source: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly fixes?: readonly { readonly title: string }[];
}

/** Findings of other judges than rules, in the order of the output. */
async function findings(files: Record<string, string>, args: string[] = []): Promise<Finding[]> {
  return withDirectory(files, async (cwd) => {
    const { output, errors } = await runInProcess(['check', '-o', 'jsonl', ...args, '.'], { cwd });
    assert.equal(errors, '');
    const all: Finding[] = output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    return all.filter(({ code }) => !code.startsWith('lint/'));
  });
}

const brief = ({ code, severity, message, start }: Finding): unknown[] => [code, severity, message, start.line, start.column];

describe('drydock check', () => {
  it('finds unknown fields and offers the right name', async () => {
    const [finding, ...more] = await findings({ 'a.yaml': pod('a', '    imagePulPolicy: Always\n') });
    assert.ok(finding);
    assert.deepEqual(brief(finding), ['schema/unknown-field', 'error', 'unknown field "spec.containers[0].imagePulPolicy"', 9, 5]);
    assert.deepEqual(
      finding.fixes?.map(({ title }) => title),
      ['Rename to imagePullPolicy'],
    );
    assert.deepEqual(more, []);
  });

  it('finds values of the wrong type in the list item they are in', async () => {
    const text = pod('a', '    ports:\n    - containerPort: 80\n    - containerPort: http\n');
    const [finding] = await findings({ 'a.yaml': text });
    assert.ok(finding);
    assert.deepEqual([finding.code, finding.start], ['schema/wrong-type', { line: 11, column: 22, offset: text.indexOf('http') }]);
    assert.match(finding.message, /^spec\.containers\[0\]\.ports\[1\]\.containerPort: json: cannot unmarshal string into Go struct field/);
  });

  it('finds quantities that are none', async () => {
    const text = pod('a', '    resources:\n      requests:\n        cpu: 1\n        memory: lots\n');
    const [finding] = await findings({ 'a.yaml': text });
    assert.ok(finding);
    assert.deepEqual([finding.code, finding.start.line, finding.start.column], ['schema/wrong-type', 12, 17]);
    assert.match(finding.message, /^spec\.containers\[0\]\.resources\.requests\.memory: quantities must match/);
  });

  it('finds what validation refuses, each cause at its field', async () => {
    const found = await findings({ 'a.yaml': pod('UPPER', '    imagePullPolicy: Sometimes\n') });
    assert.deepEqual(
      found.map(({ code, start }) => [code, start.line, start.column]),
      [
        ['api/field-value-invalid', 4, 9],
        ['api/field-value-not-supported', 9, 22],
      ],
    );
  });

  it('points at the label that is wrong', async () => {
    const [finding] = await findings({
      'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  labels:\n    fine: x\n    -bad-: x\n',
    });
    assert.ok(finding);
    assert.deepEqual([finding.code, finding.start.line, finding.start.column], ['api/field-value-invalid', 7, 5]);
  });

  it('finds duplicate keys and broken YAML', async () => {
    const found = await findings({
      'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: a\n  x: b\n',
      'b.yaml': 'a: [\n',
    });
    assert.deepEqual(
      found.map(({ source, code, start }) => [source, code, start.line]),
      [
        ['./a.yaml', 'yaml/duplicate-key', 6],
        ['./b.yaml', 'yaml/syntax', 1],
      ],
    );
  });

  it('tells unknown kinds once, and what may be meant', async () => {
    const custom = 'apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: a}\n';
    const found = await findings({
      'a.yaml': custom,
      'b.yaml': custom,
      'c.yaml': 'apiVersion: apps/v1beta1\nkind: Deployment\nmetadata: {name: a}\n',
      'd.yaml': 'apiVersion: v1\nkind: Pood\n',
    });
    assert.deepEqual(
      found.map(({ source, code, severity }) => [source, code, severity]),
      [
        ['./a.yaml', 'reference/missing-crd', 'warning'],
        ['./c.yaml', 'reference/removed-api', 'error'],
        ['./d.yaml', 'reference/unknown-kind', 'error'],
      ],
    );
  });

  it('takes other files for what they are', async () => {
    const found = await findings({ 'values.yaml': 'replicas: 2\n', 'half.yaml': 'kind: Pod\n' });
    assert.deepEqual(
      found.map(({ source, code, severity }) => [source, code, severity]),
      [
        ['./half.yaml', 'schema/type-meta', 'error'],
        ['./values.yaml', 'input/not-a-manifest', 'info'],
      ],
    );
  });

  it('lets rules look at all files together', () =>
    withDirectory(
      {
        'service.yaml': `apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: n}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n---\n${pod('other\n  namespace: n\n  labels: {app: other}')}`,
        'pod.yaml': pod('web\n  namespace: n\n  labels: {app: web}'),
      },
      async (cwd) => {
        const dangles = async (path: string): Promise<boolean> =>
          (await runInProcess(['lint', '-o', 'jsonl', path], { cwd })).output.includes('lint/no-dangling-service-selector');
        assert.deepEqual([await dangles('.'), await dangles('service.yaml')], [false, true]);
      },
    ));

  describe('drydock.yaml', () => {
    const files = {
      'drydock.yaml':
        'fail-on: warning\nrules:\n  reference/missing-crd: off\n  lint/no-latest-tag: error\n  require-memory-limit: off\nignore: ["old/**"]\npaths: [sub]\n',
      'sub/a.yaml': `${pod('a').replace(':1.0.0', ':latest')}---\napiVersion: x.io/v1\nkind: X\n`,
      'sub/old/b.yaml': 'a: [',
      'old/b.yaml': 'a: [',
    };

    it('is found upward and sets severities, paths and ignored files', () =>
      withDirectory(files, async (cwd) => {
        const { code, output } = await runInProcess(['check', '-o', 'json'], { cwd });
        const { findings: found, summary } = JSON.parse(output);
        const codes: string[] = found.map((finding: Finding) => finding.code);
        assert.ok(!codes.some((code) => code.startsWith('reference/')) && !codes.includes('lint/require-memory-limit'));
        assert.equal(found.find((finding: Finding) => finding.code === 'lint/no-latest-tag').severity, 'error');
        assert.equal(summary.files, 2);
        assert.equal(code, 1);
        const below = await runInProcess(['check', '-o', 'json', '.'], { cwd: `${cwd}/sub` });
        assert.equal(JSON.parse(below.output).summary.files, 2);
      }));

    it('says what is wrong with it, where', () =>
      withDirectory(
        {
          'drydock.yaml': 'rules:\n  no-latest-tagg: off\n  no-host-path: maybe\nfailon: error\nkubernetes-version: 1.2\n',
          'a.yaml': pod('a'),
        },
        async (cwd) => {
          const { code, output } = await runInProcess(['check', '-o', 'jsonl', '--fail-on', 'never', 'a.yaml'], { cwd });
          const found = output
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line))
            .filter(({ code: each }) => each === 'input/config')
            .map(({ message, note, start }) => [start.line, message, note]);
          assert.deepEqual(found, [
            [2, 'there is no rule "no-latest-tagg"', 'Did you mean "no-latest-tag"?'],
            [3, 'the severity of no-host-path is one of off, hint, info, warning, error, not "maybe"', undefined],
            [4, 'unknown setting "failon"', 'Did you mean "fail-on"?'],
            [5, 'unknown Kubernetes version 1.2', 'Known are 1.34, 1.35, 1.36, 1.37.'],
          ]);
          assert.equal(code, 2);
        },
      ));
  });

  it('fails by --fail-on', () =>
    withDirectory({ 'a.yaml': 'apiVersion: x.io/v1\nkind: X\nmetadata: {name: x}\n' }, async (cwd) => {
      const codes = await Promise.all(
        ['error', 'warning', 'never'].map(async (failOn) => (await runInProcess(['check', '--fail-on', failOn, 'a.yaml'], { cwd })).code),
      );
      assert.deepEqual(codes, [0, 1, 0]);
    }));

  it('colours on demand', () =>
    withDirectory({ 'a.yaml': 'a: [' }, async (cwd) => {
      assert.match((await runInProcess(['check', '--color', 'always', 'a.yaml'], { cwd })).output, /\u001b\[31m/);
      assert.match((await runInProcess(['--color=always', 'check', 'a.yaml'], { cwd })).output, /\u001b\[31m/);
      assert.doesNotMatch((await runInProcess(['check', 'a.yaml'], { cwd })).output, /\u001b/);
    }));

  it('shows the policy that refuses', async () => {
    const policies = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: names }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }
  validations:
    - expression: object.metadata.name.startsWith("web-")
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: names }
spec: { policyName: names, validationActions: [Deny] }
`;
    await withDirectory({ 'policies.yaml': policies, 'a.yaml': pod('a') }, async (cwd) => {
      const { output, code } = await runInProcess(['check', '--setup', 'policies.yaml', 'a.yaml'], { cwd });
      assert.equal(code, 1);
      assert.match(output, /a\.yaml:4:9/);
      assert.match(output, /denied request: failed expression: object\.metadata\.name\.startsWith\("web-"\)/);
      assert.match(output, /refused by spec\.validations\[0\]\.expression of ValidatingAdmissionPolicy names: policies\.yaml/);
    });
  });

  it('counts what quotas of the setup have left', async () => {
    const quota = 'apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: few, namespace: default }\nspec: { hard: { pods: "1" } }\n';
    const setup = `${quota}---\n${pod('there')}`;
    await withDirectory({ 'a.yaml': pod('a'), 'setup.txt': setup }, async (cwd) => {
      const { output } = await runInProcess(['check', '-o', 'jsonl', '--setup', 'setup.txt', 'a.yaml'], { cwd });
      assert.match(output, /"admission\/resource-quota".*exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1/);
    });
    await withDirectory({ 'a.yaml': pod('a'), 'setup.txt': quota }, async (cwd) => {
      const { output } = await runInProcess(['check', '-o', 'jsonl', '--setup', 'setup.txt', 'a.yaml'], { cwd });
      assert.doesNotMatch(output, /quota/);
    });
  });
});
