import type { PodInfo } from '../../pod-info.ts';
import { requestedResources } from '../../resource.ts';

/** Whether a bound pod has shrunk in a resource that the waiting pod asks for. */
export function asksForLessOf({ pod }: PodInfo, before: PodInfo | undefined, after: PodInfo | undefined): boolean {
  if (!before || !after) return false;
  const wanted = requestedResources(pod);
  return (
    (wanted.milliCpu > 0 && before.resource.milliCpu > after.resource.milliCpu) ||
    (wanted.memory > 0 && before.resource.memory > after.resource.memory) ||
    (wanted.ephemeralStorage > 0 && before.resource.ephemeralStorage > after.resource.ephemeralStorage) ||
    [...wanted.scalars].some(
      ([name, amount]) => amount > 0 && (before.resource.scalars.get(name) ?? 0) > (after.resource.scalars.get(name) ?? 0),
    )
  );
}
