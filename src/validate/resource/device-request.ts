import { duplicate, invalid, notSupported, required, type FieldError } from '../../model/field-error.ts';
import { child, type FieldPath } from '../../model/field-path.ts';
import type { DeviceRequest, DeviceSubRequest, DeviceToleration, ExactDeviceRequest } from '../../model/kinds/resource-v1.ts';
import { isSince } from '../../schema/release.ts';
import { asJson, each, invalidBecause, oneOf, optional, requireOneOf } from '../shared/checks.ts';
import { declare, declared, isDeclared } from '../shared/declarative.ts';
import { flag, list, map, number, pointer, quantity, servedStruct, shown, text, type GoForm } from '../shared/go-form.ts';
import { validateLabelName } from '../shared/label-selector.ts';
import { isDns1123Label, isDns1123Subdomain, isLabelValue, isLongName, type NameFormat } from '../shared/names.ts';
import type { RuleContext } from '../strategy.ts';
import { SELECTORS, validateSelector, type DeviceContext } from './device-configuration.ts';
import { deviceTaintEffects } from './device-taint.ts';
import { validateList, validateUniqueList } from './lists.ts';

const MAX_ALTERNATIVES = 8;
const ONE_OF = 'exactly one of `exactly` or `firstAvailable` is required';
const MODES = ['All', 'ExactCount'];
const OPERATORS = ['Equal', 'Exists'];

const selectorForm = servedStruct([['cel', servedStruct([['expression', text]], ['expression'])]]);
const tolerationForm = servedStruct([
  ['key', text],
  ['operator', text],
  ['value', text],
  ['effect', text],
  ['tolerationSeconds', number],
]);
const derivedAttributeForm = servedStruct(
  [
    ['name', text],
    ['expression', text],
  ],
  ['name', 'expression'],
);
const capacityForm = servedStruct([['requests', map(quantity)]]);
const subRequestForm = servedStruct(
  [
    ['name', text],
    ['deviceClassName', text],
    ['selectors', list(selectorForm)],
    ['allocationMode', text],
    ['count', number],
    ['tolerations', list(tolerationForm)],
    ['capacity', capacityForm],
    ['derivedAttributes', list(derivedAttributeForm)],
  ],
  ['name', 'deviceClassName'],
);
const exactRequestForm = servedStruct(
  [
    ['deviceClassName', text],
    ['selectors', list(selectorForm)],
    ['allocationMode', text],
    ['count', number],
    ['adminAccess', flag],
    ['tolerations', list(tolerationForm)],
    ['capacity', capacityForm],
    ['derivedAttributes', list(derivedAttributeForm)],
  ],
  ['deviceClassName'],
);

/** How an error shows a request that is there twice. */
export const deviceRequestForm = servedStruct(
  [
    ['name', text],
    ['exactly', pointer(exactRequestForm)],
    ['firstAvailable', list(subRequestForm)],
  ],
  ['name'],
);

/** A name that was there before: since 1.37 the error shows the whole request, until 1.34 it is about the name. */
export function repeatedRequest(at: FieldPath, request: { name?: string }, form: GoForm, { release }: RuleContext): FieldError {
  if (isSince(release, '1.37')) return declare(duplicate(at, shown(form, request)));
  return duplicate(isSince(release, '1.35') ? at : child(at, 'name'), request.name ?? '');
}

/** One kind of device, or the first of several that is available. */
export function validateRequest(request: DeviceRequest, at: FieldPath, context: DeviceContext): FieldError[] {
  const { name = '', exactly, firstAvailable } = request;
  const hasAlternatives = (firstAvailable ?? []).length > 0;
  const problems = [
    ...optional(exactly, child(at, 'exactly'), (one, place) => validateExactly(one, place, context)),
    ...validateUniqueList(
      firstAvailable,
      { max: MAX_ALTERNATIVES, declared: true },
      child(at, 'firstAvailable'),
      (alternative, place) => validateAlternative(alternative, place, context),
      { keyOf: (item) => item.name ?? '', repeated: (place, item) => repeatedRequest(place, item, subRequestForm, context) },
    ),
  ];
  const shape =
    exactly && hasAlternatives
      ? [invalid(at, null, `${ONE_OF}, but multiple fields are set`)]
      : exactly || hasAlternatives
        ? []
        : [required(at, ONE_OF)];
  return [
    ...invalidBecause(isDns1123Label(name), child(at, 'name'), name),
    ...shape,
    // Of a request with both forms only the rules are told that the type declares.
    ...(shape.length === 0 ? problems : isSince(context.release, '1.37') ? problems.filter(isDeclared) : []),
  ];
}

const validateAlternative = (request: DeviceSubRequest, at: FieldPath, context: DeviceContext): FieldError[] => [
  ...invalidBecause(isDns1123Label(request.name ?? ''), child(at, 'name'), request.name ?? ''),
  ...declared(validateClassName(request, isSince(context.release, '1.37') ? isLongName : isDns1123Subdomain, at)),
  ...validateDevices(request, at, context),
];

const validateExactly = (request: ExactDeviceRequest, at: FieldPath, context: DeviceContext): FieldError[] => [
  ...validateClassName(request, isDns1123Subdomain, at),
  ...validateDevices(request, at, context),
];

const validateClassName = ({ deviceClassName = '' }: ExactDeviceRequest, isClassName: NameFormat, at: FieldPath): FieldError[] => {
  const path = child(at, 'deviceClassName');
  return deviceClassName === '' ? [required(path)] : invalidBecause(isClassName(deviceClassName), path, deviceClassName);
};

const validateDevices = (request: ExactDeviceRequest, at: FieldPath, context: DeviceContext): FieldError[] => [
  ...validateList(request.selectors, SELECTORS, child(at, 'selectors'), (selector, place) => validateSelector(selector, place, context)),
  ...validateCount(request.allocationMode ?? '', request.count ?? 0, at),
  ...each(request.tolerations, child(at, 'tolerations'), (toleration, place) => validateToleration(toleration, place, context)),
];

function validateCount(mode: string, count: number, at: FieldPath): FieldError[] {
  const modeAt = child(at, 'allocationMode');
  switch (mode) {
    case 'All':
      return count === 0 ? [] : [invalid(child(at, 'count'), count, "must not be specified when allocationMode is 'All'")];
    case 'ExactCount':
      return count > 0 ? [] : [invalid(child(at, 'count'), count, 'must be greater than zero')];
    case '':
      return [notSupported(modeAt, asJson(mode), MODES)];
    default:
      return declared([notSupported(modeAt, asJson(mode), MODES)]);
  }
}

function validateToleration(
  { key = '', operator = '', value = '', effect = '' }: DeviceToleration,
  at: FieldPath,
  context: RuleContext,
): FieldError[] {
  const effects = deviceTaintEffects(context);
  const valueAt = child(at, 'value');
  return [
    ...declared(key === '' ? [] : validateLabelName(key, child(at, 'key'))),
    ...declared(requireOneOf(operator, OPERATORS, child(at, 'operator'))),
    ...(operator === 'Exists' && value !== '' ? [invalid(valueAt, value, 'must be empty for operator `Exists`')] : []),
    ...(operator === 'Equal' ? invalidBecause(isLabelValue(value), valueAt, value) : []),
    ...declared(effect === '' ? [] : oneOf(effect, effects, child(at, 'effect'))),
  ];
}
