import { duplicate, invalid, required, verbatim, type FieldError, type Verbatim } from '../../model/field-error.ts';
import { child, type FieldPath } from '../../model/field-path.ts';
import type { DeviceClaim, DeviceConstraint, ExactDeviceRequest, ResourceClaimSpec } from '../../model/kinds/resource-v1.ts';
import { isSince } from '../../schema/release.ts';
import { invalidBecause, optional } from '../shared/checks.ts';
import { declare, declared } from '../shared/declarative.ts';
import { internalForm } from '../shared/internal-form.ts';
import { isDns1123Label } from '../shared/names.ts';
import type { RuleContext } from '../strategy.ts';
import { validateDeviceConfiguration, type DeviceContext } from './device-configuration.ts';
import { deviceRequestForm, repeatedRequest, validateRequest } from './device-request.ts';
import { validateList, validateUniqueList, type ListSize } from './lists.ts';
import { validateFullyQualifiedName } from './qualified-name.ts';

const ITEMS: ListSize = { max: 32, declared: true };
const NO_SUCH_REQUEST = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

/** One device of each request unless it says otherwise; tolerations compare values. */
export function setClaimSpecDefaults(spec: ResourceClaimSpec): void {
  for (const { exactly, firstAvailable = [] } of spec.devices?.requests ?? [])
    for (const request of exactly ? [exactly, ...firstAvailable] : firstAvailable) setAllocationDefaults(request);
}

export function setAllocationDefaults(request: ExactDeviceRequest): void {
  request.allocationMode ||= 'ExactCount';
  if (request.allocationMode === 'ExactCount') request.count ||= 1;
  for (const toleration of request.tolerations ?? []) toleration.operator ||= 'Equal';
}

/** Takes away what gates guard, unless the stored spec has it. */
export function dropDisabledClaimFields(spec: ResourceClaimSpec, old: ResourceClaimSpec | undefined, { gate, release }: RuleContext): void {
  const requests = spec.devices?.requests ?? [];
  if (!gate('DRAPrioritizedList') && !(old?.devices?.requests ?? []).some(({ firstAvailable }) => firstAvailable?.length))
    for (const request of requests) delete request.firstAvailable;
  const partsOf = ({ devices }: ResourceClaimSpec) =>
    (devices?.requests ?? []).flatMap(({ exactly, firstAvailable = [] }) => (exactly ? [exactly, ...firstAvailable] : firstAvailable));
  const before = partsOf(old ?? {});
  const parts = partsOf(spec);
  // 1.34 has no such rule for tolerations.
  if (!gate('DRADeviceTaints') && isSince(release, '1.35') && !before.some(({ tolerations }) => tolerations?.length))
    for (const part of parts) delete part.tolerations;
  if (!gate('DRAConsumableCapacity') && !usesCapacity(old)) {
    for (const part of parts) delete part.capacity;
    // 1.34 means to take them away, but works on copies.
    if (isSince(release, '1.35')) for (const constraint of spec.devices?.constraints ?? []) delete constraint.distinctAttribute;
  }
  if (!gate('DRADerivedAttributes') && !before.some(({ derivedAttributes }) => derivedAttributes?.length))
    for (const part of parts) delete part.derivedAttributes;
}

const usesCapacity = (spec: ResourceClaimSpec | undefined): boolean =>
  (spec?.devices?.constraints ?? []).some(({ distinctAttribute }) => distinctAttribute !== undefined) ||
  (spec?.devices?.requests ?? []).some(
    ({ exactly, firstAvailable = [] }) => exactly?.capacity !== undefined || firstAvailable.some(({ capacity }) => capacity !== undefined),
  );

/** How an error shows a spec that may not change; requests have derived attributes since 1.37. */
export function shownSpec(type: 'ResourceClaimSpec' | 'ResourceClaimTemplateSpec', spec: unknown, { release }: RuleContext): Verbatim {
  const json = internalForm(type)(spec ?? {});
  return verbatim(isSince(release, '1.37') ? json : json.replaceAll(',"DerivedAttributes":null', ''));
}

/** The devices a claim asks for, how they go together, and what their drivers are told. */
export function validateClaimSpec({ devices = {} }: ResourceClaimSpec, at: FieldPath, context: DeviceContext): FieldError[] {
  const { requests, constraints, config } = devices;
  const place = child(at, 'devices');
  const validateNames = (names: readonly string[] | undefined, namesAt: FieldPath): FieldError[] =>
    validateUniqueList(names, ITEMS, namesAt, (name, nameAt) => validateRequestName(name, nameAt, devices), {
      keyOf: (name) => name,
      repeated: (path, name) => declare(duplicate(path, name)),
    });
  return [
    ...validateUniqueList(requests, ITEMS, child(place, 'requests'), (request, path) => validateRequest(request, path, context), {
      keyOf: (request) => request.name ?? '',
      repeated: (path, request) => repeatedRequest(path, request, deviceRequestForm, context),
    }),
    ...validateList(constraints, ITEMS, child(place, 'constraints'), (constraint, path) => [
      ...validateNames(constraint.requests, child(path, 'requests')),
      ...validateAttribute(constraint, path, context),
    ]),
    ...validateList(config, ITEMS, child(place, 'config'), (entry, path) => [
      ...validateNames(entry.requests, child(path, 'requests')),
      ...validateDeviceConfiguration(entry, path, context),
    ]),
  ];
}

function validateAttribute({ matchAttribute, distinctAttribute }: DeviceConstraint, at: FieldPath, context: RuleContext): FieldError[] {
  const check = (name: string | undefined, field: string): readonly FieldError[] =>
    declared(optional(name, child(at, field), (text, path) => validateFullyQualifiedName(text, path, context)));
  // Handwritten rules look at the first of two attributes only.
  const checksBoth = isSince(context.release, '1.37') || matchAttribute === undefined;
  if (matchAttribute !== undefined || distinctAttribute !== undefined)
    return [...check(matchAttribute, 'matchAttribute'), ...(checksBoth ? check(distinctAttribute, 'distinctAttribute') : [])];
  return context.gate('DRAConsumableCapacity')
    ? [required(at, 'exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set')]
    : [required(child(at, 'matchAttribute'))];
}

/** `request` or `request/subrequest`. */
function validateRequestName(name: string, at: FieldPath, { requests = [] }: DeviceClaim): FieldError[] {
  const segments = name.split('/');
  if (segments.length > 2) return [invalid(at, name, NO_SUCH_REQUEST)];
  const [first = '', second] = segments;
  // Of requests with the same name the last one counts.
  const request = requests.findLast((item) => (item.name ?? '') === first);
  const isKnown = request && (second === undefined || (request.firstAvailable ?? []).some((item) => (item.name ?? '') === second));
  return [
    ...segments.flatMap((segment) => invalidBecause(isDns1123Label(segment), at, segment)),
    ...(isKnown ? [] : [invalid(at, name, NO_SUCH_REQUEST)]),
  ];
}
