import type { Device, DeviceAttribute, DeviceConstraint } from '../../model/kinds/resource-v1.ts';

/** A device that is about to be allocated for a request, or an alternative of it. */
export interface Chosen {
  readonly driver: string;
  readonly device: Device;
  readonly request: string;
  /** `request/alternative`; the request's own name where it has none. */
  readonly fullName: string;
}

/** Whether a claim's constraint holds with one more device, when it holds for those there are. */
export function isSatisfied(
  { requests = [], matchAttribute, distinctAttribute }: DeviceConstraint,
  next: Chosen,
  others: readonly Chosen[],
): boolean {
  const isConcerned = ({ request, fullName }: Chosen): boolean =>
    requests.length === 0 || requests.includes(request) || requests.includes(fullName);
  if (!isConcerned(next)) return true;
  const name = matchAttribute ?? distinctAttribute ?? '';
  const own = attributeOf(next, name);
  if (own === undefined) return false;
  const equals = others.filter(isConcerned).map((other) => isEqual(own, attributeOf(other, name)));
  return matchAttribute === undefined ? equals.every((equal) => !equal) : equals.every((equal) => equal);
}

/** An attribute by its full name; the driver's own may leave the domain out. */
function attributeOf({ driver, device: { attributes = {} } }: Chosen, name: string): DeviceAttribute | undefined {
  if (Object.hasOwn(attributes, name)) return attributes[name];
  const slash = name.indexOf('/');
  if (slash < 0 || name.slice(0, slash) !== driver) return undefined;
  const short = name.slice(slash + 1);
  return Object.hasOwn(attributes, short) ? attributes[short] : undefined;
}

const isEqual = (a: DeviceAttribute, b: DeviceAttribute | undefined): boolean => {
  if (a.string !== undefined) return a.string === b?.string;
  if (a.int !== undefined) return a.int === b?.int;
  if (a.bool !== undefined) return a.bool === b?.bool;
  return a.version !== undefined && a.version === b?.version;
};
