import type { ReadView } from '../../cluster/store.ts';
import type { ResourceClaim } from '../../model/kinds/resource-v1.ts';
import type { WorkContext } from '../controller.ts';
import { keyOf } from '../controller.ts';
import { attempt, type Work } from '../intent.ts';
import { draft, getObject, type Typed } from '../kind.ts';
import type { PodInfo } from '../scheduler/pod-info.ts';
import { allocationResult } from './allocation-result.ts';
import { resultsOf } from './allocated.ts';
import { deviceFeatures } from './features.ts';
import { CLAIM_FINALIZER, DEVICE_CLASS, RESOURCE_CLAIM } from './kinds.ts';
import type { Found } from './search.ts';

/** A claim that a pod on a node is to get, with the devices that were found where it has none yet. */
export interface ClaimPlan {
  readonly claim: Typed<ResourceClaim>;
  readonly nodeName: string;
  readonly found?: readonly Found[];
}

/** Writes the devices of claims and reserves them for a pod; answers why that was refused. */
export function* bindClaims(
  plans: readonly ClaimPlan[],
  { name, uid }: PodInfo,
  view: ReadView,
  context: WorkContext,
): Work<string | undefined> {
  const { bindingConditions } = deviceFeatures(context.release);
  const classes = (className: string): ReturnType<typeof getClass> => getClass(view, className);
  for (const { claim: planned, nodeName, found } of plans) {
    const claim = getObject(view, RESOURCE_CLAIM, planned.metadata.namespace ?? '', planned.metadata.name ?? '');
    if (!claim) return `claim ${keyOf(planned)} got deleted in the meantime`;
    const allocation = found ? allocationResult(claim, found, nodeName, { ...context, classes }) : claim.status?.allocation;
    const finalizers = claim.metadata.finalizers ?? [];
    if (found && !finalizers.includes(CLAIM_FINALIZER)) {
      const held = draft(claim);
      held.metadata.finalizers = [...finalizers, CLAIM_FINALIZER];
      const { refusal } = yield* attempt({ type: 'update', object: held });
      if (refusal) return `add finalizer to claim ${keyOf(claim)}: ${refusal.message}`;
    }
    const current = getObject(view, RESOURCE_CLAIM, claim.metadata.namespace ?? '', claim.metadata.name ?? '') ?? claim;
    const timestamp = bindingConditions ? { allocationTimestamp: allocation?.allocationTimestamp ?? context.timestamp() } : {};
    const status = {
      ...current.status,
      ...(allocation && { allocation: { ...allocation, ...timestamp } }),
      reservedFor: [...(current.status?.reservedFor ?? []), { resource: 'pods', name, uid }],
    };
    const { refusal } = yield* attempt({ type: 'updateStatus', object: { ...current, status }, why: `reserved for pod ${name}` });
    if (refusal) return `add ${found ? 'allocation and ' : ''}reservation to claim ${keyOf(claim)}: ${refusal.message}`;
  }
  return undefined;
}

const getClass = (view: ReadView, name: string) => getObject(view, DEVICE_CLASS, '', name);

/** Whether the devices of all claims are ready for a pod that waits for them. */
export const areDevicesReady = (plans: readonly ClaimPlan[], view: ReadView): boolean =>
  plans.every(({ claim: { metadata } }) => {
    const claim = getObject(view, RESOURCE_CLAIM, metadata.namespace ?? '', metadata.name ?? '');
    return claim !== undefined && resultsOf(claim).every((result) => isReady(claim, result));
  });

function isReady(
  { status }: Typed<ResourceClaim>,
  { driver, pool, device, bindingConditions = [] }: ReturnType<typeof resultsOf>[number],
): boolean {
  if (bindingConditions.length === 0) return true;
  const reported = status?.devices?.find((item) => item.driver === driver && item.pool === pool && item.device === device);
  return bindingConditions.every((wanted) => reported?.conditions?.some(({ type, status: is }) => type === wanted && is === 'True'));
}

/** Takes the devices of a claim back. */
export function* deallocate(claim: Typed<ResourceClaim>): Work {
  yield* attempt({ type: 'updateStatus', object: { ...claim, status: {} }, why: 'its devices are of no use on any node' });
}
