/** An IP address as a number of 32 or 128 bits. An IPv4 address in IPv6 form (`::ffff:1.2.3.4`) is family 4 with `mapped`, as Go's `net.IP` sees it. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly mapped?: true;
}

/** A block of addresses. `address` is what the text says, host bits included. */
export interface Cidr {
  readonly address: IpAddress;
  readonly prefixLength: number;
}

/** Reads an address as `net.ParseIP` of old Go does: leading zeros in IPv4 are taken as decimal. Undefined for anything else, zones included. */
export function parseIpSloppy(text: string): IpAddress | undefined {
  const dotted = parseDotted(text, true);
  if (dotted !== undefined) return { family: 4, bits: dotted };
  return text.includes(':') ? parseIpv6(text, true) : undefined;
}

/** Reads an address as `netip.ParseAddr` does: no leading zeros. */
export function parseIpStrict(text: string): IpAddress | undefined {
  const dotted = parseDotted(text, false);
  if (dotted !== undefined) return { family: 4, bits: dotted };
  return text.includes(':') ? parseIpv6(text, false) : undefined;
}

/** `address/length`; the address by `parse`. The prefix length has no sign and at most three digits. */
export function parseCidr(text: string, parse: (text: string) => IpAddress | undefined = parseIpSloppy): Cidr | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parse(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (!address || !/^\d{1,3}$/.test(length)) return undefined;
  const width = address.family === 6 || address.mapped ? 128 : 32;
  const prefixLength = Number(length);
  return prefixLength <= width ? { address, prefixLength } : undefined;
}

/** Whether `cidr` holds `address`; families differ, then it does not. */
export function contains(cidr: Cidr, address: IpAddress): boolean {
  return cidr.address.family === address.family && network(cidr) === mask(address.bits, prefixIn(cidr), widthOf(address));
}

/** The first address of the block, as bits. */
export const network = (cidr: Cidr): bigint => mask(cidr.address.bits, prefixIn(cidr), widthOf(cidr.address));

/** Prefix length within the address's own family: a mapped block counts from its IPv4 part. */
const prefixIn = ({ address, prefixLength }: Cidr): number => (address.mapped ? Math.max(prefixLength - 96, 0) : prefixLength);
const widthOf = ({ family }: IpAddress): number => (family === 4 ? 32 : 128);
const mask = (bits: bigint, prefixLength: number, width: number): bigint =>
  (bits >> BigInt(width - prefixLength)) << BigInt(width - prefixLength);

/** The address as Go prints it: dotted, or IPv6 by RFC 5952. A mapped address prints as IPv4. */
export function ipText({ family, bits }: IpAddress): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => Number((bits >> BigInt(112 - 16 * i)) & 0xffffn));
  const run = longestZeroRun(groups);
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  return run.length < 2 ? hex(groups) : `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`;
}

/** The block as Go prints it: first address and prefix length. */
export const cidrText = (cidr: Cidr): string => `${ipText({ family: cidr.address.family, bits: network(cidr) })}/${prefixIn(cidr)}`;

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}

function parseDotted(text: string, leadingZeros: boolean): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let bits = 0n;
  for (const part of parts) {
    if (!/^\d+$/.test(part) || part.length > (leadingZeros ? 8 : 3) || Number(part) > 255) return undefined;
    if (!leadingZeros && part.length > 1 && part.startsWith('0')) return undefined;
    bits = (bits << 8n) | BigInt(Number(part));
  }
  return bits;
}

function parseIpv6(text: string, leadingZeros: boolean): IpAddress | undefined {
  const lastColon = text.lastIndexOf(':');
  const tail = text.slice(lastColon + 1);
  const dotted = tail.includes('.') ? parseDotted(tail, leadingZeros) : undefined;
  if (tail.includes('.') && dotted === undefined) return undefined;
  const plain =
    dotted === undefined ? text : `${text.slice(0, lastColon + 1)}${(dotted >> 16n).toString(16)}:${(dotted & 0xffffn).toString(16)}`;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const [head, rest] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const groups = [...(head ?? []), ...(rest ?? [])];
  const missing = 8 - groups.length;
  if (groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group)) || (rest === undefined ? missing !== 0 : missing < 1)) return undefined;
  const all = [...(head ?? []), ...Array.from({ length: missing }, () => '0'), ...(rest ?? [])];
  const bits = all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
  return bits >> 32n === 0xffffn ? { family: 4, bits: bits & 0xffffffffn, mapped: true } : { family: 6, bits };
}
