/** A day, months counted from 1. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const DAY = 24 * 60 * 60 * 1000;

export const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** 0 is Sunday. */
export const weekday = ({ year, month, day }: CalendarDate): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay();

/** The day that it is somewhere at an instant (milliseconds since the epoch). */
export function localDate(instant: number, zone: string): CalendarDate {
  const local = new Date(instant + offsetAt(instant, zone));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
}

/** When clocks somewhere show this time: once, twice when they are put back, never when they are put forward over it. */
export function instantsOf({ year, month, day }: CalendarDate, hour: number, minute: number, zone: string): number[] {
  const local = Date.UTC(year, month - 1, day, hour, minute);
  const offsets = new Set([offsetAt(local - DAY, zone), offsetAt(local + DAY, zone)]);
  return [...offsets].map((offset) => local - offset).filter((instant) => instant + offsetAt(instant, zone) === local);
}

/** An instant as RFC 3339 with the offset of a place: `2026-03-01T04:00:00+09:00`. */
export function localTimestamp(instant: number, zone: string): string {
  const offset = offsetAt(instant, zone);
  const text = new Date(instant + offset).toISOString().slice(0, 19);
  if (offset === 0) return `${text}Z`;
  const minutes = Math.abs(Math.round(offset / 60_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${text}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Whether there are clocks for this name. */
export const isZone = (zone: string): boolean => zone === 'UTC' || formatOf(zone) !== undefined;

/** How far clocks somewhere are ahead of UTC, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  const format = zone === 'UTC' ? undefined : formatOf(zone);
  if (!format) return 0;
  const fields = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const [year, month, day] = [fields.get('year') ?? 0, fields.get('month') ?? 1, fields.get('day') ?? 1];
  const shown = Date.UTC(year, month - 1, day, fields.get('hour') ?? 0, fields.get('minute') ?? 0, fields.get('second') ?? 0);
  return shown - (instant - (instant % 1000));
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone)) formats.set(zone, newFormat(zone));
  return formats.get(zone);
}

function newFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    const numeric = 'numeric';
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
  } catch {
    return undefined;
  }
}
