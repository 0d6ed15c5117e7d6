import type { ReadView } from '../../../cluster/store.ts';
import type { WorkContext } from '../../controller.ts';
import type { Work } from '../../intent.ts';
import { POD } from '../../kinds.ts';
import { ownedObjects } from '../ownership.ts';
import { cleanUp } from './clean-up.ts';
import { syncRevision } from './new-replica-set.ts';
import { active, size, sumOf, type Replicas, type Rollout } from './rollout.ts';
import { scaleReplicaSet } from './scale.ts';
import { isComplete, syncRolloutStatus } from './status.ts';

/** One step of a Recreate rollout: all old pods go before the first new one comes. */
export function* recreate(deployment: Rollout, sets: readonly Replicas[], view: ReadView, context: WorkContext): Work {
  let generations = yield* syncRevision(deployment, sets, false, view, context);
  if (!generations) return;
  const { oldSets } = generations;
  const all = [...oldSets, ...(generations.newSet ? [generations.newSet] : [])];
  const stopping = active(oldSets);
  for (const set of stopping) yield* scaleReplicaSet(set, 0, deployment);
  if (stopping.length > 0 || hasOldPods(deployment, sets, oldSets, generations.newSet, view)) {
    yield* syncRolloutStatus(all, generations.newSet, deployment, context);
    return;
  }
  if (!generations.newSet) generations = yield* syncRevision(deployment, sets, true, view, context);
  const newSet = generations?.newSet;
  if (!newSet) return;
  if (size(newSet) !== size(deployment)) yield* scaleReplicaSet(newSet, size(deployment), deployment);
  if (isComplete(deployment, deployment.status)) yield* cleanUp(oldSets, deployment);
  yield* syncRolloutStatus([...oldSets, newSet], newSet, deployment, context);
}

/** Whether an old ReplicaSet still counts pods, or a pod of one has not ended. */
function hasOldPods(
  deployment: Rollout,
  sets: readonly Replicas[],
  oldSets: readonly Replicas[],
  newSet: Replicas | undefined,
  view: ReadView,
): boolean {
  if (sumOf(oldSets, ({ status }) => status?.replicas ?? 0) > 0) return true;
  const pods = sets.filter(({ metadata }) => metadata.uid !== newSet?.metadata.uid).flatMap((set) => ownedObjects(view, POD, set));
  return pods.some(({ status }) => status?.phase !== 'Failed' && status?.phase !== 'Succeeded');
}
