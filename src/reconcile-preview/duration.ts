import { parseGoDuration } from '../schema/cel/go-duration.ts';

const NANOS_PER_MILLISECOND = 1_000_000n;

/** Reads `90s`, `1h30m` or `2d` in milliseconds; undefined for anything else, and for less than a millisecond. */
export function parseDuration(text: string): number | undefined {
  const [, days = '', rest = ''] = /^(?:(\d{1,6})d)?(.*)$/s.exec(text) ?? [];
  const whole = `${days === '' ? '' : `${Number(days) * 24}h`}${rest}`;
  const nanos = parseGoDuration(whole);
  return nanos === undefined || nanos < NANOS_PER_MILLISECOND ? undefined : Number(nanos / NANOS_PER_MILLISECOND);
}
