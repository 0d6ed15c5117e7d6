import assert from 'node:assert/strict';
import { validatingAdmissionWebhook } from '../../../src/admission/plugins/ValidatingAdmissionWebhook/plugin.ts';
import type { WebhookCall } from '../../../src/admission/webhook/webhook.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import type { Release } from '../../../src/schema/release.ts';
import { ask, contextWith, type Body } from '../request.ts';

const configuration = (webhook: object): KubernetesObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'all' },
  webhooks: [
    { name: 'all.example.com', rules: [{ operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*'] }], ...webhook },
  ],
});
const pod: Body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'x' }, spec: {} };

/** The names of the webhooks that are asked about an object, or why it is refused. */
function asked(
  webhook: object,
  others: readonly KubernetesObject[] = [],
  { object = pod, release = '1.37' }: { readonly object?: Body; readonly release?: Release } = {},
): unknown {
  const calls: WebhookCall[] = [];
  const context = { ...contextWith([configuration(webhook), ...others], release), noteCall: (call: WebhookCall) => void calls.push(call) };
  return ask(validatingAdmissionWebhook, structuredClone(object), context) ?? calls.map(({ webhook: { name } }) => name);
}

describe('ValidatingAdmissionWebhook', () => {
  const condition = (expression: string): object => ({ matchConditions: [{ name: 'c', expression }] });

  it('evaluates the conditions of webhooks', () => {
    assert.deepEqual(asked(condition("object.kind == 'Pod'")), ['all.example.com']);
    assert.deepEqual(asked(condition("request.operation == 'DELETE'")), []);
  });

  it('refuses where conditions fail and failing is not ignored', () => {
    const failing = condition('object.spec.priority > 0');
    assert.deepEqual(asked(failing), {
      kind: 'forbidden',
      message: "expression 'object.spec.priority > 0' resulted in error: no such key: priority",
    });
    assert.deepEqual(asked({ ...failing, failurePolicy: 'Ignore' }), []);
  });

  const mayCreatePods = condition("authorizer.group('').resource('pods').check('create').allowed()");

  it('is not asked where a condition wants rights that the user has not', () => assert.deepEqual(asked(mayCreatePods), []));

  it('is asked where the user has them', () => {
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'creator' },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }],
    };
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'creator' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'creator' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'admin' }],
    };
    assert.deepEqual(asked(mayCreatePods, [role, binding]), ['all.example.com']);
  });

  const review: Body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: {},
    spec: { nonResourceAttributes: { path: '/', verb: 'get' } },
  };

  it('is asked about reviews before 1.37', () => {
    assert.deepEqual(asked({}, [], { object: review, release: '1.36' }), ['all.example.com']);
    assert.deepEqual(asked({}, [], { object: review, release: '1.37' }), []);
  });
});
