import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runMutating, runValidating } from '../../../src/admission/chain.ts';
import type { Denial } from '../../../src/admission/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { contextWith, requestFor, type Body } from '../request.ts';

const API = 'admissionregistration.k8s.io/v1';
const matchConstraints = {
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  resourceRules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['configmaps'], scope: '*' }],
};
const namespace: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } };
const configMap = (): Body => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' }, data: { a: 'b' } });

interface Variable {
  readonly name: string;
  readonly expression: string;
}

/** What a policy with one mutation comes to. */
function mutate(expression: string, variables: readonly Variable[] = []): Denial | undefined {
  const mutation = expression.startsWith('[')
    ? { patchType: 'JSONPatch', jsonPatch: { expression } }
    : { patchType: 'ApplyConfiguration', applyConfiguration: { expression } };
  const spec = { matchConstraints, failurePolicy: 'Fail', reinvocationPolicy: 'IfNeeded', variables, mutations: [mutation] };
  const policy = { apiVersion: API, kind: 'MutatingAdmissionPolicy', metadata: { name: 'p' }, spec };
  const binding = { apiVersion: API, kind: 'MutatingAdmissionPolicyBinding', metadata: { name: 'p' }, spec: { policyName: 'p' } };
  const context = contextWith([namespace, policy, binding]);
  return runMutating(requestFor(configMap(), context), context)?.denial;
}

function validate(validations: readonly string[], variables: readonly Variable[]): Denial | undefined {
  const spec = { matchConstraints, failurePolicy: 'Fail', variables, validations: validations.map((expression) => ({ expression })) };
  const policy = { apiVersion: API, kind: 'ValidatingAdmissionPolicy', metadata: { name: 'p' }, spec };
  const binding = {
    apiVersion: API,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'p' },
    spec: { policyName: 'p', validationActions: ['Deny'] },
  };
  const context = contextWith([namespace, policy, binding]);
  return runValidating(requestFor(configMap(), context), context)?.denial;
}

const messageOf = (denial: Denial | undefined): string => (denial && 'message' in denial ? denial.message : '');

/** Lists that hold one list twice, thirty times over: a thousand million elements that take no room. */
const doubled: readonly Variable[] = Array.from({ length: 30 }, (_, i) => ({
  name: `v${i}`,
  expression: i === 0 ? '[1, 1]' : `[variables.v${i - 1}, variables.v${i - 1}]`,
}));

describe('hostile policies', () => {
  it('cannot make an object that is larger than memory', () => {
    assert.match(messageOf(mutate('[JSONPatch{op: "add", path: "/data/x", value: variables.v29}]', doubled)), /more than 500000 values/);
    assert.match(messageOf(mutate('Object{data: Object.data{x: variables.v29}}', doubled)), /more than 500000 values/);
  });

  it('cannot double a document by copying it into itself', () => {
    const copies = Array.from({ length: 60 }, (_, i) => `JSONPatch{op: "copy", from: "/data", path: "/data/x${i}"}`);
    assert.match(messageOf(mutate(`[${copies.join(', ')}]`)), /accumulated size increase of copy/);
  });

  it('cannot compare for ever, however many expressions do it', () => {
    const denial = validate(
      Array.from({ length: 300 }, () => 'variables.v29 == variables.v29'),
      doubled,
    );
    assert.match(messageOf(denial), /running out of cost budget/);
  });

  const value = fc.constantFrom('"a"', '1', '1.5', 'true', 'null', '{}', '[]', '{"a": "b"}', '["a"]', 'object', 'object.data', 'b"x"', 'duration("1s")', 'optional.none()', '{1: 2}', 'Object.data{x: 1}', 'Object{}', 'type(1)', '1u', 'timestamp("2024-01-01T00:00:00Z")', 'namespaceObject', 'request.userInfo'); // prettier-ignore
  const path = fc.constantFrom('', '/', '/data', '/data/a', '/data/-', '/metadata', '/metadata/labels', '/metadata/labels/x~1y', '/kind', '/apiVersion', '/data/a/b', 'data', '/metadata/name', '/__proto__/x', '/metadata/finalizers/-', '//', '/~2'); // prettier-ignore
  const operation = fc
    .tuple(fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', ''), path, path, value)
    .map(([op, to, from, item]) => `JSONPatch{op: "${op}", path: "${to}", from: "${from}", value: ${item}}`);
  const field = fc.constantFrom('data', 'metadata', 'kind', 'binaryData', 'immutable', 'spec', '__proto__', 'constructor');
  const metadata = fc.constantFrom('labels', 'finalizers', 'ownerReferences', 'managedFields', 'generation', 'name', 'creationTimestamp');
  const configuration = fc.oneof(
    fc.tuple(field, value).map(([name, item]) => `Object{${name}: ${item}}`),
    fc.tuple(metadata, value).map(([name, item]) => `Object{metadata: Object.metadata{${name}: ${item}}}`),
    fc.tuple(metadata, value).map(([name, item]) => `Object{metadata: Object.metadata{${name}: [Object.metadata.${name}{uid: ${item}}]}}`),
  );

  it('are answered whatever they patch', () => {
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 4 }), (all) => void mutate(`[${all.join(', ')}]`)),
      { seed: 21, numRuns: 400 },
    );
    assert.equal(Object.hasOwn(Object.prototype, 'x'), false);
  });

  it('are answered whatever they merge', () => {
    fc.assert(fc.property(configuration, (text) => void mutate(text)), { seed: 22, numRuns: 300 }); // prettier-ignore
  });
});
