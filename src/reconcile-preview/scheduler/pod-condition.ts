import type { Pod, PodCondition } from '../../model/kinds/core-v1.ts';

/**
 * The pod's conditions with `condition` among them, as `podutil.UpdatePodCondition` sets it: the time of the last transition stays while the status does.
 * Undefined when that changes nothing.
 */
export function withCondition({ metadata, status }: Pod, condition: PodCondition, timestamp: string): PodCondition[] | undefined {
  const conditions = status?.conditions ?? [];
  const old = conditions.find(({ type }) => type === condition.type);
  if (old && old.status === condition.status && old.reason === condition.reason && old.message === condition.message) return undefined;
  const lastTransitionTime = old && old.status === condition.status ? old.lastTransitionTime : timestamp;
  const updated: PodCondition = {
    ...condition,
    ...(metadata?.generation && { observedGeneration: metadata.generation }),
    lastTransitionTime,
  };
  return old ? conditions.map((item) => (item === old ? updated : item)) : [...conditions, updated];
}
