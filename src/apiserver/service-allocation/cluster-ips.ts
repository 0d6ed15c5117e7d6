import { invalid, type FieldError } from '../../model/field-error.ts';
import { fieldPath } from '../../model/field-path.ts';
import type { ServiceSpec } from '../../model/kinds/core-v1.ts';

/** 10.96.0.0/16, the range of a control plane that kubeadm sets up, cut to the size that the server is given here. */
const RANGE = '10.96.0.0/16';
const BASE = (10 << 24) | (96 << 16);
const SIZE = 1 << 16;
/** Addresses below this offset are left to Services that ask for an address, as long as others are free. */
const FIRST_DYNAMIC = 256;

/** Gives a Service that has families but no addresses yet an address of its own, or the one that it asks for. Changes `spec`. */
export function allocateClusterIps(spec: ServiceSpec, taken: ReadonlySet<string>, dryRun: boolean): FieldError | undefined {
  if (spec.type === 'ExternalName' || spec.clusterIPs?.[0] === 'None') return undefined;
  const asked = spec.clusterIPs?.[0] ?? '';
  if (asked === '') {
    const address = dryRun ? addressAt(0) : nextAddress(taken);
    if (address === undefined) return invalidClusterIps(spec, 'failed to allocate IP: range is full');
    spec.clusterIP = address;
    spec.clusterIPs = [address];
    return undefined;
  }
  const objection = objectionTo(asked, taken, dryRun);
  return objection === undefined ? undefined : invalidClusterIps(spec, `failed to allocate IP ${asked}: ${objection}`);
}

const invalidClusterIps = (spec: ServiceSpec, detail: string): FieldError =>
  invalid(fieldPath('spec', 'clusterIPs'), spec.clusterIPs ?? [], detail);

function objectionTo(address: string, taken: ReadonlySet<string>, dryRun: boolean): string | undefined {
  const offset = offsetOf(address);
  if (offset <= 0 || offset >= SIZE - 1)
    return `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${RANGE}`;
  return !dryRun && taken.has(address) ? 'provided IP is already allocated' : undefined;
}

/** The first free address, where the real server picks by chance. */
function nextAddress(taken: ReadonlySet<string>): string | undefined {
  for (let i = 0; i < SIZE - 2; i++) {
    const address = addressAt(((FIRST_DYNAMIC - 1 + i) % (SIZE - 2)) + 1);
    if (!taken.has(address)) return address;
  }
  return undefined;
}

function addressAt(offset: number): string {
  const value = BASE + offset;
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

/** Where an IPv4 address is in the range; negative or too large outside of it. */
const offsetOf = (address: string): number => address.split('.').reduce((value, part) => value * 256 + Number(part), 0) - BASE;

export const isIpv6 = (address: string): boolean => address.includes(':');
