/** How a quantity is written: `12e6`, `12Mi`, `12M`; empty for the zero value that nobody wrote. */
export type QuantityFormat = 'DecimalExponent' | 'BinarySI' | 'DecimalSI' | '';

/**
 * A `resource.Quantity`: exactly `unscaled * 10^scale`. `inDecimal` says that upstream holds it as an arbitrary-precision decimal rather than an int64,
 * which shows where values overflow and in the pod template hash.
 */
export interface Quantity {
  readonly unscaled: bigint;
  readonly scale: number;
  readonly format: QuantityFormat;
  readonly inDecimal: boolean;
  /** The text it was read from where that is canonical already; empty otherwise. */
  readonly text: string;
}

export const ZERO_QUANTITY: Quantity = { unscaled: 0n, scale: 0, format: '', inDecimal: false, text: '' };

/** Why a text is no quantity, in the API server's words. */
export type QuantityError =
  | "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
  | 'unable to parse numeric part of quantity'
  | "unable to parse quantity's suffix";

const WRONG_FORMAT: QuantityError = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const WRONG_NUMBER: QuantityError = 'unable to parse numeric part of quantity';
const WRONG_SUFFIX: QuantityError = "unable to parse quantity's suffix";

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);
const NANO = -9;
/** Digits that fit an int64 whatever they are. */
const INT64_DIGITS = 18;

const SUFFIXES: Readonly<Record<string, readonly [base: 2 | 10, exponent: number]>> = {
  ...{ n: [10, -9], u: [10, -6], m: [10, -3], '': [10, 0], k: [10, 3], M: [10, 6], G: [10, 9], T: [10, 12], P: [10, 15], E: [10, 18] },
  ...{ Ki: [2, 10], Mi: [2, 20], Gi: [2, 30], Ti: [2, 40], Pi: [2, 50], Ei: [2, 60] },
};
const suffixOf = (base: 2 | 10, exponent: number): string =>
  Object.keys(SUFFIXES).find((suffix) => SUFFIXES[suffix]?.[0] === base && SUFFIXES[suffix]?.[1] === exponent) ?? '';

// `(?=(…))\1` keeps a run of digits whole, so that no text takes more than linear time
const QUANTITY =
  /^(?<sign>[+-]?)(?=(?<integer>[0-9]*))\k<integer>(?:\.(?=(?<fraction>[0-9]*))\k<fraction>)?(?<suffix>[eEinumkKMGTP]*[-+]?[0-9]*)$/;

/** Quantities that were read lately: manifests repeat a few of them, and each is read many times on its way. */
const lately = new Map<string, Quantity | QuantityError>();
const MAX_LATELY = 1000;
const MAX_LATELY_LENGTH = 32;

/** Reads a quantity as `resource.ParseQuantity` does; a text that is none answers why. */
export function parseQuantity(text: string): Quantity | QuantityError {
  if (text.length > MAX_LATELY_LENGTH) return readQuantity(text);
  let quantity = lately.get(text);
  if (!quantity) {
    if (lately.size >= MAX_LATELY) lately.clear();
    lately.set(text, (quantity = readQuantity(text)));
  }
  return quantity;
}

function readQuantity(text: string): Quantity | QuantityError {
  if (text === '') return WRONG_FORMAT;
  if (text === '0') return { ...ZERO_QUANTITY, format: 'DecimalSI', text };
  const parts = QUANTITY.exec(text)?.groups;
  if (!parts) return WRONG_FORMAT;
  const { sign = '', integer = '', fraction = '', suffix = '' } = parts;
  const interpreted = interpretSuffix(suffix);
  if (!interpreted) return WRONG_SUFFIX;
  const { base, exponent, format } = interpreted;
  const negative = sign === '-';
  const whole = integer.replace(/^0+/, '') || '0';

  const precision =
    format !== 'BinarySI'
      ? INT64_DIGITS - (whole.length + fraction.length)
      : fraction === ''
        ? 15 - whole.length - Math.trunc(Math.fround(exponent * 3) / 10) - 1
        : -1;
  const scale = (format === 'BinarySI' ? 0 : exponent) - fraction.length;
  if (precision >= 0 && scale >= NANO) {
    const digits = whole + fraction;
    const value = BigInt(digits);
    const result = format === 'BinarySI' ? value << BigInt(exponent) : value;
    if (result <= MAX_INT64) {
      const isCanonical =
        format === 'BinarySI'
          ? exponent % 10 === 0 && (value & 7n) !== 0n
          : scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
      return { unscaled: negative ? -result : result, scale, format, inDecimal: false, text: isCanonical ? text : '' };
    }
  }
  if (integer === '' && fraction === '') return WRONG_NUMBER;
  const unscaled = BigInt(integer + fraction) * (base === 2 ? 2n ** BigInt(exponent) : 1n);
  return inDecimal(unscaled, (base === 10 ? exponent : 0) - fraction.length, format, negative);
}

/** Digits kept when numbers of very different size meet. */
const MAX_DIGITS = 4096;

/** Upstream's arbitrary-precision way: always nano precision, rounded up; binary quantities capped at an int64. */
function inDecimal(magnitude: bigint, exactScale: number, format: QuantityFormat, negative: boolean): Quantity {
  let [unscaled, scale] = [magnitude, exactScale];
  if (unscaled !== 0n && scale - NANO <= MAX_DIGITS) {
    unscaled = scale < NANO ? roundUp(unscaled, NANO - scale).value : unscaled * 10n ** BigInt(scale - NANO);
    scale = NANO;
  }
  const positive: Quantity = { unscaled, scale, format, inDecimal: true, text: '' };
  if (format === 'BinarySI' && compareQuantities(positive, fromInteger(MAX_INT64)) > 0) [unscaled, scale] = [MAX_INT64, 0];
  const isFraction = format === 'BinarySI' && unscaled > 0n && compareQuantities(positive, fromInteger(1n)) < 0;
  return { unscaled: negative ? -unscaled : unscaled, scale, format: isFraction ? 'DecimalSI' : format, inDecimal: true, text: '' };
}

function interpretSuffix(
  suffix: string,
): { readonly base: 2 | 10; readonly exponent: number; readonly format: QuantityFormat } | undefined {
  const known = Object.hasOwn(SUFFIXES, suffix) ? SUFFIXES[suffix] : undefined;
  if (known) return { base: known[0], exponent: known[1], format: known[0] === 2 ? 'BinarySI' : 'DecimalSI' };
  if (!/^[eE][+-]?[0-9]+$/.test(suffix)) return undefined;
  const exponent = BigInt(suffix.slice(1).replace('+', ''));
  if (exponent > MAX_INT64 || exponent < MIN_INT64) return undefined;
  return { base: 10, exponent: Number(BigInt.asIntN(32, exponent)), format: 'DecimalExponent' };
}

/** The text the API server stores and prints: as large a suffix as loses nothing, no fraction. */
export function quantityText(quantity: Quantity): string {
  if (quantity.text !== '') return quantity.text;
  if (quantity.unscaled === 0n) return '0';
  if (quantity.format === 'BinarySI') {
    const whole = scaleTo(quantity, 0);
    const isSmall = compareQuantities(quantity, fromInteger(-1024n)) > 0 && compareQuantities(quantity, fromInteger(1024n)) < 0;
    if (!isSmall && whole.exact) {
      const [number, times] = withoutFactors(whole.value, 1024n);
      return `${number}${suffixOf(2, times * 10)}`;
    }
  }
  const [digits, times] = withoutFactors(quantity.unscaled, 10n);
  const exponent = quantity.scale + times;
  const surplus = ((exponent % 3) + 3) % 3;
  const number = digits * 10n ** BigInt(surplus);
  return `${number}${decimalSuffix(exponent - surplus, quantity.format)}`;
}

function decimalSuffix(exponent: number, format: QuantityFormat): string {
  if (format === 'DecimalSI' || format === 'BinarySI') return suffixOf(10, exponent);
  return exponent === 0 ? '' : `e${exponent}`;
}

/** The canonical text of a quantity given as text or number; undefined when it is none. */
export function canonicalQuantity(value: string | number): string | undefined {
  const quantity = parseQuantity(String(value).trim());
  return typeof quantity === 'string' ? undefined : quantityText(quantity);
}

export const fromInteger = (value: bigint | number, format: QuantityFormat = 'DecimalSI'): Quantity => ({
  ...ZERO_QUANTITY,
  unscaled: BigInt(value),
  format,
});
export const fromMilli = (value: bigint | number, format: QuantityFormat = 'DecimalSI'): Quantity => ({
  ...fromInteger(value, format),
  scale: -3,
});

/** -1, 0 or 1. */
export const signOf = ({ unscaled }: Quantity): -1 | 0 | 1 => (unscaled > 0n ? 1 : unscaled < 0n ? -1 : 0);

/** -1, 0 or 1, as `Quantity.Cmp`. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const sign = signOf(a);
  if (sign !== signOf(b) || sign === 0) return Math.sign(sign - signOf(b));
  // magnitudes first, so that 1e2000000000 costs nothing
  const [order, otherOrder] = [magnitudeOf(a), magnitudeOf(b)];
  if (order !== otherOrder) return order > otherOrder ? sign : -sign;
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `a + b`; a zero takes the format of what is added to it. */
export const addQuantities = (a: Quantity, b: Quantity): Quantity => combine(a, b, (left, right) => left + right);
/** `a - b`; a zero takes the format of what is taken from it. */
export const subtractQuantities = (a: Quantity, b: Quantity): Quantity => combine(a, b, (left, right) => left - right);
/** So many times as much. */
export const timesQuantity = (quantity: Quantity, count: number): Quantity => {
  const unscaled = quantity.unscaled * BigInt(count);
  return { ...quantity, unscaled, inDecimal: quantity.inDecimal || unscaled > MAX_INT64, text: '' };
};
export const negateQuantity = (quantity: Quantity): Quantity => ({ ...quantity, unscaled: -quantity.unscaled, text: '' });

function combine(a: Quantity, b: Quantity, operation: (left: bigint, right: bigint) => bigint): Quantity {
  const format = a.unscaled === 0n ? b.format : a.format;
  const distance = a.unscaled === 0n || b.unscaled === 0n ? 0 : Math.abs(magnitudeOf(a) - magnitudeOf(b));
  if (distance > MAX_DIGITS)
    return magnitudeOf(a) > magnitudeOf(b) ? { ...a, text: '' } : { ...b, unscaled: operation(0n, b.unscaled), format, text: '' };
  const [left, right, scale] = aligned(a, b);
  const unscaled = operation(left, right);
  const fits = !a.inDecimal && !b.inDecimal && unscaled <= MAX_INT64 && unscaled >= MIN_INT64;
  return { unscaled, scale, format, inDecimal: !fits, text: '' };
}

function aligned(a: Quantity, b: Quantity): readonly [left: bigint, right: bigint, scale: number] {
  if (a.unscaled === 0n) return [0n, b.unscaled, b.scale];
  if (b.unscaled === 0n) return [a.unscaled, 0n, a.scale];
  const scale = Math.min(a.scale, b.scale);
  return [a.unscaled * 10n ** BigInt(a.scale - scale), b.unscaled * 10n ** BigInt(b.scale - scale), scale];
}

/** The power of ten of the first digit. */
const magnitudeOf = ({ unscaled, scale }: Quantity): number => String(unscaled < 0n ? -unscaled : unscaled).length + scale;

/** Whole units, rounded away from zero as `Quantity.Value` does; an int64 that overflows there overflows here. */
export const valueOf = (quantity: Quantity): bigint => scaledValue(quantity, 0);
/** Thousandths, rounded up as `Quantity.MilliValue` does. */
export const milliValueOf = (quantity: Quantity): bigint => scaledValue(quantity, -3);

function scaledValue(quantity: Quantity, scale: number): bigint {
  const { unscaled } = quantity;
  const shift = quantity.scale - scale;
  if (unscaled === 0n || shift === 0) return BigInt.asIntN(64, unscaled);
  if (shift > 0) {
    const factor = shift > INT64_DIGITS ? undefined : 10n ** BigInt(shift);
    if (quantity.inDecimal) return BigInt.asIntN(64, BigInt.asIntN(64, unscaled) * (factor ?? MIN_INT64));
    const product = factor === undefined ? undefined : unscaled * factor;
    if (product !== undefined && product <= MAX_INT64 && product >= MIN_INT64) return product;
    // upstream multiplies at once for these powers and digit by digit, giving up, for others
    return product !== undefined && [1, 2, 3, 6, 9].includes(shift) && unscaled !== MIN_INT64 ? BigInt.asIntN(64, product) : 0n;
  }
  if (!quantity.inDecimal) return scaleTo(quantity, scale).value;
  if (unscaled < MAX_INT64 && -shift <= INT64_DIGITS) {
    const divisor = 10n ** BigInt(-shift);
    const dividend = BigInt.asIntN(64, unscaled);
    return dividend / divisor + (dividend % divisor === 0n ? 0n : 1n);
  }
  const { value, exact } = roundUp(unscaled < 0n ? -unscaled : unscaled, -shift);
  return BigInt.asIntN(64, unscaled > 0n ? value : exact ? -value : 1n - value);
}

/** The quantity as an integer times `10^scale`, rounded away from zero. */
function scaleTo(quantity: Quantity, scale: number): { readonly value: bigint; readonly exact: boolean } {
  const shift = quantity.scale - scale;
  if (shift >= 0) return { value: quantity.unscaled * 10n ** BigInt(Math.min(shift, MAX_DIGITS)), exact: true };
  const negative = quantity.unscaled < 0n;
  const { value, exact } = roundUp(negative ? -quantity.unscaled : quantity.unscaled, -shift);
  return { value: negative ? -value : value, exact };
}

/** `magnitude / 10^digits`, rounded up. */
function roundUp(magnitude: bigint, digits: number): { readonly value: bigint; readonly exact: boolean } {
  if (digits > String(magnitude).length) return { value: magnitude === 0n ? 0n : 1n, exact: magnitude === 0n };
  const divisor = 10n ** BigInt(digits);
  const exact = magnitude % divisor === 0n;
  return { value: magnitude / divisor + (exact ? 0n : 1n), exact };
}

function withoutFactors(value: bigint, factor: bigint): readonly [value: bigint, times: number] {
  let [rest, times] = [value, 0];
  while (rest !== 0n && rest % factor === 0n) {
    rest /= factor;
    times++;
  }
  return [rest, times];
}
