import type { ReadView } from '../../cluster/store.ts';
import { invalid } from '../../model/field-error.ts';
import { fieldPath } from '../../model/field-path.ts';
import { goQuote } from '../../model/go-text.ts';
import { parseIpSloppy } from '../../model/ip-address.ts';
import type { ServiceSpec } from '../../model/kinds/core-v1.ts';
import { internalServerError, invalidStatus, type Status } from '../../model/status.ts';
import { isAddressTaken } from './ip-addresses.ts';
import { addressText, holds, readyRanges, type ServiceRange } from './service-ranges.ts';

const SERVICE = { group: '', kind: 'Service' };

export interface AddressRequest {
  /** Of the Service. */
  readonly name: string;
  readonly view: ReadView;
  readonly dryRun: boolean;
}

/** Gives a Service an address of each of its families, or those that it asks for; it may have some already. Changes `spec`. */
export function allocateClusterIps(spec: ServiceSpec, request: AddressRequest, from = 0): Status | undefined {
  if (spec.type === 'ExternalName' || spec.clusterIPs?.[0] === 'None') return undefined;
  const asked = (spec.ipFamilies ?? []).map((_, i) => spec.clusterIPs?.[i] ?? '');
  const addresses: string[] = asked.slice(0, from);
  for (const [i, family] of (spec.ipFamilies ?? []).entries()) {
    if (i < from) continue;
    const ranges = readyRanges(request.view).filter((range) => range.family === family);
    const wanted = asked[i] ?? '';
    const objection = wanted === '' ? undefined : objectionTo(wanted, ranges, request);
    if (objection !== undefined) {
      const detail = `failed to allocate IP ${wanted}: ${objection}`;
      return invalidStatus(SERVICE, request.name, [invalid(fieldPath('spec', 'clusterIPs'), asked, detail)]);
    }
    const address = wanted === '' ? nextAddress(ranges, request) : wanted;
    if (address === undefined)
      return internalServerError(`failed to allocate a serviceIP for Service ${goQuote(request.name)}: range is full`);
    addresses.push(address);
  }
  spec.clusterIPs = addresses;
  spec.clusterIP = addresses[0] ?? '';
  return undefined;
}

/** Why an address cannot be had; a dry run asks the first range only, and nobody whether the address is taken. */
function objectionTo(text: string, ranges: readonly ServiceRange[], { view, dryRun }: AddressRequest): string | undefined {
  const address = parseIpSloppy(text);
  const [first] = ranges;
  if (dryRun)
    return address && first && !holds(first, address)
      ? `the provided IP (${text}) is not in the valid range. The range of valid IPs is ${first.text}`
      : undefined;
  if (!address || !ranges.some((range) => holds(range, address))) return 'the provided network does not match the current range';
  return isAddressTaken(view, address) ? 'provided IP is already allocated' : undefined;
}

/**
 * A free address of the first range that has one, where the real server picks both by chance: from the middle on, since people rather write those at either
 * end. A dry run answers the network's own address.
 */
function nextAddress(ranges: readonly ServiceRange[], { view, dryRun }: AddressRequest): string | undefined {
  for (const range of ranges) {
    if (dryRun) return addressText(range, range.first - 1n);
    const isTaken = (bits: bigint): boolean => isAddressTaken(view, { family: range.family === 'IPv6' ? 6 : 4, bits });
    const middle = (range.firstDynamic + range.last) / 2n;
    const free =
      freeBetween(middle, range.last, isTaken) ??
      freeBetween(range.firstDynamic, middle - 1n, isTaken) ??
      freeBetween(range.first, range.firstDynamic - 1n, isTaken);
    if (free !== undefined) return addressText(range, free);
  }
  return undefined;
}

/** The first free one where all before it are taken; looks in strides that double, since they are given out one after the other. */
function freeBetween(first: bigint, last: bigint, isTaken: (bits: bigint) => boolean): bigint | undefined {
  if (first > last) return undefined;
  if (!isTaken(first)) return first;
  let taken = first;
  let stride = 1n;
  while (taken + stride <= last && isTaken(taken + stride)) {
    taken += stride;
    stride *= 2n;
  }
  let free = taken + stride;
  if (free > last) return firstFree(first, last, isTaken);
  while (free - taken > 1n) {
    const middle = (taken + free) / 2n;
    if (isTaken(middle)) taken = middle;
    else free = middle;
  }
  return free;
}

function firstFree(first: bigint, last: bigint, isTaken: (bits: bigint) => boolean): bigint | undefined {
  for (let bits = first; bits <= last; bits++) if (!isTaken(bits)) return bits;
  return undefined;
}
