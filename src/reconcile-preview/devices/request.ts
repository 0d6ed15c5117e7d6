import type { DeviceClass, DeviceRequest, DeviceSelector, DeviceToleration, ResourceClaim } from '../../model/kinds/resource-v1.ts';
import type { Typed } from '../kind.ts';
import type { CapacityRequests } from './capacity.ts';

/** A request of a claim, or one of its alternatives, ready to be satisfied. */
export interface Request {
  /** Name of the request that the claim lists. */
  readonly base: string;
  /** `request/alternative`, or the request's own name. */
  readonly fullName: string;
  /** The alternative's name, or the request's own: what messages have. */
  readonly name: string;
  readonly className: string;
  readonly selectors: readonly DeviceSelector[];
  readonly tolerations: readonly DeviceToleration[];
  readonly isForAll: boolean;
  readonly count: number;
  readonly isAdmin: boolean;
  readonly capacities: CapacityRequests;
}

/** The alternatives of each request of a claim, the best first; one where it has none. */
export const requestsOf = (claim: Typed<ResourceClaim>): Request[][] => (claim.spec?.devices?.requests ?? []).map(alternativesOf);

function alternativesOf({ name = '', exactly, firstAvailable = [] }: DeviceRequest): Request[] {
  const options = exactly ? [{ own: exactly, part: name, fullName: name }] : [];
  const alternatives = firstAvailable.map((own) => ({ own, part: own.name ?? '', fullName: `${name}/${own.name ?? ''}` }));
  return [...options, ...alternatives].map(({ own, part, fullName }) => ({
    base: name,
    fullName,
    name: part,
    className: own.deviceClassName ?? '',
    selectors: own.selectors ?? [],
    tolerations: own.tolerations ?? [],
    isForAll: own.allocationMode === 'All',
    count: own.count ?? 0,
    isAdmin: exactly?.adminAccess ?? false,
    capacities: own.capacity?.requests ?? {},
  }));
}

/** Looks up a class by name. */
export type ClassLookup = (name: string) => Typed<DeviceClass> | undefined;
