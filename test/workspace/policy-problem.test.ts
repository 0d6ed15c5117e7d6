import assert from 'node:assert/strict';
import { loadSchemas } from '../../src/workspace/schemas.ts';
import { createSimulation } from '../../src/workspace/simulation.ts';
import { createWorkspace } from '../../src/workspace/workspace.ts';

const registry = loadSchemas('1.37');

/** A validating policy about deployments and a mutating one about config maps. */
const policies = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: small }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments] }]
  validations:
    - expression: 'has(object.metadata.labels)'
      message: no labels
    - expression: 'object.spec.replicas <= 3'
      message: too many
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: small }
spec: { policyName: small, validationActions: [Deny] }
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: { name: broken }
spec:
  reinvocationPolicy: Never
  matchConstraints:
    resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps] }]
  mutations:
    - patchType: JSONPatch
      jsonPatch: { expression: '[JSONPatch{op: "remove", path: "/nope"}]' }
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: { name: broken }
spec: { policyName: broken }
`;

const deployment = (metadata: string, replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: ${metadata}
spec:
  replicas: ${replicas}
  selector: { matchLabels: { a: b } }
  template:
    metadata: { labels: { a: b } }
    spec: { containers: [{ name: c, image: i }] }
`;

function diagnose(text: string) {
  const simulation = createSimulation({ registry, setup: [{ source: 'policies.yaml', text: policies }] });
  assert.deepEqual(simulation.problems, []);
  const onBug = (error: unknown): never => {
    throw error;
  };
  const workspace = createWorkspace({ simulation, settings: { api: true, lint: false, rules: {} }, onBug });
  workspace.open({ source: 'a.yaml', text: `# moved\n---\n${text}` });
  workspace.change({ source: 'a.yaml', text });
  return workspace.diagnostics('a.yaml').map(({ code, at, related = [], message }) => ({
    code,
    message,
    at: text.slice(at.range.start, at.range.end),
    related: related.map((each) => [each.at.source, policies.slice(each.at.range.start, each.at.range.end), each.message]),
  }));
}

describe('refusals of policies', () => {
  it('point at the field that the expression is about, and at the expression', () => {
    assert.deepEqual(diagnose(deployment('{ name: a, labels: { a: b } }', 5)), [
      {
        code: 'admission/validating-admission-policy',
        message: `deployments.apps "a" is forbidden: ValidatingAdmissionPolicy 'small' with binding 'small' denied request: too many`,
        at: '5',
        related: [
          ['policies.yaml', "'object.spec.replicas <= 3'", 'refused by spec.validations[1].expression of ValidatingAdmissionPolicy small'],
        ],
      },
    ]);
  });

  it('point at the nearest field that is there', () => {
    const [found] = diagnose(deployment('{ name: a }', 1));
    assert.equal(found?.at, 'metadata');
    assert.deepEqual(found.related, [
      ['policies.yaml', "'has(object.metadata.labels)'", 'refused by spec.validations[0].expression of ValidatingAdmissionPolicy small'],
    ]);
  });

  it('point at the object when a mutation fails', () => {
    assert.deepEqual(diagnose('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n'), [
      {
        code: 'admission/mutating-admission-policy',
        message:
          "policy 'broken' with binding 'broken' denied request: JSON Patch: error in remove for path: '/nope': Unable to remove nonexistent key: nope: missing value",
        at: 'apiVersion: v1',
        related: [['policies.yaml', 'patchType: JSONPatch', 'refused by spec.mutations[0] of MutatingAdmissionPolicy broken']],
      },
    ]);
  });
});

describe('policies of the input', () => {
  const simulation = createSimulation({ registry });
  const open = (files: Readonly<Record<string, string>>) => {
    const workspace = createWorkspace({
      simulation,
      settings: { api: true, lint: false, rules: {} },
      onBug: (error) => assert.fail(String(error)),
    });
    for (const [source, text] of Object.entries(files)) workspace.open({ source, text });
    const related = (source: string) =>
      workspace
        .diagnostics(source)
        .flatMap(({ related: places = [] }) =>
          places.map(({ at }) => [at.source, workspace.text(at.source)?.slice(at.range.start, at.range.end)]),
        );
    return { ...workspace, related };
  };

  it('are pointed to, also once they have moved', () => {
    const { related, change } = open({ 'a.yaml': deployment('{ name: a, labels: { a: b } }', 4), 'policies.yaml': policies });
    assert.deepEqual(related('a.yaml'), [['policies.yaml', "'object.spec.replicas <= 3'"]]);
    change({ source: 'policies.yaml', text: `# moved\n${policies}` });
    assert.deepEqual(related('a.yaml'), [['policies.yaml', "'object.spec.replicas <= 3'"]]);
  });

  it('are pointed to in the same file', () => {
    const text = `${policies}---\n${deployment('{ name: a, labels: { a: b } }', 4)}`;
    const { related, change } = open({ 'a.yaml': text });
    assert.deepEqual(related('a.yaml'), [['a.yaml', "'object.spec.replicas <= 3'"]]);
    change({ source: 'a.yaml', text: text.replace('---\n', '--- # one\n') });
    assert.deepEqual(related('a.yaml'), [['a.yaml', "'object.spec.replicas <= 3'"]]);
  });

  const limited = policies
    .slice(0, policies.indexOf('---\napiVersion: admissionregistration.k8s.io/v1\nkind: MutatingAdmissionPolicy'))
    .replace('spec:\n', 'spec:\n  paramKind: { apiVersion: v1, kind: ConfigMap }\n')
    .replace("'object.spec.replicas <= 3'", "'object.spec.replicas <= int(params.data.most)'")
    .replace('policyName: small,', 'policyName: small, paramRef: { name: limit, namespace: default, parameterNotFoundAction: Deny },');
  const limit = (most: number): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: limit }\ndata: { most: '${most}' }\n`;

  it('find their parameters in the input', () => {
    const { related, change } = open({ 'a.yaml': deployment('{ name: a, labels: { a: b } }', 4), 'p.yaml': limited, 'l.yaml': limit(3) });
    assert.deepEqual(related('a.yaml'), [['p.yaml', "'object.spec.replicas <= int(params.data.most)'"]]);
    change({ source: 'l.yaml', text: limit(4) });
    assert.deepEqual(related('a.yaml'), []);
  });

  it('are left out where the input has no parameters of their kind', () => {
    assert.deepEqual(open({ 'a.yaml': deployment('{ name: a, labels: { a: b } }', 4), 'p.yaml': limited }).related('a.yaml'), []);
  });
});
