import { invalid, required, verbatim, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { Device, ResourcePool, ResourceSliceSpec } from '../../../model/kinds/resource-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { invalidBecause } from '../../shared/checks.ts';
import { internalForm } from '../../shared/internal-form.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { validateNodeSelector } from '../../shared/node-selector.ts';
import { immutable } from '../../shared/object-meta.ts';
import { validateCsiDriverName } from '../../shared/volume-sources.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateUniqueList } from '../lists.ts';
import { validatePoolName } from '../pool-name.ts';
import { repeatedName, validateSharedCounters } from './counters.ts';
import { validateDevice } from './validate-device.ts';

const MAX_DEVICES = 128;
const MAX_ADVANCED_DEVICES = 64;
const WAYS = 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required';
const at = fieldPath('spec');

/** The devices of a pool that a driver offers on some nodes; `old` is the stored spec. */
export function validateSliceSpec(spec: ResourceSliceSpec, old: ResourceSliceSpec | undefined, context: RuleContext): FieldError[] {
  const { driver = '', pool = {}, devices, sharedCounters } = spec;
  const before = new Map((old?.devices ?? []).map((device) => [device.name ?? '', device]));
  return [
    ...validateCsiDriverName(driver, child(at, 'driver'), context),
    ...validatePool(pool, child(at, 'pool')),
    ...(old ? validateFixed(spec, old) : []),
    ...validateNodes(spec),
    ...(sharedCounters && devices && isSince(context.release, '1.35')
      ? [invalid(at, '', 'only one of `sharedCounters` or `devices` is allowed')]
      : []),
    ...validateUniqueList(
      devices,
      { max: (devices ?? []).some(isAdvanced) ? MAX_ADVANCED_DEVICES : MAX_DEVICES },
      child(at, 'devices'),
      (device, path) => validateDevice(device, before.get(device.name ?? ''), spec.perDeviceNodeSelection ?? false, path, context),
      { keyOf: ({ name }) => name ?? '', repeated: (path, { name }) => repeatedName(path, 'name', name ?? '', context) },
    ),
    ...validateSharedCounters(sharedCounters, child(at, 'sharedCounters'), context),
  ];
}

const isAdvanced = ({ taints, consumesCounters }: Device): boolean => [taints, consumesCounters].some((list) => (list ?? []).length > 0);

const validatePool = ({ name = '', generation = 0, resourceSliceCount: count = 0 }: ResourcePool, path: FieldPath): FieldError[] => [
  ...validatePoolName(name, child(path, 'name')),
  ...(count > 0 ? [] : [invalid(child(path, 'resourceSliceCount'), count, 'must be greater than zero')]),
  ...(generation < 0 ? [invalid(child(path, 'generation'), generation, 'must be greater than or equal to zero')] : []),
];

const validateFixed = ({ driver, pool, nodeName }: ResourceSliceSpec, old: ResourceSliceSpec): FieldError[] => [
  ...immutable(pool?.name ?? '', old.pool?.name ?? '', child(at, 'pool', 'name')),
  ...immutable(driver ?? '', old.driver ?? '', child(at, 'driver')),
  ...immutable(nodeName, old.nodeName, child(at, 'nodeName')),
];

/** Where the devices are. */
function validateNodes({ nodeName, nodeSelector, allNodes, perDeviceNodeSelection }: ResourceSliceSpec): FieldError[] {
  const ways = [
    ...(nodeName ? ['`nodeName`'] : []),
    ...(nodeSelector ? ['`nodeSelector`'] : []),
    ...(allNodes ? ['`allNodes`'] : []),
    ...(perDeviceNodeSelection ? ['`perDeviceNodeSelection`'] : []),
  ];
  const termsAt = child(at, 'nodeSelector', 'nodeSelectorTerms');
  const terms = nodeSelector?.nodeSelectorTerms;
  const unsetOr = (value: unknown, name: string, what: string): FieldError[] =>
    value === '' || value === false ? [invalid(child(at, name), value, `must be either unset or set to ${what}`)] : [];
  return [
    ...unsetOr(nodeName, 'nodeName', 'a non-empty string'),
    ...(nodeName ? invalidBecause(isDns1123Subdomain(nodeName), child(at, 'nodeName'), nodeName) : []),
    ...(nodeSelector ? validateNodeSelector(nodeSelector, child(at, 'nodeSelector'), false) : []),
    ...(nodeSelector && terms?.length !== 1
      ? [invalid(termsAt, verbatim(internalForm('[]NodeSelectorTerm')(terms)), 'must have exactly one node selector term')]
      : []),
    ...unsetOr(allNodes, 'allNodes', 'true'),
    ...unsetOr(perDeviceNodeSelection, 'perDeviceNodeSelection', 'true'),
    ...(ways.length === 0 ? [required(at, WAYS)] : []),
    ...(ways.length > 1 ? [invalid(at, `{${ways.join(', ')}}`, `${WAYS}, but multiple fields are set`)] : []),
  ];
}
