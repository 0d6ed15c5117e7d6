import { parseCidr, parseIpSloppy, parseIpStrict } from '../../model/ip-address.ts';
import { isSince, type Release } from '../release.ts';
import { compilePattern } from './pattern.ts';
import { isEmailAddress, isMacAddress, isRequestUri } from './network-formats.ts';

/** Names of formats are compared without dashes. */
export const normalFormat = (format: string): string => format.replaceAll('-', '');

/** Formats that the API server checks: every expression takes linear time. */
const CHECKS: Readonly<Record<string, (text: string) => boolean>> = {
  bsonobjectid: (text) => /^[0-9a-fA-F]{24}$/.test(text),
  uri: isRequestUri,
  email: isEmailAddress,
  hostname: isHostname,
  ipv4: (text) => text.includes('.') && parseIpSloppy(text) !== undefined,
  ipv6: (text) => text.includes(':') && parseIpStrict(text) !== undefined,
  cidr: (text) => parseCidr(text) !== undefined,
  mac: isMacAddress,
  uuid: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text),
  uuid3: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text),
  uuid4: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i.test(text),
  uuid5: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i.test(text),
  isbn: (text) => isIsbn10(text) || isIsbn13(text),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  creditcard: isCreditCard,
  ssn: (text) => text.length === 11 && /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text),
  hexcolor: (text) => /^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/.test(text),
  rgbcolor: (text) => RGB_COLOR.test(text),
  byte: (text) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/.test(text),
  password: () => true,
  date: isDate,
  duration: isDuration,
  datetime: isDateTime,
  k8sshortname: (text) => text.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text),
  k8slongname: (text) => text.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text),
};

/** Formats that CRDs may use since the release after the one that introduced them. */
const LATER: Readonly<Record<string, Release>> = { k8sshortname: '1.35', k8slongname: '1.35' };

/** Whether texts can be checked for this format. */
export const isKnownFormat = (format: string): boolean => format !== '' && Object.hasOwn(CHECKS, normalFormat(format));

/** Whether a text has a known format, given by its normal name. */
export const hasFormat = (format: string, text: string): boolean => CHECKS[format]?.(text) ?? true;

/** The format when the server knows it for these types in CRDs, else empty. Until 1.35 it knew formats of texts only, whatever the type. */
export function supportedFormat(format: string, types: readonly string[], release: Release): string {
  if (format === '') return '';
  switch (types.length === 1 && isSince(release, '1.36') ? types[0] : '') {
    case '':
    case 'string': {
      const since = LATER[normalFormat(format)];
      return isKnownFormat(format) && (since === undefined || isSince(release, since)) ? format : '';
    }
    case 'integer':
      return format === 'int32' || format === 'int64' ? format : '';
    case 'number':
      return format === 'float' || format === 'double' ? format : '';
    default:
      return '';
  }
}

const SHADE = '(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])';
const RGB_COLOR = new RegExp(`^rgb\\(\\s*${[SHADE, SHADE, SHADE].join('\\s*,\\s*')}\\s*\\)$`);

const CHARACTER = 'a-zA-Z0-9\\p{S}\\p{L}';
/** A single label, or labels that end in a top-level domain. */
const HOSTNAME = `^([${CHARACTER}]((-?[${CHARACTER}]{0,62})?)|([${CHARACTER}](([-${CHARACTER}]{0,61}[${CHARACTER}])?)(\\.)){1,}([a-zA-Z\\p{L}]){2,63})$`;

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

function isHostname(text: string): boolean {
  const pattern = compilePattern(HOSTNAME);
  if (pattern.error !== undefined || !pattern.test(text)) return false;
  return byteLength(text) <= 255 && text.split('.').every((part) => byteLength(part) <= 63);
}

const digitsOf = (text: string): number[] => [...text].map((digit) => (digit === 'X' ? 10 : Number(digit)));

function isIsbn10(text: string): boolean {
  const plain = text.replace(/[\s-]+/g, '');
  return /^(?:[0-9]{9}X|[0-9]{10})$/.test(plain) && digitsOf(plain).reduce((sum, digit, i) => sum + (i + 1) * digit, 0) % 11 === 0;
}

function isIsbn13(text: string): boolean {
  const plain = text.replace(/[\s-]+/g, '');
  return /^[0-9]{13}$/.test(plain) && digitsOf(plain).reduce((sum, digit, i) => sum + (i % 2 === 0 ? 1 : 3) * digit, 0) % 10 === 0;
}

const CREDIT_CARD =
  /^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\d{3})\d{11})$/;

function isCreditCard(text: string): boolean {
  const plain = text.replace(/[^0-9]+/g, '');
  if (!CREDIT_CARD.test(plain)) return false;
  const sum = digitsOf(plain)
    .reverse()
    .reduce((total, digit, i) => total + (i % 2 === 0 ? digit : digit * 2 >= 10 ? digit * 2 - 9 : digit * 2), 0);
  return sum % 10 === 0;
}

function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

const daysIn = (year: number, month: number): number => {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
};

/** The part before the first `t` is a date, the part up to the next one a time with its zone. */
function isDateTime(text: string): boolean {
  const [date = '', time] = text.toLowerCase().split('t');
  if (text.length < 4 || time === undefined || !isDate(date)) return false;
  const parts = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$/.exec(time);
  const [, hours = '', minutes = '', seconds = ''] = parts ?? [];
  return parts !== null && hours <= '23' && minutes <= '59' && seconds <= '59';
}

const GO_DURATION = /^[-+]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/;
/** Units that are written out, also as beginnings of words. */
const WORDY_UNIT = /^((ns|us|µs|ms|s|m|h|hr|d|w|wk)$|nano|micro|milli|sec|min|hour|day|week)/;

/** Go's durations, or any text with a number and a unit in it. */
function isDuration(text: string): boolean {
  if (GO_DURATION.test(text)) return true;
  const found = [...text.matchAll(/(?<!\d)(\d+)\s*([A-Za-zµ]+)/g)];
  return found.every(([, digits = '']) => digits.length < 19) && found.some(([, , unit = '']) => WORDY_UNIT.test(unit.toLowerCase()));
}
