import { deepEqual } from '../../model/json.ts';
import type { ReplicaSetCondition, ReplicaSetStatus } from '../../model/kinds/apps-v1.ts';
import type { Pod } from '../../model/kinds/core-v1.ts';
import { matchesLabels } from '../../model/label-selector.ts';
import type { Status } from '../../model/status.ts';
import type { WorkContext } from '../controller.ts';
import type { Typed } from '../kind.ts';
import type { ReplicaWorkload } from './replicas.ts';
import { omitZero } from './omit-zero.ts';
import { isPodAvailable, isPodReady } from './pod-state.ts';

/** Counts of pods, and the failure of the last attempt to create or delete some. `observedGeneration` is left as it was. */
export function calculateStatus(
  { spec, status: old }: Typed<ReplicaWorkload>,
  pods: readonly Typed<Pod>[],
  terminating: number | undefined,
  failure: Status | undefined,
  context: WorkContext,
): ReplicaSetStatus {
  const minReadySeconds = spec?.minReadySeconds ?? 0;
  const conditions = failureConditions(old?.conditions ?? [], pods.length - (spec?.replicas ?? 1), failure, context);
  return {
    ...omitZero({
      replicas: pods.length,
      fullyLabeledReplicas: pods.filter((pod) => matchesLabels(spec?.template?.metadata?.labels ?? {}, pod.metadata.labels)).length,
      readyReplicas: pods.filter(isPodReady).length,
      availableReplicas: pods.filter((pod) => isPodAvailable(pod, minReadySeconds, context.now)).length,
      observedGeneration: old?.observedGeneration,
    }),
    ...(terminating !== undefined && { terminatingReplicas: terminating }),
    ...(conditions.length > 0 && { conditions }),
  };
}

/** A failure is noted when it begins and goes when an attempt succeeds. */
function failureConditions(
  old: readonly ReplicaSetCondition[],
  surplus: number,
  failure: Status | undefined,
  context: WorkContext,
): ReplicaSetCondition[] {
  const known = old.some(({ type }) => type === 'ReplicaFailure');
  if (!failure) return old.filter(({ type }) => type !== 'ReplicaFailure');
  if (known) return [...old];
  const reason = surplus < 0 ? 'FailedCreate' : surplus > 0 ? 'FailedDelete' : '';
  return [...old, { type: 'ReplicaFailure', status: 'True', lastTransitionTime: context.timestamp(), reason, message: failure.message }];
}

/** Whether two statuses tell the same, whatever generation they are of. */
export const sameStatus = (a: ReplicaSetStatus | undefined, b: ReplicaSetStatus): boolean =>
  deepEqual({ ...a, observedGeneration: 0 }, { ...b, observedGeneration: 0 });
