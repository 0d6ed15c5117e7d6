import { goQuote } from '../../../model/go-text.ts';

/** Why Go's `netip.ParseAddr` refuses a text that is no address. */
export function ipComplaint(text: string): string {
  switch (/[.:%]/.exec(text)?.[0]) {
    case '.':
      return dottedComplaint(text) ?? 'unable to parse IP';
    case ':':
      return colonComplaint(text);
    case '%':
      return 'missing IPv6 address';
    default:
      return 'unable to parse IP';
  }
}

const at = (message: string, rest: string): string => `${message} (at ${goQuote(rest)})`;

/** Of four numbers with dots between them. */
function dottedComplaint(text: string): string | undefined {
  let digits = '';
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char >= '0' && char <= '9') {
      if (digits === '0') return 'IPv4 field has octet with leading zero';
      digits += char;
      if (Number(digits) > 255) return 'IPv4 field has value >255';
    } else if (char === '.') {
      if (digits === '' || i === text.length - 1) return at('IPv4 field must have at least one digit', text.slice(i));
      if (dots === 3) return 'IPv4 address too long';
      dots++;
      digits = '';
    } else return at('unexpected character', text.slice(i));
  }
  return dots < 3 ? 'IPv4 address too short' : undefined;
}

const FIELDS = 8;

/** Of hexadecimal numbers with colons between them, one row of zeros left out, and an IPv4 address in place of the last two. */
function colonComplaint(text: string): string {
  const zone = text.indexOf('%');
  if (zone >= 0 && zone === text.length - 1) return 'zone must be a non-empty string';
  let rest = zone < 0 ? text : text.slice(0, zone);
  let hasGap = rest.startsWith('::');
  if (hasGap) rest = rest.slice(2);
  let fields = 0;
  while (fields < FIELDS) {
    const digits = /^[0-9a-fA-F]*/.exec(rest)?.[0] ?? '';
    if (digits.length > 4) return at('each group must have 4 or less digits', rest);
    if (digits === '') return at('each colon-separated field must have at least one digit', rest);
    if (rest.charAt(digits.length) === '.') return embeddedComplaint(rest, fields, hasGap);
    fields++;
    rest = rest.slice(digits.length);
    if (rest === '') break;
    if (!rest.startsWith(':')) return at('unexpected character, want colon', rest);
    if (rest === ':') return at('colon must be followed by more characters', rest);
    rest = rest.slice(1);
    if (!rest.startsWith(':')) continue;
    if (hasGap) return at('multiple :: in address', rest);
    hasGap = true;
    rest = rest.slice(1);
    if (rest === '') break;
  }
  if (rest !== '') return at('trailing garbage after address', rest);
  return hasGap ? 'the :: must expand to at least one field of zeros' : 'address string too short';
}

function embeddedComplaint(rest: string, fields: number, hasGap: boolean): string {
  if (!hasGap && fields !== FIELDS - 2) return at('embedded IPv4 address must replace the final 2 fields of the address', rest);
  if (fields > FIELDS - 2) return at('too many hex fields to fit an embedded IPv4 at the end of the address', rest);
  return (
    dottedComplaint(rest) ?? (fields === FIELDS - 2 ? 'the :: must expand to at least one field of zeros' : 'address string too short')
  );
}
