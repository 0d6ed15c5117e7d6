/** Nanoseconds of each unit of Go's durations. */
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n, us: 1_000n, 'µs': 1_000n, 'μs': 1_000n, ms: 1_000_000n, s: 1_000_000_000n, m: 60_000_000_000n, h: 3_600_000_000_000n,
}; // prettier-ignore
const LIMIT = 2n ** 63n;

/** Reads a duration as Go's `time.ParseDuration`: `1h15m30.918s`, in nanoseconds; undefined when it is none or does not fit 64 bits. */
export function parseGoDuration(text: string): bigint | undefined {
  const isNegative = text.startsWith('-');
  const magnitude = text.replace(/^[-+]/, '');
  if (magnitude === '0') return 0n;
  if (magnitude === '' || magnitude.length > 4096) return undefined;
  let total = 0n;
  let at = 0;
  const part = /(\d*)(?:\.(\d*))?([^\d.]+)/y;
  while (at < magnitude.length) {
    part.lastIndex = at;
    const [whole, integer = '', fraction = '', name = ''] = part.exec(magnitude) ?? [];
    const unit = UNITS[name];
    if (whole === undefined || unit === undefined || integer + fraction === '') return undefined;
    const cut = fraction.slice(0, 18);
    total += BigInt(integer === '' ? 0 : integer) * unit + (BigInt(cut === '' ? 0 : cut) * unit) / 10n ** BigInt(cut.length);
    if (total > LIMIT) return undefined;
    at += whole.length;
  }
  if (isNegative) return -total;
  return total === LIMIT ? undefined : total;
}

/** Seconds with as many digits of a fraction as there are: `5400s`, `0.5s`; what Go prints for a float64 of seconds. */
export function secondsText(nanos: bigint): string {
  const sign = nanos < 0n ? '-' : '';
  const magnitude = nanos < 0n ? -nanos : nanos;
  const seconds = Number(magnitude / 1_000_000_000n) + Number(magnitude % 1_000_000_000n) / 1e9;
  return `${sign}${plain(seconds)}s`;
}

/** A non-negative number without an exponent. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(9).replace(/\.?0+$/, '') : text;
}
