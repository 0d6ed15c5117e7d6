import { goQuote } from '../../../model/go-text.ts';
import { isTimeZone } from './time-zone.ts';

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');

/** Minute, hour, day of month, month, day of week. */
const FIELDS: readonly Bounds[] = [
  { min: 0, max: 59, names: [] },
  { min: 0, max: 23, names: [] },
  { min: 1, max: 31, names: [] },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
];

const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

/** What is wrong with a schedule, in the words of the cron library that the API server uses; undefined when nothing is. */
export function scheduleProblem(text: string): string | undefined {
  if (!text.startsWith('TZ=') && !text.startsWith('CRON_TZ=')) return specProblem(text);
  const space = text.indexOf(' ');
  const equals = text.indexOf('=');
  if (space < 0) return `invalid schedule format: runtime error: slice bounds out of range [:-1]`;
  const zone = text.slice(equals + 1, space);
  return isTimeZone(zone) ? specProblem(text.slice(space).trim()) : `provided bad location ${zone}: unknown time zone ${zone}`;
}

function specProblem(spec: string): string | undefined {
  if (spec.startsWith('@')) return descriptorProblem(spec);
  const parts = spec.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== FIELDS.length) return `expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`;
  for (const [i, bounds] of FIELDS.entries()) {
    for (const range of (parts[i] ?? '').split(',').filter((part) => part !== '')) {
      const problem = rangeProblem(range, bounds);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

function descriptorProblem(descriptor: string): string | undefined {
  if (DESCRIPTORS.includes(descriptor)) return undefined;
  if (!descriptor.startsWith('@every ')) return `unrecognized descriptor: ${descriptor}`;
  const duration = descriptor.slice('@every '.length);
  if (/^[+-]?(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$/.test(duration)) return undefined;
  return `failed to parse duration ${descriptor}: ${durationProblem(duration)}`;
}

function durationProblem(duration: string): string {
  const unsigned = duration.replace(/^[+-]/, '');
  if (/^[0-9.]+$/.test(unsigned)) return `time: missing unit in duration ${goQuote(duration)}`;
  const unit = /[0-9.]([^0-9.]+)/.exec(unsigned)?.[1];
  return unit === undefined || !/^[0-9.]/.test(unsigned)
    ? `time: invalid duration ${goQuote(duration)}`
    : `time: unknown unit ${goQuote(unit)} in duration ${goQuote(duration)}`;
}

/** `1-5/2`. The first problem in the order in which the library looks. */
function rangeProblem(text: string, bounds: Bounds): string | undefined {
  const [span = '', step, ...moreSteps] = text.split('/');
  const limits = span.split('-');
  const isAny = limits[0] === '*' || limits[0] === '?';
  const first = isAny ? bounds.min : numberOf(limits[0] ?? '', bounds.names);
  if (typeof first === 'string') return first;
  if (!isAny && limits.length > 2) return `too many hyphens: ${text}`;
  const last = isAny ? bounds.max : limits.length === 2 ? numberOf(limits[1] ?? '', bounds.names) : first;
  if (typeof last === 'string') return last;
  if (moreSteps.length > 0) return `too many slashes: ${text}`;
  const every = step === undefined ? 1 : numberOf(step, []);
  if (typeof every === 'string') return every;
  const end = step !== undefined && limits.length === 1 ? bounds.max : last;
  if (first < bounds.min) return `beginning of range (${first}) below minimum (${bounds.min}): ${text}`;
  if (end > bounds.max) return `end of range (${end}) above maximum (${bounds.max}): ${text}`;
  if (first > end) return `beginning of range (${first}) beyond end of range (${end}): ${text}`;
  return every === 0 ? `step of range should be a positive number: ${text}` : undefined;
}

/** A number or a name's number, or why there is none. */
function numberOf(text: string, names: readonly string[]): number | string {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return names === MONTHS ? named + 1 : named;
  if (!/^[+-]?[0-9]+$/.test(text)) return `failed to parse int from ${text}: strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`;
  if (text.length > 18) return `failed to parse int from ${text}: strconv.Atoi: parsing ${goQuote(text)}: value out of range`;
  const number = Number(text);
  return number < 0 ? `negative number (${number}) not allowed: ${text}` : number;
}
