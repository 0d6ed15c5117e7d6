import { goQuote } from '../../../model/go-text.ts';
import { deepEqual } from '../../../model/json.ts';
import type { CertificateSigningRequest } from '../../../model/kinds/certificates-v1.ts';
import { isAuthorizedForSignerName } from '../../authorization/is-authorized-for-signer-name.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { forbidden, isAboutSubresource, typed } from '../../typed.ts';

/** Certificates and conditions are written by those who may sign for the signer of the stored request. */
export const certificateSigning: AdmissionPlugin = {
  name: 'CertificateSigning',
  handles: (request) =>
    request.operation === 'UPDATE' && isAboutSubresource(request, 'certificates.k8s.io', 'certificatesigningrequests', 'status'),
  validate(request, context) {
    const before: CertificateSigningRequest = request.old ? typed(request.old) : {};
    const after: CertificateSigningRequest = request.object ? typed(request.object) : {};
    if (before.status?.certificate === after.status?.certificate && deepEqual(conditionsOf(before), conditionsOf(after))) return undefined;
    const { signerName = '' } = before.spec ?? {};
    return isAuthorizedForSignerName(request, context, 'sign', signerName)
      ? undefined
      : forbidden(`user not permitted to sign requests with signerName ${goQuote(signerName)}`);
  },
};

const conditionsOf = ({ status }: CertificateSigningRequest): readonly object[] => status?.conditions ?? [];
