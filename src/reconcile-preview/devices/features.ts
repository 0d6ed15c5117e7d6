import { isSince, type Release } from '../../schema/release.ts';

/** What a release's scheduler does about devices. */
export interface DeviceFeatures {
  /** Devices may share counters and have places of their own. */
  readonly partitions: boolean;
  readonly taints: boolean;
  /** Devices are made ready, and wait for conditions, before a pod is bound. */
  readonly bindingConditions: boolean;
  /** Several claims may share a device. */
  readonly sharing: boolean;
  /** Ranges of capacities may be fractions. */
  readonly fractions: boolean;
  /** Extended resources of containers may be devices. */
  readonly extendedResources: boolean;
}

export function deviceFeatures(release: Release): DeviceFeatures {
  const isIn136 = isSince(release, '1.36');
  return {
    partitions: isIn136,
    taints: isIn136,
    bindingConditions: isIn136,
    sharing: isIn136,
    fractions: isSince(release, '1.37'),
    extendedResources: isIn136,
  };
}
