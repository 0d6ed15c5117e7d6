import type { KubernetesObject } from '../../cluster/object.ts';
import type { Pod } from '../../model/kinds/core-v1.ts';
import { findCondition } from '../controllers/deployment/conditions.ts';
import { asKind, type Typed } from '../kind.ts';
import { DAEMON_SET, DEPLOYMENT, REPLICATION_CONTROLLER, REPLICA_SET, STATEFUL_SET } from '../kinds.ts';
import type { RecordedEvent } from '../timeline.ts';
import { unreadyPod, type UnreadyPod } from '../unready-pod.ts';
import type { RolloutEnd, RolloutReason, RolloutStep } from './rollout.ts';

export interface EndContext {
  readonly events: readonly RecordedEvent[];
  /** Whether the cluster rests. */
  readonly settled: boolean;
  /** A time in seconds since the manifests were applied. */
  readonly seconds: (at: number) => number;
}

/** Whether the pods of a workload are what it wants, and if not, why. */
export function rolloutEnd(
  workload: KubernetesObject | undefined,
  last: RolloutStep,
  pods: readonly Typed<Pod>[],
  { events, settled, seconds }: EndContext,
): Omit<RolloutEnd, 'at'> {
  const { old, new: fresh, ready, available, desired } = last;
  if (old === 0 && fresh === desired && available === desired) return { state: 'complete', reasons: [] };
  const blocked = [...podReasons(pods), ...(workload ? failedCreations(workload, old + fresh < desired, events) : [])];
  const held = workload ? heldBy(workload, old, desired) : [];
  const waiting = ready > available ? [{ reason: 'MinReadySeconds', message: `${ready - available} ready and not yet available` }] : [];
  return {
    state: blocked.length > 0 ? 'stuck' : held.length > 0 ? 'held' : settled ? 'stuck' : 'running',
    reasons: [...blocked, ...held, ...waiting, ...(workload ? missedDeadline(workload, seconds) : [])],
  };
}

/** Settings of a workload that keep pods of the old revision. */
function heldBy(workload: KubernetesObject, old: number, desired: number): RolloutReason[] {
  if (asKind(workload, DEPLOYMENT)?.spec?.paused) return [{ reason: 'DeploymentPaused', message: 'Deployment is paused' }];
  if (old === 0) return [];
  const { type, rollingUpdate } = asKind(workload, STATEFUL_SET)?.spec?.updateStrategy ?? {};
  if ((type ?? asKind(workload, DAEMON_SET)?.spec?.updateStrategy?.type) === 'OnDelete')
    return [{ reason: 'OnDelete', message: `pods are replaced when somebody deletes them: ${old} of the old revision` }];
  const partition = Math.min(rollingUpdate?.partition ?? 0, desired);
  return partition > 0
    ? [{ reason: 'Partition', message: `partition ${partition} keeps pods below that ordinal at the old revision` }]
    : [];
}

/** Why pods could not be made, as the workload's status tells, or else events where there are fewer than are wanted. */
function failedCreations(workload: KubernetesObject, isShort: boolean, events: readonly RecordedEvent[]): RolloutReason[] {
  const { conditions = [] } =
    asKind(workload, DEPLOYMENT)?.status ?? asKind(workload, REPLICA_SET)?.status ?? asKind(workload, REPLICATION_CONTROLLER)?.status ?? {};
  const failure = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  if (failure) return [{ reason: failure.reason ?? 'FailedCreate', message: failure.message ?? '' }];
  if (!isShort) return [];
  const event = events.findLast(({ regarding, reason }) => reason === 'FailedCreate' && regarding.metadata.uid === workload.metadata.uid);
  return event ? [{ reason: event.reason, message: event.message }] : [];
}

/** That a Deployment has made no progress for longer than its deadline, and since when. */
export function missedDeadline(workload: KubernetesObject, seconds: EndContext['seconds']): RolloutReason[] {
  const { reason = '', message = '', lastTransitionTime = '' } = findCondition(asKind(workload, DEPLOYMENT)?.status, 'Progressing') ?? {};
  return reason === 'ProgressDeadlineExceeded' ? [{ reason, message, at: seconds(Date.parse(lastTransitionTime)) }] : [];
}

/** What pods that are not available wait for, told once for those that wait for the same. */
export function podReasons(pods: readonly Typed<Pod>[]): RolloutReason[] {
  const counts = new Map<string, { readonly first: UnreadyPod; count: number }>();
  for (const pod of pods) {
    const first = unreadyPod(pod);
    if (!first) continue;
    const key = `${first.reason} ${first.message}`;
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { first, count: 1 });
  }
  return [...counts.values()].map(({ first: { reason, message }, count }) => ({
    reason,
    message: `${count} ${count === 1 ? 'pod' : 'pods'}: ${message}`,
  }));
}
