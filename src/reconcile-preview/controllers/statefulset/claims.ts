import type { ReadView } from '../../../cluster/store.ts';
import { deepEqual } from '../../../model/json.ts';
import type { StatefulSet } from '../../../model/kinds/apps-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { OwnerReference } from '../../../model/kinds/meta-v1.ts';
import type { Status } from '../../../model/status.ts';
import { attempt, emit, update, type Work } from '../../intent.ts';
import { draft, getObject, type Draft, type Typed } from '../../kind.ts';
import { PERSISTENT_VOLUME_CLAIM, POD, STATEFUL_SET } from '../../kinds.ts';
import { controllerReference } from '../ownership.ts';
import { claimsOf, ordinalOf, startOrdinal } from './identity.ts';

/** Creates the claims of a pod that are missing; answers the first refusal. */
export function* createClaims(set: Typed<StatefulSet>, pod: Typed<Pod> | Draft<Pod>, view: ReadView): Work<Status | undefined> {
  let failure: Status | undefined;
  const { namespace = '', name: podName = '' } = pod.metadata;
  for (const claim of claimsOf(set, ordinalOf(pod)).values()) {
    const name = claim.metadata.name ?? '';
    if (getObject(view, PERSISTENT_VOLUME_CLAIM, namespace, name)) continue;
    const { refusal } = yield* attempt({ type: 'create', object: claim, why: `pod ${podName} needs its volume` });
    const subject = `Claim ${name} Pod ${podName} in StatefulSet ${set.metadata.name ?? ''}`;
    if (refusal) yield* emit('Warning', 'FailedCreate', `create ${subject} failed error: ${refusal.message}`, set);
    else yield* emit('Normal', 'SuccessfulCreate', `create ${subject} success`, set);
    failure ??= refusal;
  }
  return failure;
}

/** Makes the claims of a pod belong to what they should go with, by `persistentVolumeClaimRetentionPolicy`. */
export function* retainClaims(set: Typed<StatefulSet>, pod: Typed<Pod>, view: ReadView): Work {
  for (const { metadata } of claimsOf(set, ordinalOf(pod)).values()) {
    const claim = getObject(view, PERSISTENT_VOLUME_CLAIM, metadata.namespace ?? '', metadata.name ?? '');
    if (!claim) continue;
    const own = new Set([set.metadata.uid, pod.metadata.uid]);
    const others = (claim.metadata.ownerReferences ?? []).filter(({ uid }) => !own.has(uid));
    const wanted = [...others, ...(others.some(({ controller }) => controller) ? [] : ownersByPolicy(set, pod))];
    if (deepEqual(wanted, claim.metadata.ownerReferences ?? [])) continue;
    const next = draft(claim);
    if (wanted.length > 0) next.metadata.ownerReferences = wanted;
    else delete next.metadata.ownerReferences;
    yield* update(next, 'persistentVolumeClaimRetentionPolicy');
  }
}

function ownersByPolicy(set: Typed<StatefulSet>, pod: Typed<Pod>): OwnerReference[] {
  const { whenDeleted = 'Retain', whenScaled = 'Retain' } = set.spec?.persistentVolumeClaimRetentionPolicy ?? {};
  const index = ordinalOf(pod) - startOrdinal(set);
  const scaledDown = index < 0 || index >= (set.spec?.replicas ?? 1);
  if (scaledDown && whenScaled === 'Delete') return [controllerReference(pod, POD)];
  return whenDeleted === 'Delete' && (!scaledDown || whenScaled === 'Retain') ? [controllerReference(set, STATEFUL_SET)] : [];
}
