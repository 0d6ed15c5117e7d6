import { formatTime, parseTime } from '../../model/time.ts';
import { TIMESTAMP_OVERFLOW, timestampOf } from './arithmetic.ts';
import { celError, type TimestampValue, type Value } from './value.ts';

/** Reads RFC 3339; undefined for any other text. */
export function parseTimestamp(text: string): Value | undefined {
  const instant = parseTime(text);
  if (typeof instant === 'string') return undefined;
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60 : 60);
  const value = timestampOf(BigInt(instant.seconds) * 1_000_000_000n + BigInt(instant.nanoseconds), offset);
  return value === TIMESTAMP_OVERFLOW ? celError('timestamp overflow') : value;
}

/** `2006-01-02T15:04:05.5Z`, with as many digits of a fraction as there are. */
export function timestampText({ seconds, nanos, offset = 0 }: TimestampValue): string {
  const text = formatTime({ seconds: Number(seconds) + offset, nanoseconds: nanos });
  const fraction = String(nanos).padStart(9, '0').replace(/0+$/, '');
  return `${text.slice(0, -1)}${fraction === '' ? '' : `.${fraction}`}${zoneText(offset)}`;
}

function zoneText(offset: number): string {
  if (offset === 0) return 'Z';
  const minutes = Math.abs(offset) / 60;
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** A timestamp's parts in some time zone. */
export interface CivilTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** From 0, Sunday. */
  readonly weekday: number;
  /** From 0. */
  readonly dayOfYear: number;
}

/** The parts of a timestamp in a zone given by name or as `±hh:mm`; UTC without one. A text is what Go says of a zone it does not know. */
export function civilTime(timestamp: TimestampValue, zone?: string): CivilTime | { readonly error: string } {
  const offset = zone === undefined ? 0 : offsetOf(timestamp, zone);
  if (typeof offset !== 'number') return offset;
  const date = new Date((Number(timestamp.seconds) + offset) * 1000);
  const year = date.getUTCFullYear();
  const newYear = new Date(0);
  newYear.setUTCFullYear(year, 0, 1);
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: Math.trunc(timestamp.nanos / 1_000_000),
    weekday: date.getUTCDay(),
    dayOfYear: Math.floor((date.getTime() - newYear.getTime()) / 86_400_000),
  };
}

/** Seconds east of UTC. */
function offsetOf(timestamp: TimestampValue, zone: string): number | { readonly error: string } {
  const colon = zone.indexOf(':');
  if (colon >= 0) return fixedOffset(zone.slice(0, colon), zone.slice(colon + 1));
  if (zone === '' || zone === 'UTC') return 0;
  try {
    const formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', era: 'short',
    }); // prettier-ignore
    const parts = new Map(formatter.formatToParts(new Date(Number(timestamp.seconds) * 1000)).map(({ type, value }) => [type, value]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name) ?? 0);
    const local = new Date(0);
    local.setUTCFullYear(parts.get('era') === 'BC' ? 1 - part('year') : part('year'), part('month') - 1, part('day'));
    local.setUTCHours(part('hour'), part('minute'), part('second'));
    return local.getTime() / 1000 - Number(timestamp.seconds);
  } catch {
    return { error: `unknown time zone ${zone}` };
  }
}

function fixedOffset(hours: string, minutes: string): number | { readonly error: string } {
  for (const text of [hours, minutes])
    if (!/^[+-]?\d+$/.test(text)) return { error: `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax` };
  const sign = hours.startsWith('-') ? -1 : 1;
  return (Number(hours) * 60 + sign * Number(minutes)) * 60;
}
