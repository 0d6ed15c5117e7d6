import assert from 'node:assert/strict';
import { mutatingAdmissionWebhook } from '../../../src/admission/plugins/MutatingAdmissionWebhook/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import type { WebhookCall } from '../../../src/admission/webhook/webhook.ts';
import { callText } from '../../../src/workspace/webhook-calls.ts';
import { ask, contextWith, type Body } from '../request.ts';

const rules = [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }];
const configuration = (name: string, webhook: object): KubernetesObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingWebhookConfiguration',
  metadata: { name },
  webhooks: [{ name: `${name}.example.com`, rules, ...webhook }],
});
const pod: Body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'x' }, spec: {} };

describe('MutatingAdmissionWebhook', () => {
  it('notes who would be asked, in the order of names, and changes nothing', () => {
    const calls: WebhookCall[] = [];
    const objects = [
      configuration('b', { clientConfig: { service: { namespace: 'mesh', name: 'injector' } }, reinvocationPolicy: 'IfNeeded' }),
      configuration('a', { clientConfig: { url: 'https://hooks.example.com/a' }, failurePolicy: 'Ignore' }),
      configuration('c', { rules: [{ ...rules[0], resources: ['services'] }] }),
    ];
    const context = { ...contextWith(objects), noteCall: (call: WebhookCall) => void calls.push(call) };
    assert.equal(ask(mutatingAdmissionWebhook, structuredClone(pod), context), undefined);
    assert.deepEqual(calls.map(callText), [
      'MutatingWebhookConfiguration a: a.example.com (https://hooks.example.com/a), may change the object, need not answer (failurePolicy Ignore)',
      'MutatingWebhookConfiguration b: b.example.com (service mesh/injector), may change the object, twice if others change it, must answer (failurePolicy Fail)',
    ]);
  });
});
