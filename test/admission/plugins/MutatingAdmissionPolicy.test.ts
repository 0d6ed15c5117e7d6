import assert from 'node:assert/strict';
import { runMutating } from '../../../src/admission/chain.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import type { Release } from '../../../src/schema/release.ts';
import { contextWith, requestFor, type Body } from '../request.ts';

const API = 'admissionregistration.k8s.io/v1';
const MATCH = {
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  resourceRules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['configmaps'], scope: '*' }],
};

/** A policy with its binding. */
const policy = (name: string, expression: string, reinvocationPolicy = 'Never'): readonly KubernetesObject[] => [
  {
    apiVersion: API,
    kind: 'MutatingAdmissionPolicy',
    metadata: { name },
    spec: {
      matchConstraints: MATCH,
      failurePolicy: 'Fail',
      reinvocationPolicy,
      mutations: [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression } }],
    },
  },
  { apiVersion: API, kind: 'MutatingAdmissionPolicyBinding', metadata: { name }, spec: { policyName: name } },
];
const namespace: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } };

function mutate(objects: readonly KubernetesObject[], release: Release = '1.37') {
  const context = contextWith([namespace, ...objects], release);
  const configMap: Body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } };
  const denial = runMutating(requestFor(configMap, context), context)?.denial;
  return { denial, data: configMap.data };
}

describe('MutatingAdmissionPolicy', () => {
  const count = 'Object{data: {"count": "x" + object.?data.count.orValue("")}}';
  const reader = 'Object{data: {"seen": object.?data.count.orValue("nothing")}}';

  it('asks policies by name, and those that want to once more', () => {
    assert.deepEqual(mutate([...policy('a-reads', reader), ...policy('b-counts', count)]).data, { count: 'x', seen: 'nothing' });
    assert.deepEqual(mutate([...policy('a-reads', reader, 'IfNeeded'), ...policy('b-counts', count)]).data, { count: 'x', seen: 'x' });
  });

  it('is not there before 1.36', () => {
    assert.deepEqual(mutate(policy('a', count), '1.36').data, { count: 'x' });
    assert.equal(mutate(policy('a', count), '1.35').data, undefined);
  });

  it('lists what goes wrong in all policies', () => {
    const { denial } = mutate([...policy('a', 'Object{nope: 1}'), ...policy('b', 'Object{data: {"x": 1}}')]);
    const messages = [
      "policy 'a' with binding 'a' denied request: error applying patch: failed to convert patch object to typed object: .nope: field not declared in schema",
      "policy 'b' with binding 'b' denied request: error applying patch: failed to convert patch object to typed object: .data.x: expected string, got &value.valueUnstructured{Value:1}",
    ];
    assert.deepEqual(denial, {
      kind: 'policy',
      message: messages[0],
      isWholeText: true,
      reason: 'Invalid',
      code: 403,
      causes: messages.map((message) => ({ message })),
      by: { kind: 'MutatingAdmissionPolicy', name: 'a', path: 'spec.mutations[0]' },
    });
  });
});
