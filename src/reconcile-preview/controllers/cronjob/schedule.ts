import { daysIn, instantsOf, localDate, weekday, type CalendarDate } from './calendar.ts';

/** When a CronJob runs. Days match both fields when either is `*`, else one of them, as in cron. */
export type Schedule =
  | { readonly kind: 'every'; readonly milliseconds: number }
  | {
      readonly kind: 'calendar';
      readonly zone: string;
      readonly minutes: ReadonlySet<number>;
      readonly hours: ReadonlySet<number>;
      readonly days: ReadonlySet<number>;
      readonly months: ReadonlySet<number>;
      readonly weekdays: ReadonlySet<number>;
      readonly anyDay: boolean;
    };

interface Field {
  readonly values: ReadonlySet<number>;
  readonly any: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);
/** A search for the next time gives up after so many years. */
const MAX_YEARS = 5;

/** Reads what `cron.ParseStandard` of robfig/cron reads; undefined when it is no schedule. A zone in the text (`TZ=Asia/Tokyo 0 4 * * *`) gives way to `timeZone`. */
export function parseSchedule(text: string, timeZone: string | undefined): Schedule | undefined {
  const parts = text.split(' ').filter((part) => part !== '');
  const inText = parts[0]?.startsWith('TZ=') || parts[0]?.startsWith('CRON_TZ=') ? parts.shift() : undefined;
  const zone = timeZone || inText?.slice(inText.indexOf('=') + 1) || 'UTC';
  if (parts[0] === '@every') return everySchedule(parts.slice(1).join(' '));
  const fields = DESCRIPTORS.get(parts.join(' '))?.split(' ') ?? parts;
  const [minutes, hours, days, months, weekdays] = [
    parseField(fields[0], 0, 59),
    parseField(fields[1], 0, 23),
    parseField(fields[2], 1, 31),
    parseField(fields[3], 1, 12, MONTHS),
    parseField(fields[4], 0, 6, WEEKDAYS),
  ];
  if (fields.length !== 5 || !minutes || !hours || !days || !months || !weekdays) return undefined;
  return {
    kind: 'calendar',
    zone,
    minutes: minutes.values,
    hours: hours.values,
    days: days.values,
    months: months.values,
    weekdays: weekdays.values,
    anyDay: days.any || weekdays.any,
  };
}

/** The first time after `after`, in milliseconds since the epoch; undefined when there is none within five years. */
export function nextTime(schedule: Schedule, after: number): number | undefined {
  if (schedule.kind === 'every') return after - (after % 1000) + schedule.milliseconds;
  const first = localDate(after, schedule.zone);
  for (let { year, month, day } = first; year <= first.year + MAX_YEARS; day++) {
    if (day > daysIn(year, month)) {
      day = 1;
      month += 1;
    }
    if (month > 12) {
      month = 1;
      year += 1;
    }
    if (!matchesDate(schedule, { year, month, day })) continue;
    const next = timesOn(schedule, { year, month, day }).find((time) => time > after);
    if (next !== undefined) return next;
  }
  return undefined;
}

type CalendarSchedule = Extract<Schedule, { kind: 'calendar' }>;

function matchesDate({ days, months, weekdays, anyDay }: CalendarSchedule, date: CalendarDate): boolean {
  if (!months.has(date.month)) return false;
  const [byDay, byWeekday] = [days.has(date.day), weekdays.has(weekday(date))];
  return anyDay ? byDay && byWeekday : byDay || byWeekday;
}

/** All times of a day, in order. */
const timesOn = ({ hours, minutes, zone }: CalendarSchedule, date: CalendarDate): number[] =>
  [...hours]
    .flatMap((hour) => [...minutes].map((minute) => ({ hour, minute })))
    .flatMap(({ hour, minute }) => instantsOf(date, hour, minute, zone))
    .sort((a, b) => a - b);

/** `1-5/2,mon`; undefined when it is not one, or reaches beyond the limits. */
function parseField(text: string | undefined, min: number, max: number, names: readonly string[] = []): Field | undefined {
  const values = new Set<number>();
  let any = false;
  for (const range of (text ?? '').split(',').filter((part) => part !== '')) {
    const [span = '', step, ...moreSteps] = range.split('/');
    const [from = '', to, ...moreLimits] = span.split('-');
    const isAny = from === '*' || from === '?';
    const every = step === undefined ? 1 : numberOf(step, []);
    const first = isAny ? min : numberOf(from, names, min);
    const last = isAny || (to === undefined && step !== undefined) ? max : to === undefined ? first : numberOf(to, names, min);
    const isWrong = moreSteps.length > 0 || (!isAny && moreLimits.length > 0);
    if (isWrong || !every || first === undefined || last === undefined || first < min || last > max || first > last) return undefined;
    any ||= isAny && every === 1;
    for (let value = first; value <= last; value += every) values.add(value);
  }
  return { values, any };
}

/** A number, or a name that stands for its place in the list counted from `base`. */
function numberOf(text: string, names: readonly string[], base = 0): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + base;
  const isNumber = text !== '' && text.length < 10 && [...text].every((character) => character >= '0' && character <= '9');
  return isNumber ? Number(text) : undefined;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** `1h30m`, in whole seconds and at least one. */
function everySchedule(text: string): Schedule | undefined {
  let milliseconds = 0;
  for (let at = 0; at < text.length;) {
    const start = at;
    while (isPartOfNumber(text[at])) at += 1;
    const unitStart = at;
    while (at < text.length && !isPartOfNumber(text[at])) at += 1;
    const [amount, unit] = [Number(text.slice(start, unitStart)), UNITS.get(text.slice(unitStart, at))];
    if (start === unitStart || Number.isNaN(amount) || unit === undefined) return undefined;
    milliseconds += amount * unit;
  }
  return text === '' ? undefined : { kind: 'every', milliseconds: Math.max(1000, milliseconds - (milliseconds % 1000)) };
}

const isPartOfNumber = (character: string | undefined): boolean =>
  character !== undefined && (character === '.' || (character >= '0' && character <= '9'));
