import { duplicate, invalid, notSupported, required, type FieldError } from '../../model/field-error.ts';
import { child, type FieldPath } from '../../model/field-path.ts';
import type { DeviceRequest, DeviceSubRequest, DeviceToleration, ExactDeviceRequest } from '../../model/kinds/resource-v1.ts';
import { isSince } from '../../schema/release.ts';
import { asJson, each, invalidBecause, requireText } from '../shared/checks.ts';
import { flag, list, map, number, pointer, quantity, servedStruct, shown, text, type GoForm } from '../shared/go-form.ts';
import { validateLabelName } from '../shared/label-selector.ts';
import { isDns1123Label, isDns1123Subdomain, isLabelValue, isLongName, type NameFormat } from '../shared/names.ts';
import type { RuleContext } from '../strategy.ts';
import { MAX_SELECTORS, validateSelector, type DeviceContext } from './device-configuration.ts';
import { validateList, validateUniqueList } from './lists.ts';

const MAX_ALTERNATIVES = 8;
const ONE_OF = 'exactly one of `exactly` or `firstAvailable` is required';
const MODES = ['All', 'ExactCount'];
const OPERATORS = ['Equal', 'Exists'];
const EFFECTS = ['NoExecute', 'NoSchedule'];

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
  if (isSince(release, '1.37')) return duplicate(at, shown(form, request));
  return duplicate(isSince(release, '1.35') ? at : child(at, 'name'), request.name ?? '');
}

/** One kind of device, or the first of several that is available. */
export function validateRequest(request: DeviceRequest, at: FieldPath, context: DeviceContext): FieldError[] {
  const { name = '', exactly, firstAvailable } = request;
  const hasAlternatives = (firstAvailable ?? []).length > 0;
  const check = (): FieldError[] => {
    if (exactly && hasAlternatives) return [invalid(at, null, `${ONE_OF}, but multiple fields are set`)];
    if (exactly) return validateExactly(exactly, child(at, 'exactly'), isDns1123Subdomain, context);
    if (!hasAlternatives) return [required(at, ONE_OF)];
    return validateUniqueList(
      firstAvailable,
      MAX_ALTERNATIVES,
      child(at, 'firstAvailable'),
      (alternative, place) => validateAlternative(alternative, place, context),
      { keyOf: (item) => item.name ?? '', repeated: (place, item) => repeatedRequest(place, item, subRequestForm, context) },
    );
  };
  return [...invalidBecause(isDns1123Label(name), child(at, 'name'), name), ...check()];
}

const validateAlternative = (request: DeviceSubRequest, at: FieldPath, context: DeviceContext): FieldError[] => [
  ...invalidBecause(isDns1123Label(request.name ?? ''), child(at, 'name'), request.name ?? ''),
  ...validateExactly(request, at, isSince(context.release, '1.37') ? isLongName : isDns1123Subdomain, context),
];

function validateExactly(request: ExactDeviceRequest, at: FieldPath, isClassName: NameFormat, context: DeviceContext): FieldError[] {
  const { deviceClassName = '', selectors, allocationMode = '', count = 0, tolerations } = request;
  const classAt = child(at, 'deviceClassName');
  return [
    ...(deviceClassName === '' ? [required(classAt)] : invalidBecause(isClassName(deviceClassName), classAt, deviceClassName)),
    ...validateList(selectors, MAX_SELECTORS, child(at, 'selectors'), (selector, place) => validateSelector(selector, place, context)),
    ...validateCount(allocationMode, count, at),
    ...each(tolerations, child(at, 'tolerations'), (toleration, place) => validateToleration(toleration, place, context)),
  ];
}

function validateCount(mode: string, count: number, at: FieldPath): FieldError[] {
  switch (mode) {
    case 'All':
      return count === 0 ? [] : [invalid(child(at, 'count'), count, "must not be specified when allocationMode is 'All'")];
    case 'ExactCount':
      return count > 0 ? [] : [invalid(child(at, 'count'), count, 'must be greater than zero')];
    default:
      return [notSupported(child(at, 'allocationMode'), asJson(mode), MODES)];
  }
}

function validateToleration(
  { key = '', operator = '', value = '', effect = '' }: DeviceToleration,
  at: FieldPath,
  { release }: RuleContext,
): FieldError[] {
  const effects = isSince(release, '1.35') ? [...EFFECTS, 'None'] : EFFECTS;
  const valueAt = child(at, 'value');
  return [
    ...(key === '' ? [] : validateLabelName(key, child(at, 'key'))),
    ...requireText(operator, child(at, 'operator')),
    ...(operator === '' || OPERATORS.includes(operator) ? [] : [notSupported(child(at, 'operator'), asJson(operator), OPERATORS)]),
    ...(operator === 'Exists' && value !== '' ? [invalid(valueAt, value, 'must be empty for operator `Exists`')] : []),
    ...(operator === 'Equal' ? invalidBecause(isLabelValue(value), valueAt, value) : []),
    ...(effect === '' || effects.includes(effect) ? [] : [notSupported(child(at, 'effect'), asJson(effect), effects)]),
  ];
}
