import assert from 'node:assert/strict';
import { certificateSubjectRestriction } from '../../../src/admission/plugins/CertificateSubjectRestriction/plugin.ts';
import { ask, contextWith, type Body } from '../request.ts';

/** DER of a request of version 0 whose subject is one organization; PEM in base64. */
function requestOf(organization: string): string {
  const tagged = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
    const content = Buffer.concat(parts);
    return Buffer.concat([Buffer.from([tag, content.length]), content]);
  };
  const attribute = tagged(0x30, tagged(0x06, Buffer.from([85, 4, 10])), tagged(0x0c, Buffer.from(organization)));
  const information = tagged(0x30, tagged(0x02, Buffer.from([0])), tagged(0x30, tagged(0x31, attribute)));
  const der = Buffer.from(tagged(0x30, information)).toString('base64');
  return Buffer.from(`-----BEGIN CERTIFICATE REQUEST-----\n${der}\n-----END CERTIFICATE REQUEST-----\n`).toString('base64');
}

describe('CertificateSubjectRestriction', () => {
  const answerTo = (organization: string, signerName: string) => {
    const spec = { signerName, request: requestOf(organization) };
    const body: Body = { apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', metadata: { name: 'r' }, spec };
    return ask(certificateSubjectRestriction, body, contextWith());
  };

  it('gives nobody a certificate of the group that may do everything', () => {
    assert.deepEqual(answerTo('system:masters', 'kubernetes.io/kube-apiserver-client'), {
      kind: 'forbidden',
      message: 'use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed',
    });
  });

  it('leaves other groups and signers alone', () => {
    assert.equal(answerTo('developers', 'kubernetes.io/kube-apiserver-client'), undefined);
    assert.equal(answerTo('system:masters', 'example.com/signer'), undefined);
  });
});
