import type { ReadView } from '../../../cluster/store.ts';
import type { WorkContext } from '../../controller.ts';
import type { Work } from '../../intent.ts';
import { cleanUp } from './clean-up.ts';
import { syncRevision } from './new-replica-set.ts';
import { active, byCreation, maxUnavailable, newReplicaCount, size, sumOf, type Replicas, type Rollout } from './rollout.ts';
import { scaleReplicaSet } from './scale.ts';
import { isComplete, syncRolloutStatus } from './status.ts';

/** One step of a rolling update: the new ReplicaSet grows, or else old ones shrink, as far as surge and availability allow. */
export function* rollOut(deployment: Rollout, sets: readonly Replicas[], view: ReadView, context: WorkContext): Work {
  const generations = yield* syncRevision(deployment, sets, true, view, context);
  if (!generations?.newSet) return;
  const { newSet, oldSets } = generations;
  const all = [...oldSets, newSet];
  const moved = (yield* reconcileNew(deployment, newSet, all)) || (yield* reconcileOld(deployment, newSet, all, active(oldSets)));
  if (!moved && isComplete(deployment, deployment.status)) yield* cleanUp(oldSets, deployment);
  yield* syncRolloutStatus(all, newSet, deployment, context);
}

function* reconcileNew(deployment: Rollout, newSet: Replicas, all: readonly Replicas[]): Work<boolean> {
  if (size(newSet) === size(deployment)) return false;
  const to = size(newSet) > size(deployment) ? size(deployment) : newReplicaCount(deployment, all, newSet);
  yield* scaleReplicaSet(newSet, to, deployment);
  return to !== size(newSet);
}

/**
 * Shrinks old ReplicaSets, unhealthy pods first. 10 replicas, surge 3, unavailable 2, 8 old and 5 new pods that never become ready:
 * 13 - 8 wanted - 5 not ready = 0, nothing goes. Once the new ones are ready: 13 - 8 - 0 = 5 old ones may go.
 */
function* reconcileOld(deployment: Rollout, newSet: Replicas, all: readonly Replicas[], oldSets: readonly Replicas[]): Work<boolean> {
  if (sumOf(oldSets, size) === 0) return false;
  const minAvailable = size(deployment) - maxUnavailable(deployment);
  const newUnavailable = size(newSet) - (newSet.status?.availableReplicas ?? 0);
  const mayGo = sumOf(all, size) - minAvailable - newUnavailable;
  if (mayGo <= 0) return false;

  const remaining: Replicas[] = [];
  let gone = 0;
  for (const set of [...oldSets].sort(byCreation)) {
    const unhealthy = size(set) - (set.status?.availableReplicas ?? 0);
    // More available than wanted: the ReplicaSet has not followed its last change yet.
    if (unhealthy < 0 && gone < mayGo) return false;
    const going = Math.min(mayGo - gone, unhealthy);
    remaining.push(going > 0 ? yield* scaleReplicaSet(set, size(set) - going, deployment) : set);
    gone += Math.max(0, going);
  }

  const surplus = sumOf([...remaining, newSet], ({ status }) => status?.availableReplicas ?? 0) - minAvailable;
  let healthyGone = 0;
  for (const set of remaining) {
    const count = Math.min(size(set), surplus - healthyGone);
    if (count <= 0) continue;
    yield* scaleReplicaSet(set, size(set) - count, deployment);
    healthyGone += count;
  }
  return gone + healthyGone > 0;
}
