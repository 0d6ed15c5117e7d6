import type { ReadView } from '../../cluster/store.ts';
import type { Pod, PodResourceClaim } from '../../model/kinds/core-v1.ts';
import type { ResourceClaim } from '../../model/kinds/resource-v1.ts';
import { goQuote } from '../../model/go-text.ts';
import { keyOf } from '../controller.ts';
import { isControlledBy } from '../controllers/ownership.ts';
import { getObject, type Typed } from '../kind.ts';
import { RESOURCE_CLAIM } from './kinds.ts';

/** Which claim one of a pod's claims is. */
export type ClaimName =
  | {
      readonly kind: 'named';
      readonly name: string;
      /** Whether it was made for the pod and has to be its own. */ readonly isGenerated: boolean;
    }
  /** None was needed. */
  | { readonly kind: 'none' }
  /** It has not been made yet. */
  | { readonly kind: 'missing'; readonly error: string };

export function claimNameOf(pod: Typed<Pod>, { name, resourceClaimName, resourceClaimTemplateName }: PodResourceClaim): ClaimName {
  if (resourceClaimName !== undefined) return { kind: 'named', name: resourceClaimName, isGenerated: false };
  if (resourceClaimTemplateName === undefined) {
    return {
      kind: 'missing',
      error: `pod "${keyOf(pod)}", spec.resourceClaim ${goQuote(name ?? '')}: none of the supported fields are set`,
    };
  }
  const status = pod.status?.resourceClaimStatuses?.find((item) => item.name === name);
  if (!status) return { kind: 'missing', error: `pod "${keyOf(pod)}": ResourceClaim not created yet` };
  return status.resourceClaimName === undefined ? { kind: 'none' } : { kind: 'named', name: status.resourceClaimName, isGenerated: true };
}

/** Names of the claims of a pod, as far as they are known. */
export const claimNamesOf = (pod: Typed<Pod>): string[] =>
  (pod.spec?.resourceClaims ?? []).flatMap((item) => {
    const found = claimNameOf(pod, item);
    return found.kind === 'named' ? [found.name] : [];
  });

/** The claims of a pod; text is why the pod cannot have them yet, in the scheduler's words. */
export function claimsOf(pod: Typed<Pod>, view: ReadView): Typed<ResourceClaim>[] | string {
  const claims: Typed<ResourceClaim>[] = [];
  const { namespace = '' } = pod.metadata;
  for (const item of pod.spec?.resourceClaims ?? []) {
    const found = claimNameOf(pod, item);
    if (found.kind === 'missing') return found.error;
    if (found.kind === 'none') continue;
    const claim = getObject(view, RESOURCE_CLAIM, namespace, found.name);
    if (!claim) return `resourceclaim.resource.k8s.io ${goQuote(found.name)} not found`;
    if (claim.metadata.deletionTimestamp !== undefined) return `resourceclaim ${goQuote(found.name)} is being deleted`;
    const problem = found.isGenerated ? ownerProblem(pod, claim) : undefined;
    if (problem !== undefined) return problem;
    claims.push(claim);
  }
  return claims;
}

/** Why a claim that should have been made for a pod is not the pod's. */
export const ownerProblem = (pod: Typed<Pod>, claim: Typed<ResourceClaim>): string | undefined =>
  isControlledBy(claim, pod) ? undefined : `ResourceClaim ${keyOf(claim)} was not created for Pod ${keyOf(pod)} (Pod is not owner)`;

/** Whether a claim is reserved for a pod. */
export const isReservedFor = ({ status }: Typed<ResourceClaim>, { metadata }: Typed<Pod>): boolean =>
  status?.reservedFor?.some(({ uid }) => uid === metadata.uid) ?? false;
