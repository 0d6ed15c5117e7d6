import { duplicate, forbidden, invalid, required, tooMany, type FieldError } from '../../../model/field-error.ts';
import { child, index, key, type FieldPath } from '../../../model/field-path.ts';
import type { Device, DeviceCapacity } from '../../../model/kinds/resource-v1.ts';
import { asJson, each, invalidBecause } from '../../shared/checks.ts';
import { declared, isDeclared } from '../../shared/declarative.ts';
import { differs } from '../../shared/generation.ts';
import { validateLabelName } from '../../shared/label-selector.ts';
import { isDns1123Label, isDns1123Subdomain } from '../../shared/names.ts';
import { validateNodeSelector } from '../../shared/node-selector.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateDeviceTaint } from '../device-taint.ts';
import { validateList } from '../lists.ts';
import { validateQualifiedName } from '../qualified-name.ts';
import { validateAttribute } from './attributes.ts';
import { validateConsumedCounters } from './counters.ts';
import { validateRequestPolicy } from './request-policy.ts';

const MAX_ATTRIBUTES_AND_CAPACITIES = 32;
const TAINTS = { max: 16 };
const MAX_CONDITIONS = 4;
const MAX_KEY = 96;
const ONE_WAY =
  'exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec';
const NO_WAY =
  '`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec';

/** One device; what `old`, the stored device of this name, has is not checked again. */
export function validateDevice(
  device: Device,
  old: Device | undefined,
  hasOwnNodes: boolean,
  at: FieldPath,
  context: RuleContext,
): FieldError[] {
  const { name = '', attributes = {}, capacity = {}, taints, allowMultipleAllocations = false } = device;
  const count = Object.keys(attributes).length + Object.keys(capacity).length;
  const checkCapacity = allowMultipleAllocations ? validateSharedCapacity : refuseRequestPolicy;
  const isChanged = (field: 'capacity' | 'taints'): boolean => old === undefined || differs(device[field], old[field]);
  const taintErrors = isChanged('taints')
    ? validateList(taints, TAINTS, child(at, 'taints'), (taint, path) => validateDeviceTaint(taint, undefined, path, context))
    : [];
  return [
    ...invalidBecause(isDns1123Label(name), child(at, 'name'), name),
    ...(count > MAX_ATTRIBUTES_AND_CAPACITIES
      ? [invalid(at, count, `the total number of attributes and capacities must not exceed ${MAX_ATTRIBUTES_AND_CAPACITIES}`)]
      : []),
    ...validateQualifiedMap(attributes, child(at, 'attributes'), context, (attribute, path) => validateAttribute(attribute, path, context)),
    ...(isChanged('capacity') ? validateQualifiedMap(capacity, child(at, 'capacity'), context, checkCapacity) : []),
    ...taintErrors.filter((error) => !isDeclared(error)),
    ...validateConsumedCounters(device.consumesCounters, child(at, 'consumesCounters'), context),
    ...taintErrors.filter(isDeclared),
    ...(hasOwnNodes ? validateNodes(device, at) : refuseNodes(device, at)),
    ...validateBinding(device, at),
  ];
}

/** Keys are names of attributes or capacities; errors about a key are about the map. */
function validateQualifiedMap<T>(
  entries: Readonly<Record<string, T>>,
  at: FieldPath,
  context: RuleContext,
  check: (value: T, at: FieldPath) => readonly FieldError[],
): FieldError[] {
  return Object.entries(entries).flatMap(([name, value]) => [
    ...validateQualifiedName(name, at, context),
    ...check(value, key(at, abridged(name))),
  ]);
}

/** A key that is too long, without its middle. */
const abridged = (name: string): string =>
  name.length <= MAX_KEY ? name : `${name.slice(0, (MAX_KEY - 2) >> 1)}...${name.slice(-((MAX_KEY - 3) >> 1))}`;

const refuseRequestPolicy = ({ requestPolicy }: DeviceCapacity, at: FieldPath): FieldError[] =>
  requestPolicy ? [forbidden(child(at, 'requestPolicy'), 'allowMultipleAllocations must be true')] : [];

const validateSharedCapacity = ({ value, requestPolicy }: DeviceCapacity, at: FieldPath): FieldError[] =>
  requestPolicy ? validateRequestPolicy(value ?? '0', requestPolicy, child(at, 'requestPolicy')) : [];

/** Where a device is, when its slice leaves that to the devices. */
function validateNodes({ nodeName, nodeSelector, allNodes }: Device, at: FieldPath): FieldError[] {
  const nameAt = child(at, 'nodeName');
  const ways = [...(nodeName ? ['`nodeName`'] : []), ...(nodeSelector ? ['`nodeSelector`'] : []), ...(allNodes ? ['`allNodes`'] : [])];
  return [
    ...(nodeName === '' ? [invalid(nameAt, nodeName, 'must not be empty')] : []),
    ...(nodeName ? invalidBecause(isDns1123Subdomain(nodeName), nameAt, nodeName) : []),
    ...(nodeSelector ? validateNodeSelector(nodeSelector, child(at, 'nodeSelector'), false) : []),
    ...(allNodes === false ? [invalid(child(at, 'allNodes'), allNodes, 'must be either unset or set to true')] : []),
    ...(ways.length === 0 ? [required(at, ONE_WAY)] : []),
    ...(ways.length > 1 ? [invalid(at, `{${ways.join(', ')}}`, ONE_WAY)] : []),
  ];
}

const refuseNodes = ({ nodeName, nodeSelector, allNodes }: Device, at: FieldPath): FieldError[] =>
  nodeName !== undefined || nodeSelector || allNodes !== undefined ? [invalid(at, null, NO_WAY)] : [];

/** Conditions that a pod waits for before it is bound, and those that end the wait. */
function validateBinding({ bindingConditions = [], bindingFailureConditions = [] }: Device, at: FieldPath): FieldError[] {
  const [conditionsAt, failuresAt] = [child(at, 'bindingConditions'), child(at, 'bindingFailureConditions')];
  const isBoth = (name: string): boolean => bindingConditions.includes(name);
  return [
    ...validateConditions(bindingConditions, conditionsAt),
    ...validateConditions(bindingFailureConditions, failuresAt),
    ...repeats(bindingConditions, conditionsAt),
    ...bindingFailureConditions.flatMap((name, i) => [
      ...repeats(bindingFailureConditions, failuresAt, i),
      ...(isBoth(name) ? [invalid(index(failuresAt, i), name, 'bindingFailureConditions must not overlap with bindingConditions')] : []),
    ]),
    ...(bindingConditions.length === 0 && bindingFailureConditions.length > 0
      ? [invalid(conditionsAt, asJson(undefined), 'bindingConditions are required to use bindingFailureConditions')]
      : []),
    ...(bindingFailureConditions.length === 0 && bindingConditions.length > 0
      ? [invalid(failuresAt, asJson(undefined), 'bindingFailureConditions are required to use bindingConditions')]
      : []),
  ];
}

const validateConditions = (names: readonly string[], at: FieldPath): FieldError[] =>
  names.length > MAX_CONDITIONS ? declared([tooMany(at, names.length, MAX_CONDITIONS)]) : each(names, at, validateLabelName);

/** Names that were there before, of all or of the one at `only`. */
const repeats = (names: readonly string[], at: FieldPath, only?: number): FieldError[] =>
  each(names, at, (name, path, i) => ((only ?? i) === i && names.indexOf(name) < i ? [duplicate(path, name)] : []));
