import type { ReadView } from '../../../cluster/store.ts';
import type { ResourceClaim, ResourceClaimConsumerReference, ResourceClaimStatus } from '../../../model/kinds/resource-v1.ts';
import { without } from '../../../model/without.ts';
import { CLAIM_FINALIZER, RESOURCE_CLAIM } from '../../devices/kinds.ts';
import { draft, getObject, objectKey, type Typed } from '../../kind.ts';
import { removeOrRetry, update, updateStatus, type Work } from '../../intent.ts';
import { POD } from '../../kinds.ts';
import { controllerOf } from '../ownership.ts';
import { isDone } from './controller.ts';

/** Takes reservations back from pods that ended, then the devices when there is none left, and deletes a claim that was made for a pod that ended. */
export function* syncClaim(namespace: string, name: string, view: ReadView): Work {
  const claim = getObject(view, RESOURCE_CLAIM, namespace, name);
  if (!claim) return;
  const { reservedFor = [] } = claim.status ?? {};
  const remaining = reservedFor.filter((user) => isInUse(user, namespace, view));
  const isHeld = claim.metadata.finalizers?.includes(CLAIM_FINALIZER) ?? false;
  if (remaining.length < reservedFor.length) {
    const { status = {} } = claim;
    const freed = remaining.length === 0 && isHeld ? withoutAllocation(status) : status;
    const stored = yield* updateStatus(
      { ...claim, status: remaining.length > 0 ? { ...freed, reservedFor: remaining } : without(freed, 'reservedFor') },
      'pods that it was reserved for have ended',
    );
    if (!stored.status?.allocation) yield* release(stored);
  } else if (isHeld && claim.metadata.deletionTimestamp !== undefined && remaining.length === 0) {
    const stored = claim.status?.allocation ? yield* updateStatus({ ...claim, status: withoutAllocation(claim.status) }) : claim;
    yield* release(stored);
  }
  if (remaining.length === 0 && isOfEndedPod(claim, namespace, view))
    yield* removeOrRetry(objectKey(RESOURCE_CLAIM, claim), {}, 'its pod has ended');
}

const withoutAllocation = (status: ResourceClaimStatus): ResourceClaimStatus => without(without(status, 'allocation'), 'devices');

function* release(claim: Typed<ResourceClaim>): Work {
  const { finalizers = [] } = claim.metadata;
  if (!finalizers.includes(CLAIM_FINALIZER)) return;
  const released = draft(claim);
  const others = finalizers.filter((finalizer) => finalizer !== CLAIM_FINALIZER);
  if (others.length > 0) released.metadata.finalizers = others;
  else delete released.metadata.finalizers;
  yield* update(released);
}

/** Users that are no pods are left alone. */
function isInUse({ apiGroup = '', resource, name = '', uid }: ResourceClaimConsumerReference, namespace: string, view: ReadView): boolean {
  if (apiGroup !== '' || resource !== 'pods') return true;
  const pod = getObject(view, POD, namespace, name);
  return pod !== undefined && pod.metadata.uid === uid && !isDone(pod);
}

function isOfEndedPod(claim: Typed<ResourceClaim>, namespace: string, view: ReadView): boolean {
  const owner = controllerOf(claim);
  if (owner?.apiVersion !== POD.apiVersion || owner.kind !== POD.kind) return false;
  const pod = getObject(view, POD, namespace, owner.name ?? '');
  return pod !== undefined && (pod.metadata.uid !== owner.uid || isDone(pod));
}
