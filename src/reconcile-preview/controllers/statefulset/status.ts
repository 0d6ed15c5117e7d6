import { deepEqual } from '../../../model/json.ts';
import type { StatefulSet, StatefulSetStatus } from '../../../model/kinds/apps-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import { updateStatus, type Work } from '../../intent.ts';
import { type Typed } from '../../kind.ts';
import { omitZero } from '../omit-zero.ts';
import { isPodAvailable, isPodReady } from '../pod-state.ts';
import { revisionOf } from './identity.ts';
import type { Revisions } from './revisions.ts';

/** Counts of the pods there are; `gone` is how many of the current revision were just deleted. */
export function calculateStatus(
  set: Typed<StatefulSet>,
  pods: readonly Typed<Pod>[],
  { current, update, collisionCount }: Revisions,
  gone: number,
  now: number,
): StatefulSetStatus {
  const running = pods.filter((pod) => pod.status?.phase === 'Running' && isPodReady(pod));
  const staying = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const ofRevision = (name: string | undefined): number => staying.filter((pod) => revisionOf(pod) === name).length;
  const counts = {
    replicas: pods.length,
    readyReplicas: running.length,
    availableReplicas: running.filter((pod) => isPodAvailable(pod, set.spec?.minReadySeconds ?? 0, now)).length,
    currentReplicas: ofRevision(current.metadata.name) - gone,
    updatedReplicas: ofRevision(update.metadata.name),
  };
  const wanted = set.spec?.replicas ?? 1;
  const complete = counts.updatedReplicas === wanted && counts.readyReplicas === wanted && counts.replicas === wanted;
  const { conditions } = set.status ?? {};
  return {
    ...omitZero({
      observedGeneration: set.metadata.generation,
      ...counts,
      ...(complete && { currentReplicas: counts.updatedReplicas }),
      currentRevision: complete ? update.metadata.name : current.metadata.name,
      updateRevision: update.metadata.name,
    }),
    collisionCount,
    ...(conditions && { conditions }),
  };
}

/** Writes the status when it tells something new; the count of collisions alone is none. */
export function* syncStatus(set: Typed<StatefulSet>, status: StatefulSetStatus): Work {
  const told = (value: StatefulSetStatus): object => omitZero({ ...value, collisionCount: 0, observedGeneration: 0 });
  const isNew =
    (status.observedGeneration ?? 0) > (set.status?.observedGeneration ?? 0) || !deepEqual(told(status), told(set.status ?? {}));
  if (isNew) yield* updateStatus({ ...set, status });
}
