import { parseIpSloppy } from '../../model/ip-address.ts';

/** The name under which DNS is asked whose an address is: `3.2.1.10.in-addr.arpa`, or nibbles below `ip6.arpa`. The text itself when it is no address. */
export function reverseName(address: string): string {
  const parsed = parseIpSloppy(address);
  if (!parsed) return address;
  const { family, bits } = parsed;
  if (family === 4) return `${[0n, 8n, 16n, 24n].map((shift) => (bits >> shift) & 255n).join('.')}.in-addr.arpa`;
  const nibbles = Array.from({ length: 32 }, (_, i) => ((bits >> BigInt(4 * i)) & 15n).toString(16));
  return `${nibbles.join('.')}.ip6.arpa`;
}
