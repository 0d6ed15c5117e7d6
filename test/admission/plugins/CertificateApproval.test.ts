import assert from 'node:assert/strict';
import { certificateApproval } from '../../../src/admission/plugins/CertificateApproval/plugin.ts';
import { signerRequests } from '../signer-requests.ts';

describe('CertificateApproval', () => {
  const answerTo = signerRequests(certificateApproval, 'approve', 'approval');

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
