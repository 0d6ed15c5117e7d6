import { invalid, type FieldError } from '../../model/field-error.ts';
import { pathText, type FieldPath } from '../../model/field-path.ts';
import { goQuote } from '../../model/go-text.ts';
import { cidrText, ipText, network, parseCidr, parseIpSloppy, parseIpStrict, type Cidr, type IpAddress } from '../../model/ip-address.ts';
import type { RuleContext } from '../strategy.ts';

/** An address in a field that once accepted sloppy ones; `stored` addresses stay acceptable. */
export function validateLegacyIp(text: string, at: FieldPath, { gate }: RuleContext, stored: readonly string[] = []): FieldError[] {
  if (stored.includes(text)) return [];
  if (!parseIpSloppy(text)) return [invalid(at, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
  return gate('StrictIPCIDRValidation') ? strictIpErrors(text, at) : [];
}

const strictIpErrors = (text: string, at: FieldPath): FieldError[] => {
  const address = parseIpStrict(text);
  if (!address) return [invalid(at, text, 'must not have leading 0s')];
  return address.mapped ? [invalid(at, text, 'must not be an IPv4-mapped IPv6 address')] : [];
};

/** An address in its canonical form. */
export function validateIp(text: string, at: FieldPath): FieldError[] {
  const address = parseIpSloppy(text);
  if (!address) return [invalid(at, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
  const strict = strictIpErrors(text, at);
  if (strict.length > 0 || ipText(address) === text) return strict;
  return [invalid(at, text, `must be in canonical form (${goQuote(ipText(address))})`)];
}

/** A network in a field that once accepted sloppy ones. */
export function validateLegacyCidr(text: string, at: FieldPath, { gate }: RuleContext, stored: readonly string[] = []): FieldError[] {
  if (stored.includes(text)) return [];
  const cidr = parseCidr(text);
  if (!cidr) return [invalid(at, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
  return gate('StrictIPCIDRValidation') ? strictCidrErrors(text, cidr, at) : [];
}

function strictCidrErrors(text: string, cidr: Cidr, at: FieldPath): FieldError[] {
  if (!isStrictCidr(text)) return [invalid(at, text, 'must not have leading 0s in IP or prefix length')];
  if (cidr.address.mapped) return [invalid(at, text, 'must not have an IPv4-mapped IPv6 address')];
  return hasHostBits(cidr) ? [invalid(at, text, 'must not have bits set beyond the prefix length')] : [];
}

const isStrictCidr = (text: string): boolean => parseCidr(text, parseIpStrict) !== undefined && !/\/0[0-9]/.test(text);
const hasHostBits = (cidr: Cidr): boolean => network(cidr) !== cidr.address.bits;

/** A network in its canonical form. */
export function validateCidr(text: string, at: FieldPath): FieldError[] {
  const cidr = parseCidr(text);
  if (!cidr) return [invalid(at, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
  const strict = strictCidrErrors(text, cidr, at);
  if (strict.length > 0 || cidrText(cidr) === text) return strict;
  return [invalid(at, text, `must be in canonical form (${goQuote(cidrText(cidr))})`)];
}

/** Warnings about an address that is accepted but not written as it should be. */
export function warningsForIp(text: string, at: FieldPath): string[] {
  const address = parseIpSloppy(text);
  if (!address) return [];
  const canonical = ipText(address);
  const [place, is, should] = [pathText(at), goQuote(text), goQuote(canonical)];
  if (!parseIpStrict(text) || address.mapped) return [`${place}: non-standard IP address ${is} is invalid: use ${should}`];
  if (address.family === 4 || canonical === text) return [];
  return [`${place}: IPv6 address ${is} should be in RFC 5952 canonical format (${should})`];
}

/** The same for a network. */
export function warningsForCidr(text: string, at: FieldPath): string[] {
  const cidr = parseCidr(text);
  if (!cidr) return [];
  const [place, is, should] = [pathText(at), goQuote(text), goQuote(cidrText(cidr))];
  const warnings: string[] = [];
  if (hasHostBits(cidr)) {
    const single = goQuote(`${ipText(cidr.address)}/${text.includes(':') ? 128 : 32}`);
    warnings.push(`${place}: CIDR value ${is} is ambiguous in this context (should be ${should} or ${single}?)`);
  }
  if (!isStrictCidr(text) || cidr.address.mapped) warnings.push(`${place}: non-standard CIDR value ${is} is invalid: use ${should}`);
  if (warnings.length === 0 && cidr.address.family === 6 && should !== is) {
    warnings.push(`${place}: IPv6 CIDR value ${is} should be in RFC 5952 canonical format (${should})`);
  }
  return warnings;
}

/** Whether the first `length` bits of an address are those of `prefix`. */
const startsWith = ({ family, bits }: IpAddress, prefix: bigint, length: number): boolean =>
  bits >> BigInt((family === 4 ? 32 : 128) - length) === prefix;

/** Addresses that no endpoint may have. */
export function validateEndpointIp(text: string, at: FieldPath): FieldError[] {
  const address = parseIpSloppy(text);
  if (!address) return [invalid(at, text, 'must be a valid IP address')];
  const isV4 = address.family === 4;
  const isLoopback = isV4 ? startsWith(address, 127n, 8) : address.bits === 1n;
  const isLinkLocal = isV4 ? startsWith(address, 0xa9fen, 16) : startsWith(address, 0xfe80n >> 6n, 10);
  const isLinkLocalMulticast = isV4
    ? startsWith(address, 0xe00000n, 24)
    : startsWith(address, 0xffn, 8) && ((address.bits >> 112n) & 0xfn) === 2n;
  return [
    ...(address.bits === 0n ? [invalid(at, text, `may not be unspecified (${text})`)] : []),
    ...(isLoopback ? [invalid(at, text, 'may not be in the loopback range (127.0.0.0/8, ::1/128)')] : []),
    ...(isLinkLocal ? [invalid(at, text, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)')] : []),
    ...(isLinkLocalMulticast ? [invalid(at, text, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)')] : []),
  ];
}
