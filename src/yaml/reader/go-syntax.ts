import { goQuote } from '../../model/go-text.ts';
import { compareText, type Json } from '../../model/json.ts';
import type { Scalar } from './resolve-scalar.ts';

/** A decoded value as Go's `%#v` prints it. */
export function goSyntax(value: Json): string {
  if (value === null) return '<nil>';
  return goNested(value);
}

function goNested(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  if (typeof value === 'string') return goQuote(value);
  if (typeof value === 'bigint') return value >= 1n << 63n ? `0x${value.toString(16)}` : value.toString();
  if (typeof value === 'number') return formatDouble(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goNested).join(', ')}}`;
  const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return `map[interface {}]interface {}{${entries.map(([key, item]) => `${goQuote(key)}:${goNested(item ?? null)}`).join(', ')}}`;
}

/** The text that sigs.k8s.io/yaml makes of a key; undefined where it refuses the key. */
export function keyText({ type, value }: Scalar): string | undefined {
  if (type === 'null' || (typeof value === 'bigint' && value >= 1n << 63n)) return undefined;
  return type === 'float' ? floatKey(Number(value)) : String(value);
}

function floatKey(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return '.nan';
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  return formatFloat(single, shortest32);
}

/** A double as `strconv.FormatFloat(value, 'g', -1, 64)` prints it. */
export const formatDouble = (value: number): string => formatFloat(value, shortest64);

const shortest64 = (value: number): string => value.toExponential();

/** The fewest digits that give the same single-precision number again. */
function shortest32(value: number): string {
  for (let digits = 0; digits < 9; digits++) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toExponential();
}

/** Go's `%g` with as many digits as needed. */
function formatFloat(value: number, shortest: (value: number) => string): string {
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '', exponentText = '0'] = shortest(value).split('e');
  const exponent = Number(exponentText);
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < -4 || exponent >= 6) return exponential(mantissa, exponent);
  return value.toFixed(Math.max(digits.length - 1 - exponent, 0));
}

const exponential = (mantissa: string, exponent: number): string =>
  `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
