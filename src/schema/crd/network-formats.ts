import { parseIpStrict } from '../../model/ip-address.ts';
/** A MAC address as Go's `net.ParseMAC` takes it: 6, 8 or 20 bytes, in groups of two digits with `:` or `-`, of four with `.`, or all in one. */
export function isMacAddress(text: string): boolean {
  const separator = /^[:-]$/.test(text.charAt(2)) ? text.charAt(2) : text.charAt(4) === '.' ? '.' : '';
  const groups = separator === '' ? [text] : text.split(separator);
  const size = separator === '' ? text.length : separator === '.' ? 4 : 2;
  const bytes = (groups.length * size) / 2;
  return (bytes === 6 || bytes === 8 || bytes === 20) && groups.every((group) => group.length === size && /^[0-9a-fA-F]+$/.test(group));
}

/** What Go's `url.ParseRequestURI` takes: an absolute URL or an absolute path. */
export function isRequestUri(text: string): boolean {
  if (text === '' || hasControlCharacter(text)) return false;
  if (text === '*') return true;
  const scheme = /^[a-zA-Z][a-zA-Z0-9+.-]*:/.exec(text)?.[0] ?? '';
  const rest = text.slice(scheme.length).split('?')[0] ?? '';
  if (!rest.startsWith('/')) return scheme !== '';
  if (scheme === '' || !rest.startsWith('//')) return hasValidEscapes(rest);
  const [authority = '', ...path] = rest.slice(2).split('/');
  return isAuthorityValid(authority, /^https?:$/i.test(scheme)) && hasValidEscapes(path.join('/'));
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x20 || text.charCodeAt(i) === 0x7f) return true;
  return false;
}

/** In URLs of the web a host has one colon at most, before its port. */
function isAuthorityValid(authority: string, isWeb: boolean): boolean {
  const at = authority.lastIndexOf('@');
  const user = at >= 0 ? authority.slice(0, at) : '';
  const host = authority.slice(at + 1);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user) || !hasValidEscapes(user)) return false;
  if (host.startsWith('[')) {
    const close = host.lastIndexOf(']');
    return close > 0 && /^(:[0-9]*)?$/.test(host.slice(close + 1)) && isIpLiteral(host.slice(1, close));
  }
  if (host.includes('[')) return false;
  const colon = isWeb ? host.indexOf(':') : host.lastIndexOf(':');
  if (colon >= 0 && !/^:[0-9]*$/.test(host.slice(colon))) return false;
  return !/[\s\\^`{|}/]/.test(host) && !/%(?![89a-fA-F][0-9a-fA-F])/.test(host);
}

/** An IPv6 address, with a zone after `%25` perhaps. */
function isIpLiteral(text: string): boolean {
  const [address = '', zone] = text.split(/%25(.*)/s);
  return address.includes(':') && parseIpStrict(address) !== undefined && (zone === undefined || (zone !== '' && hasValidEscapes(zone)));
}

const hasValidEscapes = (text: string): boolean => !/%(?![0-9a-fA-F]{2})/.test(text);

const ATOM = "[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~\\u0080-\\uffff]+";
const QUOTED = '"(?:[^"\\\\\\r\\n]|\\\\.)*"';
const LOCAL = `(?:${ATOM}(?:\\.${ATOM})*|${QUOTED})`;
const DOMAIN = `(?:${ATOM}(?:\\.${ATOM})*|\\[[^\\[\\]\\\\]*\\])`;
const ADDRESS = new RegExp(`^\\s*${LOCAL}@${DOMAIN}`);
const NAMED = new RegExp(`^[^<>@,;:]*<\\s*${LOCAL}@${DOMAIN}\\s*>`);

/** What Go's `mail.ParseAddress` takes: `user@example.org`, also with a name before it and itself in angle brackets; comments may follow. */
export const isEmailAddress = (text: string): boolean =>
  [ADDRESS, NAMED].some((pattern) => {
    const found = pattern.exec(text);
    return found !== null && areComments(text.slice(found[0].length));
  });

/** Nothing but space and parentheses, which may be nested. */
function areComments(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '(') depth++;
    else if (depth === 0) {
      if (!/\s/.test(character)) return false;
    } else if (character === ')') depth--;
    else if (character === '\\') i++;
  }
  return depth === 0;
}
