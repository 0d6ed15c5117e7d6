import { goQuote } from '../../../model/go-text.ts';
import { nodeIdentity } from '../../authorization/node-identity.ts';
import type { AdmissionPlugin, AdmissionRequest, Denial } from '../../plugin.ts';
import { forbidden } from '../../typed.ts';
import { judgeNode } from './node.ts';
import { judgeOwn } from './own-objects.ts';
import { judgePodCertificateRequest } from './pod-certificate-request.ts';
import { judgePod } from './pod.ts';
import { judgeClaim } from './claim.ts';
import type { Judge } from './judge.ts';

/** Kubelets write what belongs to their node, and of that only what is theirs to say. Others are not looked at. */
export const nodeRestriction: AdmissionPlugin = {
  name: 'NodeRestriction',
  isOptional: true,
  handles: (request) => request.operation !== 'CONNECT' && nodeIdentity(request.user) !== undefined,
  admit: (request, context) => judge(request, (about, node) => about(request, node, context)),
  admitDeletion: (request, context) => judge(request, (about, node) => about(request, node, context)),
};

function judge(request: AdmissionRequest, ask: (about: Judge, node: string) => Denial | undefined): Denial | undefined {
  const { user, resource, gvk } = request;
  const node = nodeIdentity(user);
  if (!node) return forbidden(`could not determine node from user ${goQuote(user.username)}`);
  const about = JUDGES[`${resource.plural}.${gvk.group}`];
  return about && ask(about, node);
}

const JUDGES: Readonly<Record<string, Judge>> = {
  'pods.': judgePod,
  'nodes.': judgeNode,
  'persistentvolumeclaims.': judgeClaim,
  'podcertificaterequests.certificates.k8s.io': judgePodCertificateRequest,
  'leases.coordination.k8s.io': judgeOwn.lease,
  'csinodes.storage.k8s.io': judgeOwn.csiNode,
  'resourceslices.resource.k8s.io': judgeOwn.resourceSlice,
  'certificatesigningrequests.certificates.k8s.io': judgeOwn.certificateSigningRequest,
};
