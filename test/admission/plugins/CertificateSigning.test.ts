import assert from 'node:assert/strict';
import { certificateSigning } from '../../../src/admission/plugins/CertificateSigning/plugin.ts';
import { signerRequests } from '../signer-requests.ts';

describe('CertificateSigning', () => {
  const answerTo = signerRequests(certificateSigning, 'sign', 'status');

  it('lets those sign who may do so for the signer of the stored request or its domain', () => {
    assert.equal(answerTo('one', 'example.com/one'), undefined);
    assert.equal(answerTo('domain', 'example.com/one'), undefined);
  });

  it('refuses all others', () => {
    const message = 'user not permitted to sign requests with signerName "example.com/two"';
    assert.deepEqual(answerTo('one', 'example.com/two'), { kind: 'forbidden', message });
    assert.deepEqual(answerTo('nobody', 'example.com/two'), { kind: 'forbidden', message });
  });

  it('looks at nothing else', () => {
    assert.equal(answerTo('nobody', 'example.com/two', { subresource: '' }), undefined);
    assert.equal(answerTo('nobody', 'example.com/two', { subresource: 'approval' }), undefined);
    assert.equal(answerTo('nobody', 'example.com/two', { status: {} }), undefined);
  });
});
