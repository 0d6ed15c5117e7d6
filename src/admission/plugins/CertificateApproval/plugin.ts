import { goQuote } from '../../../model/go-text.ts';
import type { CertificateSigningRequest } from '../../../model/kinds/certificates-v1.ts';
import { isAuthorizedForSignerName } from '../../authorization/is-authorized-for-signer-name.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { forbidden, isAboutSubresource, typed } from '../../typed.ts';

/** Requests for certificates are approved and denied by those who may do so for their signer: the one that the stored request names. */
export const certificateApproval: AdmissionPlugin = {
  name: 'CertificateApproval',
  handles: (request) =>
    request.operation === 'UPDATE' && isAboutSubresource(request, 'certificates.k8s.io', 'certificatesigningrequests', 'approval'),
  validate(request, context) {
    const { signerName = '' } = (request.old && typed<CertificateSigningRequest>(request.old).spec) ?? {};
    return isAuthorizedForSignerName(request, context, 'approve', signerName)
      ? undefined
      : forbidden(`user not permitted to approve requests with signerName ${goQuote(signerName)}`);
  },
};
