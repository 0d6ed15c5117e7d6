import { goQuote } from '../../../model/go-text.ts';
import type { ClusterTrustBundle } from '../../../model/kinds/certificates-v1.ts';
import { isAuthorizedForSignerName } from '../../authorization/is-authorized-for-signer-name.ts';
import { changesOwnershipOnly } from '../../changes-ownership-only.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { forbidden, isAbout, typed } from '../../typed.ts';

/** What a signer is trusted by is written by those who may attest for it. Updates of finalizers and owners alone are let through. */
export const clusterTrustBundleAttest: AdmissionPlugin = {
  name: 'ClusterTrustBundleAttest',
  handles: (request) => request.operation !== 'DELETE' && isAbout(request, 'certificates.k8s.io', 'clustertrustbundles'),
  validate(request, context) {
    const bundle: ClusterTrustBundle = request.object ? typed(request.object) : {};
    const { signerName = '' } = bundle.spec ?? {};
    if (signerName === '' || (request.old && changesOwnershipOnly(bundle, request.old))) return undefined;
    return isAuthorizedForSignerName(request, context, 'attest', signerName)
      ? undefined
      : forbidden(`user not permitted to attest for signerName ${goQuote(signerName)}`);
  },
};
