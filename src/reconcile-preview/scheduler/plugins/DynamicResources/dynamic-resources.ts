import type { ResourceClaim } from '../../../../model/kinds/resource-v1.ts';
import { deepEqual } from '../../../../model/json.ts';
import { isSince } from '../../../../schema/release.ts';
import { allocatedDevices } from '../../../devices/allocated.ts';
import type { ClaimPlan } from '../../../devices/claim-plan.ts';
import { DEVICE_CLASS, RESOURCE_CLAIM } from '../../../devices/kinds.ts';
import { claimNamesOf, claimsOf, isReservedFor } from '../../../devices/pod-claims.ts';
import { requestsOf } from '../../../devices/request.ts';
import { searchDevices, type Found } from '../../../devices/search.ts';
import { taintedSlices } from '../../../devices/taints.ts';
import { asKind, getObject, type Typed } from '../../../kind.ts';
import { onNode, onObject, onPod } from '../../cluster-event.ts';
import { normalizeByMaximum, type CycleContext, type FilterPass, type Plugin, type ScorePass } from '../../framework.ts';
import { matchesNodeSelector } from '../../node-selector.ts';
import type { PodInfo } from '../../pod-info.ts';
import { failure, fits, unresolvable, type Failure, type Rejection } from '../../verdict.ts';

const NAME = 'DynamicResources';

type Claim = Typed<ResourceClaim>;

/** The pass of a pod with claims, which knows what of it could be taken back. */
interface ClaimPass extends FilterPass {
  /** Claims whose devices are on none of the nodes that were looked at. */
  readonly unavailable: ReadonlySet<Claim>;
}

/** Devices that pods claim: finds them for claims that have none, and keeps pods to where the devices of others are. */
export const dynamicResources: Plugin = {
  name: NAME,
  weight: 2,
  preEnqueue: ({ pod }, view) => {
    const claims = claimsOf(pod, view);
    return typeof claims === 'string' ? unresolvable(claims) : fits;
  },
  preFilter: ({ pod }, context) => {
    const claims = claimsOf(pod, context.view);
    if (typeof claims === 'string') return unresolvable(claims);
    if (claims.length === 0) return 'skip';
    return problemOf(claims, context) ?? passOf(claims, { pod, context });
  },
  postFilter: ({ pod, passes, isAborted, abortedBy, context }) => {
    if (isAborted && abortedBy !== NAME) return failure('not found');
    const isTalkative = !isSince(context.release, '1.37');
    const nothing = { nominatedNodeName: undefined, victims: [] };
    const pass = passes.find(({ name }) => name === NAME)?.pass;
    if (!pass) return { ...nothing, message: isTalkative ? 'no new claims to deallocate' : '' };
    const claim = isClaimPass(pass) ? [...pass.unavailable].find((each) => isFreeFor(each, pod)) : undefined;
    if (claim) return { ...nothing, message: 'deallocation of ResourceClaim completed', deallocates: claim };
    return { ...nothing, message: isTalkative ? 'still not schedulable' : '' };
  },
  events: [
    onNode(['Add', 'UpdateNodeLabel', 'UpdateNodeAllocatable']),
    onObject('ResourceClaim', ['Add', 'Update', 'Delete'], (pod, before, after) => {
      const [old, now] = [before && asKind(before, RESOURCE_CLAIM), after && asKind(after, RESOURCE_CLAIM)];
      if (old?.status?.allocation && !now?.status?.allocation) return true;
      if (!now || now.metadata.namespace !== pod.namespace || !claimNamesOf(pod.pod).includes(now.metadata.name ?? '')) return false;
      return !old || !deepEqual(old.status, now.status);
    }),
    onPod('TargetPod', ['UpdatePodGeneratedResourceClaim']),
    onObject('DeviceClass', ['Add', 'Update']),
    onObject('ResourceSlice', ['Add', 'Update']),
  ],
};

const isClaimPass = (pass: FilterPass): pass is ClaimPass => 'unavailable' in pass;

/** Whether a claim is in nobody else's use. */
const isFreeFor = ({ status }: Claim, { uid }: PodInfo): boolean => (status?.reservedFor ?? []).every((user) => user.uid === uid);

/** Why no node can have the pod. */
function problemOf(claims: readonly Claim[], { view }: CycleContext): Rejection | undefined {
  for (const claim of claims) {
    if (claim.status?.allocation) continue;
    for (const { className, fullName } of requestsOf(claim).flat()) {
      if (!getObject(view, DEVICE_CLASS, '', className))
        return unresolvable(`request ${fullName}: device class ${className} does not exist`);
    }
  }
  return undefined;
}

function passOf(claims: readonly Claim[], { pod, context }: { readonly pod: PodInfo['pod']; readonly context: CycleContext }): ClaimPass {
  const { view, release } = context;
  const toAllocate = claims.filter(({ status }) => !status?.allocation);
  const search = toAllocate.length > 0 && {
    release,
    claims: toAllocate,
    slices: taintedSlices(view, release),
    classes: (name: string) => getObject(view, DEVICE_CLASS, '', name),
    allocated: allocatedDevices(view),
  };
  const onNodes = new Map<string, readonly (readonly Found[])[]>();
  const unavailable = new Set<Claim>();
  return {
    unavailable,
    filter: (node) => {
      const elsewhere = claims.filter(
        ({ status }) => status?.allocation?.nodeSelector && !matchesNodeSelector(status.allocation.nodeSelector, node),
      );
      if (search) {
        const result = searchDevices({ ...search, node });
        if (result.found) onNodes.set(node.name, result.found);
        else return refusalOf(result);
      }
      for (const claim of elsewhere) unavailable.add(claim);
      return elsewhere.length > 0 ? unresolvable('resourceclaim not available on the node') : fits;
    },
    preScore: () => (isSince(release, '1.35') ? scoreByPreference(claims, onNodes) : 'skip'),
    reserve: (nodeName) => {
      const found = onNodes.get(nodeName) ?? [];
      const plans = claims.map((claim): ClaimPlan => {
        const devices = found[toAllocate.indexOf(claim)];
        return { claim, nodeName, ...(devices && { found: devices }) };
      });
      return { claims: plans.filter(({ claim }) => !isReservedFor(claim, pod)) };
    },
  };
}

const refusalOf = ({
  error,
  rejection = 'cannot allocate all claims',
}: {
  readonly error?: string;
  readonly rejection?: string;
}): Rejection | Failure => (error === undefined ? unresolvable(rejection) : failure(error));

/** The first of a request's alternatives is worth 8, the next 7, and so on. */
const MOST_ALTERNATIVES = 8;

/** Nodes where better alternatives of requests can be had are better. */
function scoreByPreference(claims: readonly Claim[], onNodes: ReadonlyMap<string, readonly (readonly Found[])[]>): ScorePass {
  const toAllocate = claims.filter(({ status }) => !status?.allocation);
  const worthOf = (claim: Claim, taken: ReadonlySet<string>): number =>
    requestsOf(claim)
      .filter((alternatives) => alternatives.some(({ base, fullName }) => base !== fullName))
      .flatMap((alternatives) => alternatives.map(({ fullName }, i) => (taken.has(fullName) ? MOST_ALTERNATIVES - i : 0)))
      .reduce((sum, worth) => sum + worth, 0);
  return {
    score: ({ name }) => {
      const found = onNodes.get(name);
      if (!found) return 0;
      return claims.reduce((sum, claim) => {
        const given = claim.status?.allocation?.devices?.results?.map(({ request = '' }) => request);
        const names = given ?? (found[toAllocate.indexOf(claim)] ?? []).map(({ fullName }) => fullName);
        return sum + worthOf(claim, new Set(names));
      }, 0);
    },
    normalize: (scores) => normalizeByMaximum(scores, false),
  };
}
