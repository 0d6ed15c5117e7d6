import assert from 'node:assert/strict';
import { ipComplaint } from '../../../../src/schema/cel/library/ip-complaint.ts';

describe('ipComplaint', () => {
  // as netip.ParseAddr of Go 1.24 says
  const cases: readonly (readonly [text: string, complaint: string])[] = [
    ['1.2.3', 'IPv4 address too short'],
    ['1.2.3.4.5', 'IPv4 address too long'],
    ['1..2.3', 'IPv4 field must have at least one digit (at ".2.3")'],
    ['01.2.3.4', 'IPv4 field has octet with leading zero'],
    ['1.2.3.256', 'IPv4 field has value >255'],
    ['1.2.3.', 'IPv4 field must have at least one digit (at ".")'],
    ['1.2.3.4%eth0', 'unexpected character (at "%eth0")'],
    ['x', 'unable to parse IP'],
    ['%a', 'missing IPv6 address'],
    ['https://a', 'each colon-separated field must have at least one digit (at "https://a")'],
    ['1:2:3', 'address string too short'],
    ['1:2:3:4:5:6:7:8:9', 'trailing garbage after address (at "9")'],
    ['1::2::3', 'multiple :: in address (at ":3")'],
    ['1:', 'colon must be followed by more characters (at ":")'],
    ['12345::', 'each group must have 4 or less digits (at "12345::")'],
    ['::1.2.3.4.5', 'IPv4 address too long'],
    ['1:2:1.2.3.4', 'embedded IPv4 address must replace the final 2 fields of the address (at "1.2.3.4")'],
    ['1:2:3:4:5:6:7::8', 'the :: must expand to at least one field of zeros'],
    ['::1%', 'zone must be a non-empty string'],
    ['1::g', 'each colon-separated field must have at least one digit (at "g")'],
  ];
  for (const [text, complaint] of cases) it(text, () => assert.equal(ipComplaint(text), complaint));
});
