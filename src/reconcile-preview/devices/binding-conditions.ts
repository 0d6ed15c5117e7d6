import { resultsOf } from './allocated.ts';
import type { ResourceClaim } from '../../model/kinds/resource-v1.ts';
import type { Typed } from '../kind.ts';

/** So long devices may take to become ready, in milliseconds (`bindingTimeout` of the plugin's arguments). */
export const BINDING_TIMEOUT = 600_000;

/** How far the devices of a claim are: those that name no conditions are ready at once, those that have had all the time there is have failed. */
export type Readiness = { readonly state: 'ready' | 'pending' } | { readonly state: 'failed'; readonly problem: string };

export function readinessOf(claim: Typed<ResourceClaim>, now: number): Readiness {
  if (!claim.status?.allocation) return { state: 'pending' };
  for (const { driver, pool, device, bindingConditions = [], bindingFailureConditions = [] } of resultsOf(claim)) {
    if (bindingConditions.length === 0) continue;
    const reported = claim.status.devices?.find((item) => item.driver === driver && item.pool === pool && item.device === device);
    const isTrue = (wanted: string) => reported?.conditions?.find(({ type, status }) => type === wanted && status === 'True');
    const failed = bindingFailureConditions.flatMap((wanted) => isTrue(wanted) ?? [])[0];
    if (failed) {
      const { reason = '', message = '' } = failed;
      const problem = `device binding failed: claim=${claim.metadata.name ?? ''}, reason=${reason}, message=${JSON.stringify(message)}`;
      return { state: 'failed', problem };
    }
    if (bindingConditions.every((wanted) => isTrue(wanted))) continue;
    const isLate = (bindingDeadline(claim) ?? Infinity) <= now;
    return isLate ? { state: 'failed', problem: `device binding timeout: claim=${claim.metadata.name ?? ''}` } : { state: 'pending' };
  }
  return { state: 'ready' };
}

/** When the devices of a claim have had all the time there is to become ready; undefined where they name no conditions. */
export function bindingDeadline(claim: Typed<ResourceClaim>): number | undefined {
  const { allocationTimestamp } = claim.status?.allocation ?? {};
  const isAwaited = resultsOf(claim).some(({ bindingConditions = [] }) => bindingConditions.length > 0);
  return isAwaited && allocationTimestamp !== undefined ? Date.parse(allocationTimestamp) + BINDING_TIMEOUT : undefined;
}
