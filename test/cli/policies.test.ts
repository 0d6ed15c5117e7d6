import assert from 'node:assert/strict';
import { runInProcess } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

const POLICY = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: keys }
spec:
  paramKind: { apiVersion: v1, kind: Secret }
  matchConstraints:
    resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps] }]
  validations:
    - expression: object.data.all(k, k != params.type)
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: keys }
spec:
  policyName: keys
  paramRef: { name: keys, namespace: default, parameterNotFoundAction: Deny }
  validationActions: [Deny]
`;
const FILES = {
  'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { z: "1" }\n',
  'b/params.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: { name: keys }\ntype: z\n',
  'b/policy.yaml': POLICY,
};

describe('policies of the input', () => {
  it('point at their expression, with its line', () =>
    withDirectory(FILES, async (cwd) => {
      const { output } = await runInProcess(['check', '--quiet', '.'], { cwd });
      assert.match(
        output,
        / {3}= refused by spec\.validations\[0\]\.expression of ValidatingAdmissionPolicy keys: \.\/b\/policy\.yaml:9:19\n {3}\|\n 8 \| {3}validations:\n 9 \| {5}- expression: object\.data/,
      );
    }));

  it('do so for machines', () =>
    withDirectory(FILES, async (cwd) => {
      const { output } = await runInProcess(['check', '-o', 'jsonl', '.'], { cwd });
      const findings = output.split('\n').filter(Boolean).map((line) => JSON.parse(line)); // prettier-ignore
      const [refused] = findings.filter(({ code }) => code === 'admission/validating-admission-policy');
      const [{ source, start }] = refused.related;
      assert.deepEqual([refused.source, source, start.line, start.column], ['./a.yaml', './b/policy.yaml', 9, 19]);
    }));

  it('refuse nothing without their parameters', () =>
    withDirectory({ 'a.yaml': FILES['a.yaml'], 'policy.yaml': FILES['b/policy.yaml'] }, async (cwd) => {
      const { code } = await runInProcess(['check', '.'], { cwd });
      assert.equal(code, 0);
    }));
});

describe('webhooks of the input', () => {
  it('are named, and refuse where their conditions fail', () =>
    withDirectory(
      {
        'a.yaml': FILES['a.yaml'],
        'hooks.yaml': `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: hooks }
webhooks:
  - name: maps.example.com
    clientConfig: { service: { namespace: hooks, name: maps } }
    admissionReviewVersions: [v1]
    sideEffects: None
    rules: [{ operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [configmaps] }]
    matchConditions: [{ name: team, expression: "object.metadata.labels.team == 'a'" }]
`,
      },
      async (cwd) => {
        const { output } = await runInProcess(['check', '-o', 'jsonl', '.'], { cwd });
        assert.match(
          output,
          /configmaps \\"a\\" is forbidden: expression 'object\.metadata\.labels\.team == 'a'' resulted in error: no such key: labels/,
        );
      },
    ));
});
