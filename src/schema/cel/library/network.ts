import { goQuote } from '../../../model/go-text.ts';
import { contains, ipText, network, parseCidr, parseIpStrict, type Cidr, type IpAddress } from '../../../model/ip-address.ts';
import { CIDR, fn, IP, overload, type Implementation, type Library } from '../declarations.ts';
import { ipComplaint } from './ip-complaint.ts';
import { celError, isError, isOpaque, NO_SUCH_OVERLOAD, type CelError, type OpaqueValue, type Value } from '../value.ts';

const ipValue = (address: IpAddress): OpaqueValue => ({
  kind: 'opaque',
  type: 'net.IP',
  value: address,
  equals: ({ value }) => isAddress(value) && value.family === address.family && value.bits === address.bits,
  size: address.family === 4 ? 4 : 16,
});
const cidrValue = (cidr: Cidr): OpaqueValue => ({
  kind: 'opaque',
  type: 'net.CIDR',
  value: cidr,
  equals: ({ value }) =>
    isBlock(value) &&
    value.prefixLength === cidr.prefixLength &&
    value.address.family === cidr.address.family &&
    value.address.bits === cidr.address.bits,
  size: Math.ceil(cidr.prefixLength / 8),
});
const isAddress = (value: unknown): value is IpAddress => typeof value === 'object' && value !== null && 'bits' in value;
const isBlock = (value: unknown): value is Cidr => typeof value === 'object' && value !== null && 'prefixLength' in value;
const addressOf = (value: Value): IpAddress | undefined => (isOpaque(value) && isAddress(value.value) ? value.value : undefined);
const blockOf = (value: Value): Cidr | undefined => (isOpaque(value) && isBlock(value.value) ? value.value : undefined);
const cidrText = ({ address, prefixLength }: Cidr): string => `${ipText(address)}/${prefixLength}`;

/** Reads an address; what is none is an error in upstream's words. */
function readIp(text: string): IpAddress | CelError {
  const percent = text.indexOf('%');
  const address = parseIpStrict(percent > 0 ? text.slice(0, percent) : text);
  if (!address || (percent > 0 && (address.family === 4 || percent === text.length - 1)))
    return celError(
      `IP Address ${goQuote(text)} parse error during conversion from string: ParseAddr(${goQuote(text)}): ${ipComplaint(text)}`,
    );
  if (percent > 0) return celError(`IP address ${goQuote(text)} with zone value is not allowed`);
  return address.mapped ? celError(`IPv4-mapped IPv6 address ${goQuote(text)} is not allowed`) : address;
}

function readCidr(text: string): Cidr | CelError {
  const cidr = /\/0\d/.test(text) ? undefined : parseCidr(text, parseIpStrict);
  if (!cidr)
    return celError(
      `network address parse error during conversion from string: netip.ParsePrefix(${goQuote(text)}): ${cidrComplaint(text)}`,
    );
  return cidr.address.mapped ? celError(`IPv4-mapped IPv6 address ${goQuote(text)} is not allowed`) : cidr;
}

function cidrComplaint(text: string): string {
  const slash = text.lastIndexOf('/');
  if (slash < 0) return `no '/'`;
  const [ip, bits] = [text.slice(0, slash), text.slice(slash + 1)];
  if (!parseIpStrict(ip)) return `ParseAddr(${goQuote(ip)}): ${ipComplaint(ip)}`;
  return /^[1-9]\d*$|^0$/.test(bits) ? 'prefix length out of range' : `bad bits after slash: ${goQuote(bits)}`;
}

const ofText =
  (run: (text: string) => Value): Implementation =>
  (text) =>
    typeof text === 'string' ? run(text) : NO_SUCH_OVERLOAD;
const ofIp =
  (run: (address: IpAddress) => Value): Implementation =>
  (value = null) => {
    const address = addressOf(value);
    return address ? run(address) : NO_SUCH_OVERLOAD;
  };
const ofCidr =
  (run: (cidr: Cidr, other: Value) => Value): Implementation =>
  (value = null, other = null) => {
    const cidr = blockOf(value);
    return cidr ? run(cidr, other) : NO_SUCH_OVERLOAD;
  };

/** The address's highest `count` bits. */
const top = ({ family, bits }: IpAddress, count: number): bigint => bits >> BigInt((family === 4 ? 32 : 128) - count);
const isUnspecified = ({ bits }: IpAddress): boolean => bits === 0n;
const isLoopback = (address: IpAddress): boolean => (address.family === 4 ? top(address, 8) === 127n : address.bits === 1n);
const isLinkLocalUnicast = (address: IpAddress): boolean =>
  address.family === 4 ? top(address, 16) === 0xa9fen : top(address, 10) === 0x3fan;
const isLinkLocalMulticast = (address: IpAddress): boolean =>
  address.family === 4 ? top(address, 24) === 0xe00000n : (top(address, 16) & 0xff0fn) === 0xff02n;
const isMulticast = (address: IpAddress): boolean => (address.family === 4 ? top(address, 4) === 0xen : top(address, 8) === 0xffn);
const isGlobalUnicast = (address: IpAddress): boolean =>
  !(address.family === 4 && (address.bits === 0n || address.bits === 0xffffffffn)) &&
  !isUnspecified(address) && !isLoopback(address) && !isMulticast(address) && !isLinkLocalUnicast(address); // prettier-ignore

const toIp = ofText((text) => {
  const read = readIp(text);
  return 'kind' in read ? read : ipValue(read);
});
const toCidr = ofText((text) => {
  const read = readCidr(text);
  return 'kind' in read ? celError(`network address parse error during conversion from string: ${read.message}`) : cidrValue(read);
});
const containsIp = ofCidr((cidr, other) => {
  const value = typeof other === 'string' ? toIp(other) : other;
  const address = addressOf(value);
  return isError(value) ? value : address ? contains(cidr, address) : NO_SUCH_OVERLOAD;
});
const containsCidr = ofCidr((cidr, other) => {
  const value = typeof other === 'string' ? toCidr(other) : other;
  const inner = blockOf(value);
  if (isError(value)) return value;
  return inner ? cidr.prefixLength <= inner.prefixLength && contains(cidr, inner.address) : NO_SUCH_OVERLOAD;
});

/** IP addresses, since 1.30. */
export const IPS: Library = {
  functions: [
    fn('ip', overload('string_to_ip(string) -> IP', toIp)),
    fn('family', overload('ip_family: IP.() -> int', ofIp(({ family }) => BigInt(family)))),
    fn(
      'ip.isCanonical',
      overload('ip_is_canonical(string) -> bool', ofText((text) => {
        const read = readIp(text);
        return 'kind' in read ? read : ipText(read) === text;
      })),
    ),
    fn('isUnspecified', overload('ip_is_unspecified: IP.() -> bool', ofIp(isUnspecified))),
    fn('isLoopback', overload('ip_is_loopback: IP.() -> bool', ofIp(isLoopback))),
    fn('isLinkLocalMulticast', overload('ip_is_link_local_multicast: IP.() -> bool', ofIp(isLinkLocalMulticast))),
    fn('isLinkLocalUnicast', overload('ip_is_link_local_unicast: IP.() -> bool', ofIp(isLinkLocalUnicast))),
    fn('isGlobalUnicast', overload('ip_is_global_unicast: IP.() -> bool', ofIp(isGlobalUnicast))),
    fn('isIP', overload('is_ip(string) -> bool', ofText((text) => !('kind' in readIp(text))))),
    fn('string', overload('ip_to_string(IP) -> string', ofIp(ipText))),
  ],
  types: [IP],
}; // prettier-ignore

/** Blocks of addresses, since 1.30. */
export const CIDRS: Library = {
  functions: [
    fn('cidr', overload('string_to_cidr(string) -> CIDR', toCidr)),
    fn('containsIP', overload('cidr_contains_ip_string: CIDR.(string) -> bool', containsIp), overload('cidr_contains_ip_ip: CIDR.(IP) -> bool', containsIp)),
    fn('containsCIDR', overload('cidr_contains_cidr_string: CIDR.(string) -> bool', containsCidr), overload('cidr_contains_cidr: CIDR.(CIDR) -> bool', containsCidr)),
    fn('ip', overload('cidr_ip: CIDR.() -> IP', ofCidr(({ address }) => ipValue(address)))),
    fn('prefixLength', overload('cidr_prefix_length: CIDR.() -> int', ofCidr(({ prefixLength }) => BigInt(prefixLength)))),
    fn('masked', overload('cidr_masked: CIDR.() -> CIDR', ofCidr((cidr) => cidrValue({ ...cidr, address: { ...cidr.address, bits: network(cidr) } })))),
    fn('isCIDR', overload('is_cidr(string) -> bool', ofText((text) => !('kind' in readCidr(text))))),
    fn('string', overload('cidr_to_string(CIDR) -> string', ofCidr(cidrText))),
  ],
  types: [CIDR],
}; // prettier-ignore
