import type { Device, ResourceClaim, ResourceSlice } from '../../model/kinds/resource-v1.ts';
import type { Release } from '../../schema/release.ts';
import { keyOf } from '../controller.ts';
import type { Typed } from '../kind.ts';
import type { NodeIdentity } from '../scheduler/node-selector.ts';
import { deviceId, type AllocatedDevices } from './allocated.ts';
import { consumedBy, hasCapacity, type Consumed } from './capacity.ts';
import { isSatisfied, type Chosen } from './constraints.ts';
import { SharedCounters } from './counters.ts';
import { deviceFeatures } from './features.ts';
import { gatherPools, type Pool } from './pools.ts';
import { requestsOf, type ClassLookup, type Request } from './request.ts';
import { createSelection } from './selection.ts';
import { toleratesDeviceTaint } from './taints.ts';

/** A device where it is. */
export interface Candidate {
  readonly id: string;
  readonly device: Device;
  readonly slice: Typed<ResourceSlice>;
  readonly pool: Pool;
}

/** A device that was found for a request. */
export interface Found extends Chosen, Candidate {
  readonly by: Request;
  /** What it takes of a device that is shared; absent when it has the device for itself. */
  readonly share?: Consumed;
}

export interface SearchInput {
  readonly release: Release;
  readonly node: NodeIdentity;
  readonly claims: readonly Typed<ResourceClaim>[];
  readonly slices: readonly Typed<ResourceSlice>[];
  readonly classes: ClassLookup;
  readonly allocated: AllocatedDevices;
}

/** What was found for each claim; or nothing; `rejection` speaks of the node, `error` of a claim or class that is wrong. */
export type SearchResult =
  { readonly found: readonly (readonly Found[])[] } | { readonly found?: undefined; readonly rejection?: string; readonly error?: string };

/** A claim has no room for more devices. */
const MOST_DEVICES = 32;
/** So many tries are as good as the ten seconds that kube-scheduler takes for a node. */
const MOST_TRIES = 20_000;

/** `full`: the claim would have too many devices, whichever are taken. */
type Step = boolean | 'full' | { readonly error: string };

interface Prepared {
  readonly claim: Typed<ResourceClaim>;
  readonly key: string;
  /** Alternatives by request, each with the devices that it wants all of. */
  readonly requests: readonly (readonly { readonly request: Request; readonly all?: readonly Candidate[] }[])[];
}

/**
 * Looks for devices on a node for all claims at once, as the allocator of `dynamic-resource-allocation/structured` does: one claim, request and device after
 * the other, in the order of pools, slices and devices; a choice that leads nowhere is taken back. The first solution is the answer.
 */
export function searchDevices(input: SearchInput): SearchResult {
  const { release, node, claims, allocated } = input;
  const features = deviceFeatures(release);
  const pools = gatherPools(input.slices, node, features.partitions);
  const selects = createSelection(release, node, input.classes);
  const candidates = pools.filter(({ isIncomplete, isInvalid }) => !isIncomplete && !isInvalid).flatMap(candidatesOf);
  const exclusive = new Map<string, Set<number>>();
  const shares = new Map<string, Consumed[]>();
  const counters = new Map<Pool, SharedCounters>();
  const found: Found[][] = claims.map(() => []);
  let tries = 0;

  const prepared: Prepared[] = [];
  for (const claim of claims) {
    const ready = prepare(claim);
    if ('error' in ready) return ready;
    prepared.push(ready);
  }
  const result = nextRequest(0, 0);
  if (typeof result === 'object') return result;
  if (result === true) return { found };
  return pools.some(({ isInvalid }) => isInvalid) ? { rejection: 'invalid resource pools were encountered' } : {};

  function prepare(claim: Typed<ResourceClaim>): Prepared | { readonly error: string } {
    const key = keyOf(claim);
    let least = 0;
    const requests = [];
    for (const alternatives of requestsOf(claim)) {
      const counts: number[] = [];
      const ready = [];
      for (const request of alternatives) {
        const where = `claim ${key}, request ${request.name}`;
        if (!input.classes(request.className)) {
          return {
            error: `${where}: could not retrieve device class ${request.className}: deviceclass.resource.k8s.io ${JSON.stringify(request.className)} not found`,
          };
        }
        const all = request.isForAll ? allFor(request, key) : undefined;
        if (typeof all === 'string') return { error: `${where}: ${all}` };
        if (all && 'error' in all) return all;
        ready.push({ request, ...(all && { all: all.devices }) });
        counts.push(all ? all.devices.length : request.count);
      }
      const fewest = Math.min(...counts);
      if (least + fewest > MOST_DEVICES) {
        const name = alternatives[0]?.base ?? '';
        return {
          error: `claim ${key}, request ${name}: adding ${fewest} devices exceeds the claim limit of ${MOST_DEVICES}, with ${least} already accounted for`,
        };
      }
      least += fewest;
      requests.push(ready);
    }
    return { claim, key, requests };
  }

  /** All devices that suit a request; text is why they cannot be told. */
  function allFor(request: Request, claimKey: string): { readonly devices: Candidate[] } | { readonly error: string } | string {
    for (const { driver, name, isIncomplete, isInvalid } of pools) {
      if (isIncomplete) return `asks for all devices, but resource pool ${driver}/${name} is currently being updated`;
      if (isInvalid) return `asks for all devices, but resource pool ${driver}/${name} is currently invalid`;
    }
    const devices: Candidate[] = [];
    for (const candidate of candidates) {
      const suits = isSelectable(request, candidate, claimKey);
      if (typeof suits === 'string') return { error: suits };
      if (suits && (!features.sharing || hasCapacity(request.capacities, candidate.device, [], features.fractions) === true))
        devices.push(candidate);
    }
    return { devices };
  }

  function isSelectable(request: Request, candidate: Candidate, claimKey: string): boolean | string {
    if (!features.bindingConditions && candidate.device.bindingConditions?.length) return false;
    return selects(request, candidate, claimKey);
  }

  function nextRequest(claimIndex: number, requestIndex: number): Step {
    const at = prepared[claimIndex];
    if (!at) return true;
    const alternatives = at.requests[requestIndex];
    if (!alternatives) {
      const done = nextRequest(claimIndex + 1, 0);
      return done === 'full' ? false : done;
    }
    let isAlwaysFull = true;
    for (const i of alternatives.keys()) {
      const done = nextDevice(claimIndex, requestIndex, i, 0, 0);
      if (done === true || typeof done === 'object') return done;
      if (done === false) isAlwaysFull = false;
    }
    return isAlwaysFull ? 'full' : false;
  }

  /** `from`: of devices for one request, those before were tried. */
  function nextDevice(claimIndex: number, requestIndex: number, alternative: number, deviceIndex: number, from: number): Step {
    const at = prepared[claimIndex];
    const option = at?.requests[requestIndex]?.[alternative];
    if (!at || !option) return false;
    const { request, all } = option;
    const wanted = all ? all.length : request.count;
    if (all && all.length === 0) return false;
    if (deviceIndex >= wanted) return nextRequest(claimIndex, requestIndex + 1);
    if (wanted - deviceIndex > MOST_DEVICES - (found[claimIndex]?.length ?? 0)) return 'full';
    for (let i = all ? deviceIndex : from; i < (all ? deviceIndex + 1 : candidates.length); i++) {
      const candidate = (all ?? candidates)[i];
      if (!candidate) break;
      const suits = all ? true : isSelectable(request, candidate, at.key);
      if (typeof suits === 'string') return { error: suits };
      if (!suits) continue;
      if (++tries > MOST_TRIES) return { error: `node ${node.name}: timed out trying to allocate devices` };
      const taken = take(claimIndex, request, candidate, all !== undefined);
      if (typeof taken === 'object') return taken;
      if (!taken) continue;
      const done = nextDevice(claimIndex, requestIndex, alternative, deviceIndex + 1, i + 1);
      if (done === true) return done;
      giveBack(claimIndex);
      if (done !== false) return done;
    }
    return false;
  }

  function take(claimIndex: number, request: Request, candidate: Candidate, must: boolean): boolean | { readonly error: string } {
    const { id, device, pool } = candidate;
    const own = found[claimIndex];
    const at = prepared[claimIndex];
    if (!own || !at) return false;
    const isShared = features.sharing && device.allowMultipleAllocations === true;
    if (request.isAdmin ? exclusive.get(id)?.has(claimIndex) : allocated.exclusive.has(id) || (exclusive.get(id)?.size ?? 0) > 0)
      return false;
    const others = [...(allocated.shares.get(id) ?? []), ...(shares.get(id) ?? [])];
    const room = features.sharing ? hasCapacity(request.capacities, device, others, features.fractions) : true;
    if (typeof room === 'string') return { error: `claim ${at.key}, request ${request.name}: checking capacity for device ${id}: ${room}` };
    if (!room) return false;
    const consumes = (device.consumesCounters ?? []).length > 0;
    if (consumes && !features.partitions) return false;
    const counts = consumes && !(isShared && others.length > 0);
    if (counts && !countersOf(pool).has(device)) return false;
    if (features.taints && isTainted(device, request)) return false;
    const next: Found = { ...candidate, driver: pool.driver, request: request.base, fullName: request.fullName, by: request };
    for (const constraint of at.claim.spec?.devices?.constraints ?? []) {
      if (isSatisfied(constraint, next, own)) continue;
      if (!must) return false;
      return {
        error: `claim ${at.key}, request ${request.name}: cannot add device ${id} because a claim constraint would not be satisfied`,
      };
    }
    if (counts) countersOf(pool).take(device);
    if (isShared) {
      const share = consumedBy(request.capacities, device, features.fractions);
      shares.set(id, [...(shares.get(id) ?? []), share]);
      own.push({ ...next, share });
    } else {
      exclusive.set(id, (exclusive.get(id) ?? new Set()).add(claimIndex));
      own.push(next);
    }
    return true;
  }

  function giveBack(claimIndex: number): void {
    const last = found[claimIndex]?.pop();
    if (!last) return;
    const { id, device, pool, share } = last;
    if (share) shares.set(id, (shares.get(id) ?? []).slice(0, -1));
    else exclusive.get(id)?.delete(claimIndex);
    const isStillShared = share !== undefined && (allocated.shares.has(id) || (shares.get(id) ?? []).length > 0);
    if ((device.consumesCounters ?? []).length > 0 && !isStillShared) countersOf(pool).giveBack(device);
  }

  function countersOf(pool: Pool): SharedCounters {
    const isTaken = ({ name }: Device): boolean => {
      const id = deviceId(pool.driver, pool.name, name);
      return allocated.exclusive.has(id) || allocated.shares.has(id);
    };
    const known = counters.get(pool) ?? new SharedCounters(pool, isTaken);
    counters.set(pool, known);
    return known;
  }
}

const candidatesOf = (pool: Pool): Candidate[] =>
  pool.slices.flatMap((slice) =>
    (slice.spec?.devices ?? []).map((device) => ({ id: deviceId(pool.driver, pool.name, device.name), device, slice, pool })),
  );

const isTainted = ({ taints = [] }: Device, { tolerations }: Request): boolean =>
  taints.some(
    (taint) =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') &&
      !tolerations.some((toleration) => toleratesDeviceTaint(toleration, taint)),
  );
