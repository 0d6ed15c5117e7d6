import { removeOrRetry, type Work } from '../../intent.ts';
import { objectKey } from '../../kind.ts';
import { REPLICA_SET } from '../../kinds.ts';
import { revisionOf } from './revision.ts';
import { byCreation, hasHistoryLimit, size, type Replicas, type Rollout } from './rollout.ts';

/** Deletes the oldest empty ReplicaSets beyond `spec.revisionHistoryLimit`. */
export function* cleanUp(oldSets: readonly Replicas[], deployment: Rollout): Work {
  if (!hasHistoryLimit(deployment)) return;
  const alive = oldSets.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const surplus = alive.length - (deployment.spec?.revisionHistoryLimit ?? 0);
  if (surplus <= 0) return;
  for (const set of [...alive].sort(byRevision).slice(0, surplus)) {
    const { generation = 0 } = set.metadata;
    if ((set.status?.replicas ?? 0) !== 0 || size(set) !== 0 || generation > (set.status?.observedGeneration ?? 0)) continue;
    yield* removeOrRetry(objectKey(REPLICA_SET, set), {}, 'beyond revisionHistoryLimit');
  }
}

function byRevision(a: Replicas, b: Replicas): number {
  const [x, y] = [revisionOf(a), revisionOf(b)];
  return x === undefined || y === undefined || x === y ? byCreation(a, b) : x - y;
}
