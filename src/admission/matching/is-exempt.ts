import { isSince } from '../../schema/release.ts';
import type { AdmissionContext, AdmissionRequest } from '../plugin.ts';

/** Reviews answer questions of the server itself: nothing may stand in their way. */
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
/** So could a webhook about webhooks. */
const WEBHOOKS: ReadonlySet<string> = new Set(['validatingwebhookconfigurations', 'mutatingwebhookconfigurations']);

const isReview = ({ gvk, resource: { plural } }: AdmissionRequest): boolean => REVIEWS.has(`${gvk.group}/${plural}`);

const isOneOf = (plurals: ReadonlySet<string>, { gvk, resource: { plural } }: AdmissionRequest): boolean =>
  gvk.group === 'admissionregistration.k8s.io' && plurals.has(plural);

/** Whether policies never apply to requests for this resource. */
export const isExemptFromPolicies = (request: AdmissionRequest): boolean => isOneOf(POLICIES, request) || isReview(request);

/** Whether requests for this resource are sent to no webhook. Those for reviews were before 1.37. */
export const isExemptFromWebhooks = (request: AdmissionRequest, { registry }: AdmissionContext): boolean =>
  isOneOf(POLICIES, request) || isOneOf(WEBHOOKS, request) || (isReview(request) && isSince(registry.release, '1.37'));
