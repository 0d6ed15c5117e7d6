import { decodeBase64 } from '../../../model/base64.ts';
import { derValues, sequenceOf, type DerValue } from '../../../model/der.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { CertificateSigningRequest } from '../../../model/kinds/certificates-v1.ts';
import { pemBlocks } from '../../../model/pem.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { at, forbidden, isAbout, typed } from '../../typed.ts';

const SIGNER = 'kubernetes.io/kube-apiserver-client';
const MASTERS = 'system:masters';
/** 2.5.4.10 */
const ORGANIZATION = '85,4,10';

/** Nobody gets a client certificate of the group that may do everything. */
export const certificateSubjectRestriction: AdmissionPlugin = {
  name: 'CertificateSubjectRestriction',
  handles: (request) => request.operation === 'CREATE' && isAbout(request, 'certificates.k8s.io', 'certificatesigningrequests'),
  validate({ object }) {
    const { spec } = object ? typed<CertificateSigningRequest>(object) : {};
    const isRefused = spec?.signerName === SIGNER && organizationsOf(spec.request ?? '').includes(MASTERS);
    return isRefused
      ? forbidden(`use of ${SIGNER} signer with ${MASTERS} group is not allowed`, at(fieldPath('spec', 'request')))
      : undefined;
  },
};

/** The organizations of the subject of a certificate request, which is base64 of PEM. */
function organizationsOf(encoded: string): string[] {
  const bytes = decodeBase64(encoded);
  const [block] = bytes instanceof Uint8Array ? pemBlocks(new TextDecoder('latin1').decode(bytes)) : [];
  const [information] = (block && sequenceOf(block.bytes)) ?? [];
  // A request is its version, its subject, and more.
  const [, subject] = (information && derValues(information.content)) ?? [];
  return partsOf(subject)
    .flatMap(partsOf)
    .flatMap((attribute) => {
      const [type, value] = partsOf(attribute);
      return value && type?.content.join() === ORGANIZATION ? [new TextDecoder().decode(value.content)] : [];
    });
}

const partsOf = (value: DerValue | undefined): readonly DerValue[] => (value && derValues(value.content)) ?? [];
