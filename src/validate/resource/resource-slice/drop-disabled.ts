import type { Device, ResourceSliceSpec } from '../../../model/kinds/resource-v1.ts';
import type { RuleContext } from '../../strategy.ts';

/** A gate, what it guards, and whether a stored spec already has that. */
interface Guarded {
  readonly gates: readonly string[];
  readonly isUsed: (spec: ResourceSliceSpec) => boolean;
  readonly drop: (spec: ResourceSliceSpec) => void;
}

const LIST_VALUES = ['bools', 'ints', 'strings', 'versions'] as const;
const BINDING = ['bindingConditions', 'bindingFailureConditions', 'bindsToNode'] as const;
const PARTITION = ['consumesCounters', 'nodeName', 'nodeSelector', 'allNodes'] as const;
const NODE_RESOURCES = ['nodeAllocatableResources', 'nodeAllocatableResourceMappings'] as const;

const devicesOf = ({ devices }: ResourceSliceSpec): readonly Device[] => devices ?? [];
const isThere = (value: object | string | boolean | undefined): boolean =>
  value !== undefined && !(Array.isArray(value) && value.length === 0);

const guardedFields = (gates: readonly string[], names: readonly (keyof Device)[]): Guarded => ({
  gates,
  isUsed: (spec) => devicesOf(spec).some((device) => names.some((name) => isThere(device[name]))),
  drop: (spec) => {
    for (const device of devicesOf(spec)) for (const name of names) delete device[name];
  },
});

const partitions = guardedFields(['DRAPartitionableDevices'], PARTITION);

const GUARDED: readonly Guarded[] = [
  guardedFields(['DRADeviceTaints'], ['taints']),
  {
    gates: partitions.gates,
    isUsed: (spec) => isThere(spec.sharedCounters) || spec.perDeviceNodeSelection !== undefined || partitions.isUsed(spec),
    drop(spec) {
      delete spec.sharedCounters;
      delete spec.perDeviceNodeSelection;
      partitions.drop(spec);
    },
  },
  guardedFields(['DRADeviceBindingConditions', 'DRAResourceClaimDeviceStatus'], BINDING),
  {
    gates: ['DRAConsumableCapacity'],
    isUsed: (spec) =>
      devicesOf(spec).some(
        ({ allowMultipleAllocations, capacity }) =>
          allowMultipleAllocations !== undefined || Object.values(capacity ?? {}).some(({ requestPolicy }) => requestPolicy !== undefined),
      ),
    drop(spec) {
      for (const device of devicesOf(spec)) {
        delete device.allowMultipleAllocations;
        for (const capacity of Object.values(device.capacity ?? {})) delete capacity.requestPolicy;
      }
    },
  },
  {
    gates: ['DRADeviceCompatibilityGroups'],
    isUsed: (spec) =>
      devicesOf(spec).some(({ consumesCounters = [] }) => consumesCounters.some((consumption) => isThere(consumption.compatibilityGroups))),
    drop(spec) {
      for (const { consumesCounters = [] } of devicesOf(spec))
        for (const consumption of consumesCounters) delete consumption.compatibilityGroups;
    },
  },
  guardedFields(['DRANodeAllocatableResources'], NODE_RESOURCES),
  {
    gates: ['DRAListTypeAttributes'],
    isUsed: (spec) =>
      devicesOf(spec).some(({ attributes = {} }) =>
        Object.values(attributes).some((attribute) => LIST_VALUES.some((name) => attribute[name] !== undefined)),
      ),
    drop(spec) {
      for (const { attributes = {} } of devicesOf(spec))
        for (const attribute of Object.values(attributes)) for (const name of LIST_VALUES) delete attribute[name];
    },
  },
  {
    gates: ['DRAPartitionableDevicesType'],
    isUsed: (spec) => spec.partitionTypeAttribute !== undefined,
    drop: (spec) => delete spec.partitionTypeAttribute,
  },
  {
    gates: ['DRAOptionalNodeOperations'],
    isUsed: (spec) => isThere(spec.skipNodeOperations),
    drop: (spec) => delete spec.skipNodeOperations,
  },
];

/** Takes away what gates guard, unless the stored spec has it. */
export function dropDisabledSliceFields(spec: ResourceSliceSpec, old: ResourceSliceSpec | undefined, { gate }: RuleContext): void {
  for (const { gates, isUsed, drop } of GUARDED) if (!gates.every((name) => gate(name)) && !(old && isUsed(old))) drop(spec);
}
