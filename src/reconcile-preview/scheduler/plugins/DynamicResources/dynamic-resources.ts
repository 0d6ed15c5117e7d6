import type { PodSpec } from '../../../../model/kinds/core-v1.ts';
import type { ResourceClaim } from '../../../../model/kinds/resource-v1.ts';
import { deepEqual } from '../../../../model/json.ts';
import { isSince } from '../../../../schema/release.ts';
import { allocatedDevices } from '../../../devices/allocated.ts';
import { readinessOf } from '../../../devices/binding-conditions.ts';
import type { ClaimPlan } from '../../../devices/claim-plan.ts';
import {
  extendedClaim,
  extendedRequests,
  madeExtendedClaim,
  mayBeDevices,
  resourceClasses,
  type ExtendedRequests,
  type ResourceClassLookup,
} from '../../../devices/extended-resources.ts';
import { deviceFeatures } from '../../../devices/features.ts';
import { DEVICE_CLASS, RESOURCE_CLAIM } from '../../../devices/kinds.ts';
import { claimNamesOf, claimsOf, isReservedFor } from '../../../devices/pod-claims.ts';
import { requestsOf } from '../../../devices/request.ts';
import { searchDevices, type Found } from '../../../devices/search.ts';
import { taintedSlices } from '../../../devices/taints.ts';
import { asKind, getObject, type Typed } from '../../../kind.ts';
import { onNode, onObject, onPod } from '../../cluster-event.ts';
import { normalizeByMaximum, type CycleContext, type FilterPass, type Plugin, type ScorePass } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import { matchesNodeSelector } from '../../node-selector.ts';
import type { PodInfo } from '../../pod-info.ts';
import { requestedResources } from '../../resource.ts';
import { failure, fits, unresolvable, type Failure, type Rejection } from '../../verdict.ts';

const NAME = 'DynamicResources';

type Claim = Typed<ResourceClaim>;

/** The pass of a pod with claims, which knows what of it could be taken back. */
interface ClaimPass extends FilterPass {
  /** Claims whose devices are on none of the nodes that were looked at. */
  readonly unavailable: ReadonlySet<Claim>;
  /** The claim for extended resources of an earlier try. */
  readonly stale: Claim | undefined;
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
    const extended = extendedResourcesOf(pod, context);
    if (claims.length === 0 && !extended) return 'skip';
    return problemOf(claims, context) ?? passOf(claims, extended, { pod, context });
  },
  postFilter: ({ pod, passes, isAborted, abortedBy, context }) => {
    if (isAborted && abortedBy !== NAME) return failure('not found');
    const isTalkative = !isSince(context.release, '1.37');
    const nothing = { nominatedNodeName: undefined, victims: [] };
    const pass = passes.find(({ name }) => name === NAME)?.pass;
    if (!pass) return { ...nothing, message: isTalkative ? 'no new claims to deallocate' : '' };
    const { unavailable = new Set<Claim>(), stale } = isClaimPass(pass) ? pass : {};
    const claim = [...unavailable].find((each) => isFreeFor(each, pod));
    if (claim) return { ...nothing, message: 'deallocation of ResourceClaim completed', deallocates: claim };
    if (stale) return { ...nothing, message: 'deletion of ResourceClaim completed', deallocates: stale };
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

/** What a pod asks for as extended resources, some of which may be devices. */
interface ExtendedResources {
  readonly names: readonly string[];
  readonly classes: ResourceClassLookup;
  /** The claim of an earlier try. */
  readonly made: Claim | undefined;
}

/** Whether a pod names a resource that may be one of devices. */
const namesDevices = ({ containers = [], initContainers = [], overhead, resources }: PodSpec = {}): boolean =>
  [overhead, resources?.requests, ...[...containers, ...initContainers].map((container) => container.resources?.requests)].some(
    (requests) => requests && Object.keys(requests).some(mayBeDevices),
  );

function extendedResourcesOf(pod: PodInfo['pod'], { release, view }: CycleContext): ExtendedResources | undefined {
  if (!deviceFeatures(release).extendedResources || !namesDevices(pod.spec)) return undefined;
  const { scalars } = requestedResources(pod);
  const names = [...scalars].filter(([name, amount]) => amount > 0 && mayBeDevices(name)).map(([name]) => name);
  if (names.length === 0) return undefined;
  const classes = resourceClasses(view);
  return names.some((name) => classes(name)) ? { names, classes, made: madeExtendedClaim(pod, view) } : undefined;
}

/** What a pod needs devices for on a node; or why it cannot be there. */
function neededOn(node: NodeInfo, pod: PodInfo['pod'], { names, classes, made }: ExtendedResources): ExtendedRequests | Rejection {
  if (made) return unresolvable('cannot schedule extended resource claim');
  const { scalars } = node.allocatable;
  const needed = names.filter((name) => (scalars.get(name) ?? 0) === 0 && classes(name));
  if (names.some((name) => !scalars.has(name) && !needed.includes(name))) return unresolvable('cannot fit resource');
  return extendedRequests(pod, needed, classes);
}

/** What was found on a node: devices for each claim without any, last for extended resources. */
interface FoundOnNode {
  readonly found: readonly (readonly Found[])[];
  readonly extended?: { readonly claim: Claim; readonly mappings: ExtendedRequests['mappings'] };
}

function passOf(
  claims: readonly Claim[],
  extended: ExtendedResources | undefined,
  { pod, context }: { readonly pod: PodInfo['pod']; readonly context: CycleContext },
): ClaimPass {
  const { view, release, now } = context;
  const toAllocate = claims.filter(({ status }) => !status?.allocation);
  const useless = new Set(
    deviceFeatures(release).bindingConditions ? claims.filter((claim) => readinessOf(claim, now).state === 'failed') : [],
  );
  const search = (toAllocate.length > 0 || extended) && {
    release,
    slices: taintedSlices(view, release),
    classes: (name: string) => getObject(view, DEVICE_CLASS, '', name),
    allocated: allocatedDevices(view),
  };
  const onNodes = new Map<string, FoundOnNode>();
  const unavailable = new Set<Claim>();
  return {
    unavailable,
    stale: extended?.made,
    filter: (node) => {
      const needed = extended && neededOn(node, pod, extended);
      if (needed && 'kind' in needed) return needed;
      const own = needed && needed.requests.length > 0 ? { claim: extendedClaim(pod, needed), mappings: needed.mappings } : undefined;
      const elsewhere = claims.filter(
        (claim) =>
          useless.has(claim) ||
          (claim.status?.allocation?.nodeSelector && !matchesNodeSelector(claim.status.allocation.nodeSelector, node)),
      );
      const wanted = own ? [...toAllocate, own.claim] : toAllocate;
      if (search && wanted.length > 0) {
        const result = searchDevices({ ...search, claims: wanted, node });
        if (!result.found) return refusalOf(result);
        onNodes.set(node.name, { found: result.found, ...(own && { extended: own }) });
      }
      for (const claim of elsewhere) unavailable.add(claim);
      return elsewhere.length > 0 ? unresolvable('resourceclaim not available on the node') : fits;
    },
    preScore: () => (isSince(release, '1.35') ? scoreByPreference(claims, onNodes) : 'skip'),
    reserve: (nodeName) => {
      const { found = [], extended: own } = onNodes.get(nodeName) ?? {};
      const plans = claims.map((claim): ClaimPlan => {
        const devices = found[toAllocate.indexOf(claim)];
        return { claim, nodeName, ...(devices && { found: devices }) };
      });
      const reserved = plans.filter(({ claim }) => !isReservedFor(claim, pod));
      return { claims: own ? [...reserved, { ...own, nodeName, found: found[toAllocate.length] ?? [] }] : reserved };
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
function scoreByPreference(claims: readonly Claim[], onNodes: ReadonlyMap<string, FoundOnNode>): ScorePass {
  const toAllocate = claims.filter(({ status }) => !status?.allocation);
  const worthOf = (claim: Claim, taken: ReadonlySet<string>): number =>
    requestsOf(claim)
      .filter((alternatives) => alternatives.some(({ base, fullName }) => base !== fullName))
      .flatMap((alternatives) => alternatives.map(({ fullName }, i) => (taken.has(fullName) ? MOST_ALTERNATIVES - i : 0)))
      .reduce((sum, worth) => sum + worth, 0);
  return {
    score: ({ name }) => {
      const { found } = onNodes.get(name) ?? {};
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
