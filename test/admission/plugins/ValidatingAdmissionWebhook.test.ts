import assert from 'node:assert/strict';
import { validatingAdmissionWebhook } from '../../../src/admission/plugins/ValidatingAdmissionWebhook/plugin.ts';
import type { WebhookCall } from '../../../src/admission/webhook/webhook.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
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

/** The names of the webhooks that are asked about a pod, or why it is refused. */
function asked(webhook: object): unknown {
  const calls: WebhookCall[] = [];
  const context = { ...contextWith([configuration(webhook)]), noteCall: (call: WebhookCall) => void calls.push(call) };
  return ask(validatingAdmissionWebhook, structuredClone(pod), context) ?? calls.map(({ webhook: { name } }) => name);
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

  it('takes a webhook as asked where that depends on rights, which nobody knows', () => {
    assert.deepEqual(asked(condition("authorizer.group('').resource('pods').check('create').allowed()")), ['all.example.com']);
  });
});
