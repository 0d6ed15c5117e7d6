import type { ReadView } from '../../cluster/store.ts';
import type { ResourceClaim } from '../../model/kinds/resource-v1.ts';
import { quantityOf } from '../../model/pod-resources.ts';
import { listObjects, type Typed } from '../kind.ts';
import type { Consumed } from './capacity.ts';
import { RESOURCE_CLAIM } from './kinds.ts';

export const deviceId = (driver = '', pool = '', device = ''): string => `${driver}/${pool}/${device}`;

/** Which devices claims have. */
export interface AllocatedDevices {
  /** Devices that one claim has for itself. */
  readonly exclusive: ReadonlySet<string>;
  /** What each share takes of devices that several claims share. */
  readonly shares: ReadonlyMap<string, readonly Consumed[]>;
}

/** The devices that are allocated; who has admin access takes none. */
export function allocatedDevices(view: ReadView): AllocatedDevices {
  const exclusive = new Set<string>();
  const shares = new Map<string, Consumed[]>();
  for (const claim of listObjects(view, RESOURCE_CLAIM)) {
    for (const { driver, pool, device, adminAccess, shareID, consumedCapacity = {} } of resultsOf(claim)) {
      const id = deviceId(driver, pool, device);
      if (adminAccess) continue;
      if (shareID === undefined) exclusive.add(id);
      else {
        const consumed = new Map(Object.entries(consumedCapacity).map(([name, text]) => [name, quantityOf(text)]));
        shares.set(id, [...(shares.get(id) ?? []), consumed]);
      }
    }
  }
  return { exclusive, shares };
}

type Results = NonNullable<NonNullable<NonNullable<NonNullable<ResourceClaim['status']>['allocation']>['devices']>['results']>;

/** What is allocated to a claim. */
export const resultsOf = ({ status }: Typed<ResourceClaim>): Results => status?.allocation?.devices?.results ?? [];
