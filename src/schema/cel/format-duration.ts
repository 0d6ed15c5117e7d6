import { parseGoDuration } from './go-duration.ts';

const UNITS: readonly (readonly [names: RegExp, nanos: bigint])[] = [
  [/^(ns|nano|nanosecond|nanos|nanoseconds)$/, 1n],
  [/^(us|µs|micro|micros|microsecond|microseconds)$/, 1_000n],
  [/^(ms|milli|millis|millisecond|milliseconds)$/, 1_000_000n],
  [/^(s|sec|secs|second|seconds)$/, 1_000_000_000n],
  [/^(m|min|mins|minute|minutes)$/, 60_000_000_000n],
  [/^(h|hr|hrs|hour|hours)$/, 3_600_000_000_000n],
  [/^(d|day|days)$/, 86_400_000_000_000n],
  [/^(w|wk|wks|week|weeks)$/, 604_800_000_000_000n],
];

/** Nanoseconds of a text of format `duration`: Go's own, or numbers with units in words such as `3 days`; undefined for any other. */
export function parseFormatDuration(text: string): bigint | undefined {
  const plain = parseGoDuration(text);
  if (plain !== undefined) return plain;
  let total = 0n;
  let isFound = false;
  for (const [, digits = '', unit = ''] of text.matchAll(/(\d+)\s*([A-Za-zµ]+)/g)) {
    const nanos = UNITS.find(([names]) => names.test(unit))?.[1];
    if (nanos === undefined) continue;
    isFound = true;
    total += BigInt(digits) * nanos;
  }
  return isFound ? total : undefined;
}
