import { deepEqual } from '../../../model/json.ts';
import type { DeploymentCondition, DeploymentStatus } from '../../../model/kinds/apps-v1.ts';
import { isSince } from '../../../schema/release.ts';
import type { WorkContext } from '../../controller.ts';
import { requeueAfter, retry, updateStatus, type Work } from '../../intent.ts';
import { omitZero } from '../omit-zero.ts';
import { findCondition, newCondition, withCondition, withoutCondition } from './conditions.ts';
import { hasProgressDeadline, maxUnavailable, size, sumOf, type Replicas, type Rollout } from './rollout.ts';

/** The status that follows from the statuses of the ReplicaSets; progress is left as it was. */
export function calculateStatus(
  all: readonly Replicas[],
  newSet: Replicas | undefined,
  deployment: Rollout,
  context: WorkContext,
): DeploymentStatus {
  const available = sumOf(all, ({ status }) => status?.availableReplicas ?? 0);
  const terminating = isSince(context.release, '1.35') ? terminatingReplicas(all) : undefined;
  const { collisionCount, conditions } = deployment.status ?? {};
  const isAvailable = available >= size(deployment) - maxUnavailable(deployment);
  return {
    ...omitZero({
      observedGeneration: deployment.metadata.generation,
      replicas: sumOf(all, ({ status }) => status?.replicas ?? 0),
      updatedReplicas: newSet?.status?.replicas,
      readyReplicas: sumOf(all, ({ status }) => status?.readyReplicas ?? 0),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, sumOf(all, size) - available),
    }),
    ...(terminating !== undefined && { terminatingReplicas: terminating }),
    ...(collisionCount !== undefined && { collisionCount }),
    conditions: withCondition(
      conditions,
      isAvailable
        ? newCondition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', context)
        : newCondition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.', context),
    ),
  };
}

/** Pods on their way out; undefined while a ReplicaSet that has been observed does not tell. */
function terminatingReplicas(all: readonly Replicas[]): number | undefined {
  const observed = all.filter(({ status }) => (status?.observedGeneration ?? 0) !== 0 || status?.terminatingReplicas !== undefined);
  if (observed.some(({ status }) => status?.terminatingReplicas === undefined)) return undefined;
  return sumOf(observed, ({ status }) => status?.terminatingReplicas ?? 0);
}

/** All replicas are new, available and no old ones are left. */
export const isComplete = (deployment: Rollout, status: DeploymentStatus | undefined): boolean =>
  (status?.updatedReplicas ?? 0) === size(deployment) &&
  (status?.replicas ?? 0) === size(deployment) &&
  (status?.availableReplicas ?? 0) === size(deployment) &&
  (status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0);

/** More new, ready or available pods than before, or fewer old ones. */
function hasProgressed(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const oldReplicas = (status: DeploymentStatus): number => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    oldReplicas(after) < oldReplicas(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** The deadline since the last sign of progress is over, or was before. */
function hasTimedOut(deployment: Rollout, status: DeploymentStatus, now: number): boolean {
  const condition = findCondition(status, 'Progressing');
  if (!condition || condition.reason === 'NewReplicaSetAvailable') return false;
  if (condition.reason === 'ProgressDeadlineExceeded') return true;
  return Date.parse(condition.lastUpdateTime ?? '') + (deployment.spec?.progressDeadlineSeconds ?? 0) * 1000 < now;
}

/** Writes the status of a paused, scaled or dying Deployment, where progress is not judged. */
export function* syncStatus(all: readonly Replicas[], newSet: Replicas | undefined, deployment: Rollout, context: WorkContext): Work {
  const status = calculateStatus(all, newSet, deployment, context);
  if (!sameStatus(deployment.status, status)) yield* updateStatus({ ...deployment, status });
}

/** Writes the status during a rollout, with the Progressing condition and the failures of ReplicaSets. */
export function* syncRolloutStatus(
  all: readonly Replicas[],
  newSet: Replicas | undefined,
  deployment: Rollout,
  context: WorkContext,
): Work {
  const status = calculateStatus(all, newSet, deployment, context);
  const current = findCondition(deployment.status, 'Progressing');
  if (!hasProgressDeadline(deployment)) status.conditions = withoutCondition(status.conditions, 'Progressing');
  const wasComplete = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable';
  if (hasProgressDeadline(deployment) && !wasComplete) status.conditions = progressConditions(status, newSet, deployment, context);
  const failure = replicaFailure(all, newSet);
  status.conditions = failure ? withCondition(status.conditions, failure) : withoutCondition(status.conditions, 'ReplicaFailure');

  if (sameStatus(deployment.status, status)) yield* awaitDeadline(deployment, status, context);
  else yield* updateStatus({ ...deployment, status });
}

function progressConditions(
  status: DeploymentStatus,
  newSet: Replicas | undefined,
  deployment: Rollout,
  context: WorkContext,
): DeploymentCondition[] {
  const subject = newSet ? `ReplicaSet "${newSet.metadata.name ?? ''}"` : `Deployment "${deployment.metadata.name ?? ''}"`;
  if (isComplete(deployment, status)) {
    return withCondition(
      status.conditions,
      newCondition('Progressing', 'True', 'NewReplicaSetAvailable', `${subject} has successfully progressed.`, context),
    );
  }
  if (hasProgressed(deployment.status ?? {}, status)) {
    const current = findCondition(deployment.status, 'Progressing');
    const condition = newCondition('Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`, context);
    // Each sign of progress counts as an update, also when status and reason stay.
    const kept =
      current?.status === 'True' && current.lastTransitionTime !== undefined ? { lastTransitionTime: current.lastTransitionTime } : {};
    return [...withoutCondition(status.conditions, 'Progressing'), { ...condition, ...kept }];
  }
  if (hasTimedOut(deployment, status, context.now)) {
    return withCondition(
      status.conditions,
      newCondition('Progressing', 'False', 'ProgressDeadlineExceeded', `${subject} has timed out progressing.`, context),
    );
  }
  return status.conditions ?? [];
}

/** The failure that a ReplicaSet reports, the new one's first. */
function replicaFailure(all: readonly Replicas[], newSet: Replicas | undefined): DeploymentCondition | undefined {
  const failures = [...(newSet ? [newSet] : []), ...all]
    .flatMap(({ status }) => status?.conditions ?? [])
    .filter(({ type }) => type === 'ReplicaFailure');
  const failure = failures[0];
  return failure && { ...failure, ...(failure.lastTransitionTime !== undefined && { lastUpdateTime: failure.lastTransitionTime }) };
}

/** Looks at a rollout again when its deadline will have passed. */
function* awaitDeadline(deployment: Rollout, status: DeploymentStatus, context: WorkContext): Work {
  const current = findCondition(deployment.status, 'Progressing');
  // a rollout that has ended once has no deadline any more, whatever becomes of its pods
  if (!current || ['ProgressDeadlineExceeded', 'NewReplicaSetAvailable'].includes(current.reason ?? '')) return;
  if (!hasProgressDeadline(deployment) || isComplete(deployment, status)) return;
  const after = Date.parse(current.lastUpdateTime ?? '') + (deployment.spec?.progressDeadlineSeconds ?? 0) * 1000 - context.now;
  if (after < 1000) yield* retry('the progress deadline is about to pass');
  else yield* requeueAfter(after + 1000);
}

const sameStatus = (a: DeploymentStatus | undefined, b: DeploymentStatus): boolean => deepEqual(canonical(a), canonical(b));

/** An empty list of conditions is none. */
const canonical = ({ conditions, ...rest }: DeploymentStatus = {}): DeploymentStatus =>
  conditions?.length ? { ...rest, conditions } : rest;
