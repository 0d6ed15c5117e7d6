import type { Pod } from '../model/kinds/core-v1.ts';
import { isPodReady, podCondition } from './controllers/pod-state.ts';
import type { Typed } from './kind.ts';

/** What a pod that has not ended waits for, by upstream's word for it. */
export interface UnreadyPod {
  /** No node takes it, it is not to be scheduled yet, it waits for what it needs on its node, or its containers are not ready. */
  readonly kind: 'unplaced' | 'gated' | 'binding' | 'unready';
  readonly reason: string;
  readonly message: string;
}

/** What a pod waits for; undefined for one that is ready. */
export function unreadyPod(pod: Typed<Pod>): UnreadyPod | undefined {
  const unscheduled = podCondition(pod, 'PodScheduled');
  if (unscheduled?.status === 'False')
    return unscheduled.reason === 'SchedulingGated'
      ? { kind: 'gated', reason: 'SchedulingGated', message: unscheduled.message ?? '' }
      : { kind: 'unplaced', reason: 'FailedScheduling', message: unscheduled.message ?? '' };
  if (isPodReady(pod)) return undefined;
  if (!pod.spec?.nodeName)
    return { kind: 'binding', reason: 'NotReady', message: 'The pod has a node in view and waits for its volumes there.' };
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const waiting = [...initContainerStatuses, ...containerStatuses].flatMap(({ state }) => state?.waiting ?? [])[0];
  const unready = podCondition(pod, 'Ready');
  return {
    kind: 'unready',
    reason: waiting?.reason ?? unready?.reason ?? 'NotReady',
    message: waiting?.message ?? unready?.message ?? 'The pod does not become ready.',
  };
}
