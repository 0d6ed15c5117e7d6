import { subjectOfRequest } from '../../../model/certificate-request.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { CertificateSigningRequest } from '../../../model/kinds/certificates-v1.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { at, forbidden, isAbout, typed } from '../../typed.ts';

const SIGNER = 'kubernetes.io/kube-apiserver-client';
const MASTERS = 'system:masters';

/** Nobody gets a client certificate of the group that may do everything. */
export const certificateSubjectRestriction: AdmissionPlugin = {
  name: 'CertificateSubjectRestriction',
  handles: (request) => request.operation === 'CREATE' && isAbout(request, 'certificates.k8s.io', 'certificatesigningrequests'),
  validate({ object }) {
    const { spec } = object ? typed<CertificateSigningRequest>(object) : {};
    const isRefused = spec?.signerName === SIGNER && subjectOfRequest(spec.request ?? '').organizations.includes(MASTERS);
    return isRefused
      ? forbidden(`use of ${SIGNER} signer with ${MASTERS} group is not allowed`, at(fieldPath('spec', 'request')))
      : undefined;
  },
};
