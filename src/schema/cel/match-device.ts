import type { Device, DeviceAttribute } from '../../model/kinds/resource-v1.ts';
import { parseQuantity, ZERO_QUANTITY } from '../../model/quantity.ts';
import { evaluate } from './compile.ts';
import { DEVICE_SELECTOR_COST_LIMIT, type DeviceSelector } from './device-selector.ts';
import { quantityValue } from './library/quantity.ts';
import { semverValue } from './library/semver.ts';
import { isError, mapOf, typeNameOf, type MapValue, type Value } from './value.ts';

/** Whether a selector takes a device of a driver; text is why it cannot say, in the scheduler's words. */
export function matchDevice(selector: DeviceSelector, driver: string, device: Device): boolean | string {
  if (selector.error !== undefined) return selector.error;
  const attributes = byDomain(driver, device.attributes ?? {}, attributeValue);
  if (typeof attributes === 'string') return attributes;
  const capacity = byDomain(driver, device.capacity ?? {}, ({ value }) => {
    const quantity = parseQuantity(value ?? '0');
    return quantityValue(typeof quantity === 'string' ? ZERO_QUANTITY : quantity);
  });
  if (typeof capacity === 'string') return capacity;
  const variable = mapOf([
    ['driver', driver],
    ['allowMultipleAllocations', device.allowMultipleAllocations ?? false],
    ['attributes', attributes],
    ['capacity', capacity],
  ]);
  const { value, error } = evaluate(selector.program, (name) => (name === 'device' ? variable : undefined), {
    costLimit: DEVICE_SELECTOR_COST_LIMIT,
  });
  if (error !== undefined) return `CEL runtime error: ${error}`;
  return typeof value === 'boolean'
    ? value
    : `CEL runtime error: CEL result of type ${typeNameOf(value)} could not be converted to bool: type conversion error from '${typeNameOf(value)}' to 'bool'`;
}

/** Values by domain and name; a domain that is not there is empty. Text is the first value that is none. */
function byDomain<T>(driver: string, values: Readonly<Record<string, T>>, read: (value: T) => Value): MapValue | string {
  const domains = new Map<string, [Value, Value][]>();
  for (const [name, item] of Object.entries(values)) {
    const slash = name.indexOf('/');
    const domain = slash < 0 ? driver : name.slice(0, slash);
    const value = read(item);
    if (isError(value)) return `attribute ${name}: parse semantic version: ${value.message}`;
    const entries = domains.get(domain) ?? [];
    entries.push([name.slice(slash + 1), value]);
    domains.set(domain, entries);
  }
  const known = mapOf([...domains].map(([domain, entries]): [Value, Value] => [domain, mapOf(entries)]));
  return { ...known, find: (key) => known.find(key) ?? EMPTY };
}

const EMPTY = mapOf([]);

function attributeValue({ int, bool, string, version }: DeviceAttribute): Value {
  if (int !== undefined) return BigInt(int);
  if (bool !== undefined) return bool;
  if (string !== undefined) return string;
  return semverValue(version ?? '');
}
