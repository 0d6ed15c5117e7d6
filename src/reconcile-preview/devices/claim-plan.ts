import type { ReadView } from '../../cluster/store.ts';
import type { Pod, PodExtendedResourceClaimStatus } from '../../model/kinds/core-v1.ts';
import type { ResourceClaim } from '../../model/kinds/resource-v1.ts';
import { without } from '../../model/without.ts';
import type { WorkContext } from '../controller.ts';
import { keyOf } from '../controller.ts';
import { attempt, remove, type Work } from '../intent.ts';
import { asKind, draft, getObject, objectKey, type Typed } from '../kind.ts';
import { POD } from '../kinds.ts';
import type { PodInfo } from '../scheduler/pod-info.ts';
import { allocationResult } from './allocation-result.ts';
import { bindingDeadline, readinessOf, type Readiness } from './binding-conditions.ts';
import { isExtendedClaim, madeExtendedClaim, type ExtendedRequests } from './extended-resources.ts';
import { deviceFeatures } from './features.ts';
import { CLAIM_FINALIZER, DEVICE_CLASS, RESOURCE_CLAIM } from './kinds.ts';
import { claimsOf, isReservedFor } from './pod-claims.ts';
import type { Found } from './search.ts';

/** A claim that a pod on a node is to get, with the devices that were found where it has none yet. */
export interface ClaimPlan {
  readonly claim: Typed<ResourceClaim>;
  readonly nodeName: string;
  readonly found?: readonly Found[];
  /** Of a claim for extended resources, which is yet to be made. */
  readonly mappings?: ExtendedRequests['mappings'];
}

/** Writes the devices of claims and reserves them for a pod; answers why that was refused. */
export function* bindClaims(plans: readonly ClaimPlan[], pod: PodInfo, view: ReadView, context: WorkContext): Work<string | undefined> {
  for (const plan of plans) {
    const { claim: planned, mappings } = plan;
    const made = mappings ? yield* makeClaim(planned) : getClaim(view, planned);
    if (typeof made === 'string') return made;
    if (!made) return `claim ${keyOf(planned)} got deleted in the meantime`;
    const problem = yield* bindClaim(made, plan, pod, view, context);
    if (problem !== undefined) return problem;
    if (mappings) yield* noteMappings(pod, { requestMappings: [...mappings], resourceClaimName: made.metadata.name ?? '' }, view);
  }
  return undefined;
}

function* makeClaim(claim: Typed<ResourceClaim>): Work<Typed<ResourceClaim> | string> {
  const { metadata, ...object } = claim;
  const outcome = yield* attempt({
    type: 'create',
    object: { ...object, metadata: without(metadata, 'name') },
    why: 'devices for extended resources',
  });
  const made = outcome.object && asKind(outcome.object, RESOURCE_CLAIM);
  return made ?? `create claim for extended resources ${keyOf(claim)}: ${outcome.refusal?.message ?? ''}`;
}

function* noteMappings({ namespace, name }: PodInfo, extendedResourceClaimStatus: PodExtendedResourceClaimStatus, view: ReadView): Work {
  const pod = getObject(view, POD, namespace, name);
  if (pod) yield* attempt({ type: 'updateStatus', object: { ...pod, status: { ...pod.status, extendedResourceClaimStatus } } });
}

function* bindClaim(
  claim: Typed<ResourceClaim>,
  { nodeName, found }: ClaimPlan,
  { name, uid }: PodInfo,
  view: ReadView,
  context: WorkContext,
): Work<string | undefined> {
  const { bindingConditions } = deviceFeatures(context.release);
  const classes = (className: string): ReturnType<typeof getClass> => getClass(view, className);
  const allocation = found ? allocationResult(claim, found, nodeName, { ...context, classes }) : claim.status?.allocation;
  const finalizers = claim.metadata.finalizers ?? [];
  if (found && !finalizers.includes(CLAIM_FINALIZER)) {
    const held = draft(claim);
    held.metadata.finalizers = [...finalizers, CLAIM_FINALIZER];
    const { refusal } = yield* attempt({ type: 'update', object: held });
    if (refusal) return `add finalizer to claim ${keyOf(claim)}: ${refusal.message}`;
  }
  const current = getClaim(view, claim) ?? claim;
  const timestamp = bindingConditions ? { allocationTimestamp: allocation?.allocationTimestamp ?? context.timestamp() } : {};
  const status = {
    ...current.status,
    ...(allocation && { allocation: { ...allocation, ...timestamp } }),
    reservedFor: [...(current.status?.reservedFor ?? []), { resource: 'pods', name, uid }],
  };
  const { refusal } = yield* attempt({ type: 'updateStatus', object: { ...current, status }, why: `reserved for pod ${name}` });
  return refusal && `add ${found ? 'allocation and ' : ''}reservation to claim ${keyOf(claim)}: ${refusal.message}`;
}

const getClaim = (view: ReadView, { metadata }: Typed<ResourceClaim>): Typed<ResourceClaim> | undefined =>
  getObject(view, RESOURCE_CLAIM, metadata.namespace ?? '', metadata.name ?? '');

const getClass = (view: ReadView, name: string) => getObject(view, DEVICE_CLASS, '', name);

/** All claims that a pod has, that for its extended resources included. */
function claimsInUse(pod: Typed<Pod>, view: ReadView): Typed<ResourceClaim>[] {
  const claims = claimsOf(pod, view);
  const extended = madeExtendedClaim(pod, view);
  const all = [...(typeof claims === 'string' ? [] : claims), ...(extended ? [extended] : [])];
  return all.filter((claim) => isReservedFor(claim, pod));
}

/** How far the devices of a pod are that are reserved for it, and until when they have time. */
export function devicesOf({ pod }: PodInfo, view: ReadView, now: number): Devices {
  for (const claim of claimsInUse(pod, view)) {
    const readiness = readinessOf(claim, now);
    if (readiness.state !== 'ready') return { readiness, deadline: bindingDeadline(claim) };
  }
  return { readiness: { state: 'ready' }, deadline: undefined };
}

interface Devices {
  readonly readiness: Readiness;
  readonly deadline: number | undefined;
}

/** Takes the reservations of a pod back that is not bound after all. */
export function* unreserve({ pod, uid }: PodInfo, view: ReadView): Work {
  for (const claim of claimsInUse(pod, view)) {
    if (isExtendedClaim(claim)) {
      yield* deallocate(claim);
      continue;
    }
    const reservedFor = (claim.status?.reservedFor ?? []).filter((user) => user.uid !== uid);
    const status = reservedFor.length > 0 ? { ...claim.status, reservedFor } : without(claim.status ?? {}, 'reservedFor');
    yield* attempt({ type: 'updateStatus', object: { ...claim, status } });
  }
}

/** Takes the devices of a claim back; a claim for extended resources goes as a whole. */
export function* deallocate(claim: Typed<ResourceClaim>): Work {
  if (!isExtendedClaim(claim)) {
    yield* attempt({ type: 'updateStatus', object: { ...claim, status: {} }, why: 'its devices are of no use on any node' });
    return;
  }
  const released = draft(claim);
  released.metadata.finalizers = (claim.metadata.finalizers ?? []).filter((finalizer) => finalizer !== CLAIM_FINALIZER);
  yield* attempt({ type: 'update', object: released });
  yield* remove(objectKey(RESOURCE_CLAIM, claim), {}, 'its devices are of no use');
}
