import type { AdmissionPlugin, Denial } from '../../src/admission/plugin.ts';
import { askRequest, contextWith, grant, requestFor } from './request.ts';

const request = (signerName: string, status: object) => ({
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  metadata: { name: 'r' },
  spec: { signerName },
  status,
});

export interface SignerQuestion {
  readonly subresource?: string;
  readonly status?: object;
}

/**
 * What a plugin says when a user writes a subresource of a certificate request of `signerName`. The user `one` may do `verb` for `example.com/one`, `domain`
 * for all of `example.com`, others for none; what they send names another signer.
 */
export function signerRequests(plugin: AdmissionPlugin, verb: string, subresource: string) {
  const signers = { apiGroups: ['certificates.k8s.io'], resources: ['signers'], verbs: [verb] };
  const context = contextWith([
    ...grant('one', { ...signers, resourceNames: ['example.com/one'] }),
    ...grant('domain', { ...signers, resourceNames: ['example.com/*'] }),
  ]);
  const written = { conditions: [{ type: 'Approved', status: 'True' }], certificate: 'YQ==' };
  return (username: string, signerName: string, question: SignerQuestion = {}): Denial | undefined => {
    const about = requestFor(request('example.com/other', question.status ?? written), context, request(signerName, {}));
    return askRequest(plugin, { ...about, subresource: question.subresource ?? subresource, user: { username, groups: [] } }, context);
  };
}
