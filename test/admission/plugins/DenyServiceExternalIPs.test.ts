import assert from 'node:assert/strict';
import { denyServiceExternalIPs } from '../../../src/admission/plugins/DenyServiceExternalIPs/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { ask, contextWith, type Body } from '../request.ts';

const service = (...externalIPs: string[]): Body & KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 's', namespace: 'x' },
  spec: { externalIPs },
});

describe('DenyServiceExternalIPs', () => {
  const context = contextWith();
  const denied = { kind: 'forbidden', message: 'Use of external IPs is denied by admission control' };

  it('refuses new external addresses', () => {
    assert.equal(ask(denyServiceExternalIPs, service(), context), undefined);
    assert.deepEqual(ask(denyServiceExternalIPs, service('192.0.2.1'), context), denied);
    assert.deepEqual(ask(denyServiceExternalIPs, service('192.0.2.1', '192.0.2.2'), context, service('192.0.2.1')), denied);
  });

  it('lets those stay that there are', () => {
    assert.equal(ask(denyServiceExternalIPs, service('192.0.2.1'), context, service('192.0.2.2', '192.0.2.1')), undefined);
  });
});
