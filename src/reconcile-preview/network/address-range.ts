import { ipText, network, parseCidr, parseIpSloppy, type Cidr } from '../../model/ip-address.ts';
import type { AddressPeer } from './peer.ts';

const widthOf = (family: 4 | 6): number => (family === 4 ? 32 : 128);

/** The addresses of a block. */
export function rangeOfCidr(cidr: Cidr): AddressPeer {
  const { family, mapped } = cidr.address;
  const length = mapped ? Math.max(cidr.prefixLength - 96, 0) : cidr.prefixLength;
  const first = network(cidr);
  return { kind: 'addresses', family, first, last: first + (1n << BigInt(widthOf(family) - length)) - 1n };
}

/** The addresses that a text means: `192.0.2.1`, `192.0.2.0/24`; undefined for anything else. */
export function parseAddresses(text: string): AddressPeer | undefined {
  const cidr = parseCidr(text);
  if (cidr) return rangeOfCidr(cidr);
  const address = parseIpSloppy(text);
  return address && { kind: 'addresses', family: address.family, first: address.bits, last: address.bits };
}

/** Cuts addresses where blocks begin and end, so that each block holds a piece whole or not at all. */
export function splitAddresses(range: AddressPeer, blocks: readonly AddressPeer[]): AddressPeer[] {
  const starts = new Set([range.first]);
  for (const { family, first, last } of blocks) {
    if (family !== range.family) continue;
    for (const start of [first, last + 1n]) if (start > range.first && start <= range.last) starts.add(start);
  }
  const sorted = [...starts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted.map((first, i) => ({ ...range, first, last: (sorted[i + 1] ?? range.last + 1n) - 1n }));
}

/** `192.0.2.1`, `192.0.2.0/24`, `192.0.2.1-192.0.2.9` where it is no block. */
export function addressText({ family, first, last }: AddressPeer): string {
  const text = (bits: bigint): string => ipText({ family, bits });
  if (first === last) return text(first);
  const size = last - first + 1n;
  const hostBits = size.toString(2).length - 1;
  const isBlock = size === 1n << BigInt(hostBits) && first % size === 0n;
  return isBlock ? `${text(first)}/${widthOf(family) - hostBits}` : `${text(first)}-${text(last)}`;
}
