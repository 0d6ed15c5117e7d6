import { duplicate, forbidden, invalid, required, tooMany, type FieldError } from '../../../model/field-error.ts';
import { child, index, type FieldPath } from '../../../model/field-path.ts';
import type { CapacityRequestPolicy, CapacityRequestPolicyRange } from '../../../model/kinds/resource-v1.ts';
import { addQuantities, compareQuantities, fromInteger, quantityText, signOf, valueOf, type Quantity } from '../../../model/quantity.ts';
import { quantityOf } from '../../shared/quantities.ts';

const MAX_VALUES = 10;
const MAX_INT64 = 9223372036854775807n;

/** How much of a capacity a request may take: some values or a range, with a default among them. Only whole numbers are told apart. */
export function validateRequestPolicy(value: string, policy: CapacityRequestPolicy, at: FieldPath): FieldError[] {
  const { validValues = [], validRange: range } = policy;
  const capacity = quantityOf(value);
  if (validValues.length > 0 && range)
    return [forbidden(at, 'exactly one policy can be specified, cannot specify "validValues" and "validRange" at the same time')];
  const kind = validValues.length > 0 ? 'validValues' : range ? 'validRange' : undefined;
  if (kind === undefined) return [];
  if (policy.default === undefined) return [required(child(at, 'default'), `required when ${kind} is defined`)];
  const preset = quantityOf(policy.default);
  return range
    ? validateRange(preset, capacity, range, child(at, kind))
    : validateValues(preset, capacity, validValues.map(quantityOf), child(at, kind));
}

function validateValues(preset: Quantity, capacity: Quantity, values: readonly Quantity[], at: FieldPath): FieldError[] {
  const wholes = values.map(valueOf);
  const check = (value: Quantity, i: number, before: Quantity | undefined): FieldError[] =>
    before && compareQuantities(before, value) > 0 ? [shows(index(at, i), value, 'values must be sorted in ascending order')] : [];
  const isTooLong = values.length > MAX_VALUES;
  const large = values.flatMap((value, i) =>
    compareQuantities(value, capacity) > 0
      ? [shows(index(at, i), value, `option is larger than capacity value: ${quantityText(capacity)}`)]
      : [],
  );
  const repeated = wholes.flatMap((whole, i) => (wholes.indexOf(whole) < i ? [duplicate(index(at, i), String(whole))] : []));
  const hasPreset = !isTooLong && values.some((value) => compareQuantities(value, preset) === 0);
  return [
    ...values.flatMap((value, i) => check(value, i, values[i - 1])),
    ...(isTooLong ? [tooMany(at, values.length, MAX_VALUES)] : [...large, ...repeated]),
    ...(hasPreset ? [] : [shows(at, preset, 'default value is not valid according to the requestPolicy')]),
  ];
}

function validateRange(preset: Quantity, capacity: Quantity, range: CapacityRequestPolicyRange, at: FieldPath): FieldError[] {
  if (range.min === undefined) return [required(child(at, 'min'), 'required when validRange is defined')];
  const min = quantityOf(range.min);
  const [max, step] = [range.max, range.step].map((text) => (text === undefined ? undefined : quantityOf(text)));
  return [
    ...validateBounds(preset, capacity, min, max, at),
    ...(step ? validateStep(step, capacity, { default: preset, min, ...(max && { max }) }, at) : []),
  ];
}

function validateBounds(preset: Quantity, capacity: Quantity, min: Quantity, max: Quantity | undefined, at: FieldPath): FieldError[] {
  const [minText, capacityText] = [quantityText(min), quantityText(capacity)];
  const isOver = (a: Quantity, b: Quantity): boolean => compareQuantities(a, b) > 0;
  return [
    ...(isOver(min, capacity) ? [shows(child(at, 'min'), min, `min is larger than capacity value: ${capacityText}`)] : []),
    ...(isOver(min, preset) ? [shows(child(at, 'default'), preset, `default is less than min: ${minText}`)] : []),
    ...(max && isOver(min, max) ? [shows(child(at, 'max'), min, `min is larger than max: ${quantityText(max)}`)] : []),
    ...(max && isOver(max, capacity) ? [shows(child(at, 'max'), max, `max is larger than capacity value: ${capacityText}`)] : []),
    ...(max && isOver(preset, max) ? [shows(child(at, 'default'), preset, `default is more than max: ${quantityText(max)}`)] : []),
  ];
}

interface Bounds {
  readonly default: Quantity;
  readonly min: Quantity;
  readonly max?: Quantity;
}

/** Default and maximum are whole steps away from the minimum. */
function validateStep(step: Quantity, capacity: Quantity, bounds: Bounds, at: FieldPath): FieldError[] {
  const { default: preset, min, max } = bounds;
  const stepAt = child(at, 'step');
  if (signOf(step) <= 0) return [shows(stepAt, step, 'must be greater than zero')];
  const first = addQuantities(min, step);
  const large =
    compareQuantities(first, capacity) > 0
      ? [shows(stepAt, step, `one step ${quantityText(first)} is larger than capacity value: ${quantityText(capacity)}`)]
      : [];
  const unsafe = Object.entries({ ...bounds, step }).flatMap(([name, value]) => int64Problem(value, child(at, name)));
  if (unsafe.length > 0) return [...large, ...unsafe];
  const isOff = (value: Quantity): boolean => (valueOf(value) - valueOf(min)) % valueOf(step) !== 0n;
  const detail = `value is not a multiple of a given step (${quantityText(step)}) from (${quantityText(min)})`;
  return [...large, ...(max ? [preset, max] : [preset]).filter(isOff).map((value) => shows(stepAt, value, detail))];
}

function int64Problem(value: Quantity, at: FieldPath): FieldError[] {
  if (signOf(value) < 0) return [shows(at, value, 'must be greater than or equal to 0')];
  return compareQuantities(value, fromInteger(MAX_INT64)) > 0 ? [shows(at, value, `must not be larger than ${MAX_INT64}`)] : [];
}

const shows = (at: FieldPath, value: Quantity, detail: string): FieldError => invalid(at, quantityText(value), detail);
