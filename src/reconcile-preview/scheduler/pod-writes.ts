import type { ReadView } from '../../cluster/store.ts';
import type { Pod, PodStatus } from '../../model/kinds/core-v1.ts';
import type { WorkContext } from '../controller.ts';
import { attempt, emit, remove, type Work } from '../intent.ts';
import { getObject, objectKey, type Typed } from '../kind.ts';
import { POD } from '../kinds.ts';
import { withCondition } from './pod-condition.ts';
import { nodeNameOf, nominatedNodeNameOf, type PodInfo } from './pod-info.ts';

export const SCHEDULER_NAME = 'default-scheduler';

/** What the scheduler has to tell about a pod that has no node. */
export interface SchedulingFailure {
  readonly reason: 'Unschedulable' | 'SchedulerError';
  readonly message: string;
  /** Empty takes a nomination back, undefined leaves it. */
  readonly nominatedNodeName: string | undefined;
}

/** Writes why a pod has no node, when that is news. */
export function* reportFailure(
  pod: PodInfo,
  { reason, message, nominatedNodeName }: SchedulingFailure,
  view: ReadView,
  context: WorkContext,
): Work {
  yield* emit('Warning', 'FailedScheduling', message, pod.pod);
  const current = getObject(view, POD, pod.namespace, pod.name);
  if (!current || nodeNameOf(current) !== '') return;
  const conditions = withCondition(current, { type: 'PodScheduled', status: 'False', reason, message }, context.timestamp());
  const isNominated = nominatedNodeName !== undefined && nominatedNodeName !== nominatedNodeNameOf(current);
  if (!conditions && !isNominated) return;
  const status = { ...current.status, ...(conditions && { conditions }) };
  yield* writeStatus({ ...current, status: isNominated ? withNomination(status, nominatedNodeName) : status }, message);
}

/** Nominates a pod to a node; an empty name takes the nomination back. */
export function* nominate(pod: PodInfo, nodeName: string, view: ReadView): Work {
  const current = getObject(view, POD, pod.namespace, pod.name);
  if (!current || nominatedNodeNameOf(current) === nodeName) return;
  yield* writeStatus({ ...current, status: withNomination(current.status, nodeName) });
}

/** Evicts a pod so that another gets its room. */
export function* evict(victim: PodInfo, preemptor: PodInfo, nodeName: string, view: ReadView, context: WorkContext): Work {
  const current = getObject(view, POD, victim.namespace, victim.name);
  if (!current || current.metadata.deletionTimestamp !== undefined) return;
  const message = `${preemptor.spec.schedulerName ?? SCHEDULER_NAME}: preempting to accommodate a higher priority pod`;
  const conditions = withCondition(
    current,
    { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', message },
    context.timestamp(),
  );
  if (conditions) yield* writeStatus({ ...current, status: { ...current.status, conditions } }, message);
  yield* remove(objectKey(POD, current), undefined, `makes room for ${preemptor.key}`);
  yield* emit('Normal', 'Preempted', `Preempted by pod ${preemptor.uid} on node ${nodeName}`, current);
}

/** A refusal (the pod has gone meanwhile) is no reason to stop. */
function* writeStatus(object: Typed<Pod>, why?: string): Work {
  yield* attempt({ type: 'updateStatus', object, ...(why !== undefined && { why }) });
}

function withNomination(status: PodStatus | undefined, nodeName: string): PodStatus {
  const result: PodStatus = { ...status, nominatedNodeName: nodeName };
  if (nodeName === '') delete result.nominatedNodeName;
  return result;
}
