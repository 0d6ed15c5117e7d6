import assert from 'node:assert/strict';
import { certificateApproval } from '../../../src/admission/plugins/CertificateApproval/plugin.ts';
import type { Denial } from '../../../src/admission/plugin.ts';
import { askRequest, contextWith, grant, requestFor } from '../request.ts';

const request = (signerName: string, status: object) => ({
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  metadata: { name: 'r' },
  spec: { signerName },
  status,
});

describe('CertificateApproval', () => {
  const context = contextWith([
    ...grant('one', { apiGroups: ['certificates.k8s.io'], resources: ['signers'], resourceNames: ['example.com/one'], verbs: ['approve'] }),
    ...grant('domain', {
      apiGroups: ['certificates.k8s.io'],
      resources: ['signers'],
      resourceNames: ['example.com/*'],
      verbs: ['approve'],
    }),
  ]);
  const after = { conditions: [{ type: 'Approved', status: 'True' }], certificate: 'YQ==' };
  function answerTo(username: string, signerName: string, { subresource = 'approval', status = after as object } = {}): Denial | undefined {
    const about = requestFor(request('example.com/other', status), context, request(signerName, {}));
    return askRequest(certificateApproval, { ...about, subresource, user: { username, groups: [] } }, context);
  }

  it('lets those approve who may do so for the signer of the stored request or its domain', () => {
    assert.equal(answerTo('one', 'example.com/one'), undefined);
    assert.equal(answerTo('domain', 'example.com/one'), undefined);
  });

  it('refuses all others', () => {
    const message = 'user not permitted to approve requests with signerName "example.com/two"';
    assert.deepEqual(answerTo('one', 'example.com/two'), { kind: 'forbidden', message });
    assert.deepEqual(answerTo('nobody', 'example.com/two'), { kind: 'forbidden', message });
  });

  it('looks at nothing else', () => {
    assert.equal(answerTo('nobody', 'example.com/two', { subresource: '' }), undefined);
    assert.equal(answerTo('nobody', 'example.com/two', { subresource: 'status' }), undefined);
  });
});
