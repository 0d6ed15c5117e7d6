/** A point in time: seconds since 1970-01-01T00:00:00Z, which may be negative, and nanoseconds from 0 to 999,999,999. */
export interface Instant {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** `0001-01-01T00:00:00Z`, which Go takes for "unset" and writes as null. */
export const ZERO_TIME: Instant = { seconds: -62_135_596_800, nanoseconds: 0 };
export const isZeroTime = ({ seconds, nanoseconds }: Instant): boolean => seconds === ZERO_TIME.seconds && nanoseconds === 0;

/** Whether a canonical text is the zero time. */
export const isZeroTimeText = (text: unknown): boolean => text === '0001-01-01T00:00:00Z' || text === '0001-01-01T00:00:00.000000Z';

const DAY = 86_400;

/** `2006-01-02T15:04:05Z`: as `metav1.Time` is written; fractions of a second are cut off. */
export function formatTime({ seconds }: Instant): string {
  const days = Math.floor(seconds / DAY);
  const { year, month, day } = civilOf(days);
  const rest = seconds - days * DAY;
  const clock = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${clock.map((part) => pad(part, 2)).join(':')}Z`;
}

/** `2006-01-02T15:04:05.000000Z`: as `metav1.MicroTime` is written. */
export const formatMicroTime = (instant: Instant): string =>
  `${formatTime(instant).slice(0, -1)}.${pad(Math.floor(instant.nanoseconds / 1000), 6)}Z`;

const pad = (value: number, width: number): string => (value < 0 ? `-${pad(-value, width)}` : String(value).padStart(width, '0'));

/** The instant of a canonical text such as `2024-05-01T12:00:00Z` or `…00.000001Z`; undefined for any other. */
export function instantOf(text: string): Instant | undefined {
  const parsed = text.includes('.') ? parseMicroTime(text) : parseTime(text);
  return typeof parsed === 'string' ? undefined : parsed;
}

/** Seconds from `earlier` to `later`. */
export const secondsBetween = (earlier: Instant, later: Instant): number =>
  later.seconds - earlier.seconds + (later.nanoseconds - earlier.nanoseconds) / 1e9;

export function addSeconds({ seconds, nanoseconds }: Instant, more: number): Instant {
  const whole = Math.floor(more);
  const nanos = nanoseconds + Math.round((more - whole) * 1e9);
  return { seconds: seconds + whole + Math.floor(nanos / 1e9), nanoseconds: nanos % 1e9 };
}

const LAYOUT = '2006-01-02T15:04:05Z07:00';
const MICRO_LAYOUT = '2006-01-02T15:04:05.000000Z07:00';

/** Reads RFC 3339 as Go's `time.Parse` does, leniently; a text that is none answers Go's error. */
export const parseTime = (text: string): Instant | string => parse(text, LAYOUT);
/** The same with exactly six digits of a second's fraction. */
export const parseMicroTime = (text: string): Instant | string => parse(text, MICRO_LAYOUT);

/** One step of a layout: what has to stand before it, what it is called in errors, and how it is read from the rest. */
interface Step {
  readonly before: string;
  readonly layout: string;
  readonly read: (rest: string, clock: Clock) => Reading;
}
/** `rest` that is left, `undefined` when nothing could be read; `outOfRange` names what was read and cannot be. */
interface Reading {
  readonly rest: string | undefined;
  readonly outOfRange?: string | undefined;
}
interface Clock {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  nanoseconds: number;
  offset: number;
}

function parse(text: string, layout: string): Instant | string {
  const bytes = byteString(text);
  const clock: Clock = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanoseconds: 0, offset: 0 };
  let rest = bytes;
  const cannot = (at: string, as: string): string =>
    `parsing time ${quote(bytes)} as ${quote(layout)}: cannot parse ${quote(at)} as ${quote(as)}`;
  for (const step of layout === LAYOUT ? STEPS : MICRO_STEPS) {
    if (!rest.startsWith(step.before)) return cannot(rest, step.before);
    const hold = rest.slice(step.before.length);
    const reading = step.read(hold, clock);
    if (reading.outOfRange !== undefined) return `parsing time ${quote(bytes)}: ${reading.outOfRange} out of range`;
    if (reading.rest === undefined) return cannot(hold, step.layout);
    rest = reading.rest;
  }
  if (rest !== '') return `parsing time ${quote(bytes)}: extra text: ${quote(rest)}`;
  if (clock.day < 1 || clock.day > daysIn(clock.year, clock.month)) return `parsing time ${quote(bytes)}: day out of range`;
  const days = daysOf(clock.year, clock.month, clock.day);
  return {
    seconds: days * DAY + clock.hour * 3600 + clock.minute * 60 + clock.second - clock.offset,
    nanoseconds: clock.nanoseconds,
  };
}

const DATE_STEPS: readonly Step[] = [
  {
    before: '',
    layout: '2006',
    read: (rest, clock) => {
      if (!/^\d{4}/.test(rest)) return { rest: undefined };
      clock.year = Number(rest.slice(0, 4));
      return { rest: rest.slice(4) };
    },
  },
  number('-', '01', 'month', (clock, value) => ((clock.month = value), value >= 1 && value <= 12)),
  number('-', '02', 'day', (clock, value) => ((clock.day = value), true)),
  number('T', '15', 'hour', (clock, value) => ((clock.hour = value), value < 24), 1),
  number(':', '04', 'minute', (clock, value) => ((clock.minute = value), value < 60)),
];
const SECOND = number(':', '05', 'second', (clock, value) => ((clock.second = value), value < 60));
const ZONE: Step = { before: '', layout: 'Z07:00', read: readZone };

const STEPS: readonly Step[] = [...DATE_STEPS, { ...SECOND, read: readSecondWithFraction }, ZONE];
const MICRO_STEPS: readonly Step[] = [
  ...DATE_STEPS,
  SECOND,
  {
    before: '',
    layout: '.000000',
    read: (rest, clock) => {
      if (rest.length < 7) return { rest: undefined };
      // Go's reading of the digits allows a sign
      const digits = /^[.,]([+-]?)(\d+)$/.exec(rest.slice(0, 7));
      if (!digits) return { rest: undefined };
      clock.nanoseconds = Number(digits[2]) * 1000;
      return { rest: rest.slice(7), outOfRange: digits[1] === '-' && clock.nanoseconds > 0 ? 'fractional second' : undefined };
    },
  },
  ZONE,
];

function number(before: string, layout: string, name: string, take: (clock: Clock, value: number) => boolean, leastDigits = 2): Step {
  return {
    before,
    layout,
    read: (rest, clock) => {
      const digits = /^\d\d?/.exec(rest)?.[0] ?? '';
      if (digits.length < leastDigits) return { rest: undefined };
      return { rest: rest.slice(digits.length), outOfRange: take(clock, Number(digits)) ? undefined : name };
    },
  };
}

function readSecondWithFraction(rest: string, clock: Clock): Reading {
  const reading = SECOND.read(rest, clock);
  const fraction = reading.outOfRange === undefined ? /^[.,](\d+)/.exec(reading.rest ?? '') : null;
  if (!fraction || reading.rest === undefined) return reading;
  clock.nanoseconds = Number((fraction[1] ?? '').slice(0, 9).padEnd(9, '0'));
  return { rest: reading.rest.slice(fraction[0].length) };
}

function readZone(rest: string, clock: Clock): Reading {
  if (rest.startsWith('Z')) return { rest: rest.slice(1) };
  if (rest.length < 6 || rest[3] !== ':') return { rest: undefined };
  const hour = /^\d\d$/.test(rest.slice(1, 3)) ? Number(rest.slice(1, 3)) : undefined;
  const minute = hour !== undefined && /^\d\d$/.test(rest.slice(4, 6)) ? Number(rest.slice(4, 6)) : undefined;
  if ((hour ?? 0) > 24) return { rest: undefined, outOfRange: 'time zone offset hour' };
  if ((minute ?? 0) > 60) return { rest: undefined, outOfRange: 'time zone offset minute' };
  if (hour === undefined || minute === undefined || !/^[+-]/.test(rest)) return { rest: undefined };
  clock.offset = (hour * 60 + minute) * 60 * (rest.startsWith('-') ? -1 : 1);
  return { rest: rest.slice(6) };
}

/** The UTF-8 bytes of a text as characters 0 to 255, since Go counts and cuts bytes. */
const byteString = (text: string): string => (/^[\0-\x7f]*$/.test(text) ? text : String.fromCharCode(...new TextEncoder().encode(text)));

/** Quotes as Go's `time` package does: everything that is not printable ASCII as `\xNN`, byte by byte. */
const quote = (bytes: string): string =>
  `"${bytes.replace(/[\0-\x1f"\\\x80-\xff]/g, (char) => (char === '"' || char === '\\' ? `\\${char}` : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`))}"`;

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const daysIn = (year: number, month: number): number => (month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);

/** Days since 1970-01-01; years start in March here, so that leap days come last. */
function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

function civilOf(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 };
}
