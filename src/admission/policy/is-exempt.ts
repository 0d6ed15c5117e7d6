import type { AdmissionRequest } from '../plugin.ts';

/** Reviews answer questions of the server itself: no policy may stand in their way. */
const REVIEWS: ReadonlySet<string> = new Set([
  'authentication.k8s.io/selfsubjectreviews',
  'authentication.k8s.io/tokenreviews',
  'authorization.k8s.io/localsubjectaccessreviews',
  'authorization.k8s.io/selfsubjectaccessreviews',
  'authorization.k8s.io/selfsubjectrulesreviews',
  'authorization.k8s.io/subjectaccessreviews',
]);
/** A policy about policies could lock everybody out. */
const POLICIES: ReadonlySet<string> = new Set([
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
]);

/** Whether policies never apply to requests for this resource. */
export const isExempt = ({ gvk, resource: { plural } }: AdmissionRequest): boolean =>
  (gvk.group === 'admissionregistration.k8s.io' && POLICIES.has(plural)) || REVIEWS.has(`${gvk.group}/${plural}`);
