import type { CapacityRequestPolicy, CapacityRequestPolicyRange, Device, DeviceCapacity } from '../../model/kinds/resource-v1.ts';
import { quantityOf } from '../../model/pod-resources.ts';
import {
  addQuantities,
  compareQuantities,
  fromInteger,
  fromMilli,
  milliValueOf,
  signOf,
  valueOf,
  type Quantity,
} from '../../model/quantity.ts';

/** How much of each capacity of a device is taken. */
export type Consumed = ReadonlyMap<string, Quantity>;

/** Capacities by name as a request asks for them. */
export type CapacityRequests = Readonly<Record<string, string>>;

/** What a request takes of a device's capacities: as much as it asks for, rounded up to what their policies allow; of others the default, or all. */
export function consumedBy(requests: CapacityRequests, device: Device, fractions: boolean): Map<string, Quantity> {
  return new Map(
    Object.entries(device.capacity ?? {}).map(([name, capacity]) => {
      const wanted = Object.hasOwn(requests, name) ? quantityOf(requests[name]) : undefined;
      return [name, consumedOf(wanted, capacity, fractions)];
    }),
  );
}

/** Whether a device has what a request asks for left; `taken` is what others have of it. Text is what makes the request impossible to answer. */
export function hasCapacity(requests: CapacityRequests, device: Device, taken: readonly Consumed[], fractions: boolean): boolean | string {
  const capacities = Object.entries(device.capacity ?? {});
  if (Object.keys(requests).some((name) => !capacities.some(([known]) => known === name))) return false;
  const consumed = consumedBy(requests, device, fractions);
  for (const [name, quantity] of consumed) if (signOf(quantity) < 0) return `capacity ${JSON.stringify(name)}: capacity value is negative`;
  return capacities.every(([name, { value, requestPolicy }]) => {
    const own = consumed.get(name) ?? quantityOf('0');
    if (violates(own, requestPolicy, fractions)) return false;
    const total = taken.reduce((sum, other) => addQuantities(sum, other.get(name) ?? quantityOf('0')), own);
    return compareQuantities(total, quantityOf(value)) <= 0;
  });
}

function consumedOf(wanted: Quantity | undefined, { value, requestPolicy }: DeviceCapacity, fractions: boolean): Quantity {
  if (!wanted) return quantityOf(requestPolicy?.default ?? value);
  const { validRange, validValues } = requestPolicy ?? {};
  if (validRange?.min !== undefined) return roundUp(wanted, validRange, fractions);
  return (validValues ?? []).map(quantityOf).find((valid) => compareQuantities(wanted, valid) <= 0) ?? wanted;
}

/** The next of `min`, `min + step`, `min + 2 × step` …: of 1.5Gi with min 1Gi and step 1Gi it is 2Gi. */
function roundUp(wanted: Quantity, range: CapacityRequestPolicyRange, fractions: boolean): Quantity {
  const least = quantityOf(range.min);
  if (compareQuantities(wanted, least) < 0) return least;
  if (range.step === undefined) return wanted;
  const step = quantityOf(range.step);
  const inMilli = countsInMilli(range, fractions);
  const units = inMilli ? milliValueOf : valueOf;
  const [size, above] = [units(step), units(wanted) - units(least)];
  if (size === 0n) return wanted;
  const rounded = units(least) + size * (above / size + (above % size === 0n ? 0n : 1n));
  if (!inMilli) return fromInteger(rounded, step.format);
  return rounded % 1000n === 0n ? fromInteger(rounded / 1000n, step.format) : fromMilli(rounded, step.format);
}

function violates(wanted: Quantity, policy: CapacityRequestPolicy | undefined, fractions: boolean): boolean {
  if (!policy || (policy.default !== undefined && compareQuantities(wanted, quantityOf(policy.default)) === 0)) return false;
  const { validRange, validValues = [] } = policy;
  if (!validRange) return validValues.length > 0 && !validValues.some((valid) => compareQuantities(wanted, quantityOf(valid)) === 0);
  if (validRange.max !== undefined && compareQuantities(wanted, quantityOf(validRange.max)) > 0) return true;
  if (validRange.step === undefined) return false;
  const units = countsInMilli(validRange, fractions) ? milliValueOf : valueOf;
  const size = units(quantityOf(validRange.step));
  return size !== 0n && (units(wanted) - units(quantityOf(validRange.min))) % size !== 0n;
}

/** Since 1.37 ranges are counted in thousandths where all their bounds are whole numbers of them. */
const countsInMilli = ({ min, max, step }: CapacityRequestPolicyRange, fractions: boolean): boolean =>
  fractions &&
  [min, max, step].every((text) => {
    const quantity = quantityOf(text);
    return text === undefined || compareQuantities(fromMilli(milliValueOf(quantity)), quantity) === 0;
  }) &&
  (step === undefined || milliValueOf(quantityOf(step)) >= 1n);
