import type { AdmissionContext, AdmissionRequest } from '../plugin.ts';

const GROUP = 'certificates.k8s.io';

/** Whether the user of a request may `approve`, `sign` or `attest` for a signer: for that one, or for all of its domain (`example.com/*`). */
export function isAuthorizedForSignerName(
  { user }: Pick<AdmissionRequest, 'user'>,
  { authorize }: Pick<AdmissionContext, 'authorize'>,
  verb: string,
  signerName: string,
): boolean {
  const ask = authorize(user);
  const [domain = ''] = signerName.split('/');
  return [signerName, `${domain}/*`].some((name) => ask({ verb, group: GROUP, resource: 'signers', name }).allowed);
}
