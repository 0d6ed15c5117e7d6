import { verbatim, type Verbatim } from '../../model/field-error.ts';
import { isSince } from '../release.ts';
import type { ValueContext } from './validate-value.ts';
import type { SchemaProps } from './schema-props.ts';
import { floatText, kindOfValue, plainDecimal } from './value.ts';
import { add, emptyResult, generalObjection, merge, valueObjection, type Objection, type Place, type ValueResult } from './value-result.ts';

/** What the schema says of a number: that it fits its type and format, `multipleOf`, `maximum`, `minimum`, in this order. */
export function validateNumber(
  context: ValueContext,
  schema: SchemaProps,
  types: readonly string[],
  format: string,
  value: number | bigint,
  place: Place,
): ValueResult {
  const result = emptyResult();
  const [type] = types;
  const isChecked = isSince(context.release, '1.36') && types.length === 1 && (type === 'integer' || type === 'number');
  const range: Range = isChecked ? { type, format: FORMATS[type].includes(format) ? format : '' } : { type: '', format: '' };
  const checkRange = (number: number | bigint, what: string): Objection | undefined =>
    isInRange(number, range)
      ? undefined
      : generalObjection(
          context.base,
          `${what} value must be of type ${range.type} ${range.format === '' ? '(default format)' : `with format ${range.format}`} in ${place.name}`,
        );
  const own = checkRange(value, 'Checked');
  if (own) add(result, own);
  const bounds: readonly (readonly [number | undefined, string, typeof multipleObjection])[] = [
    [schema.multipleOf, 'MultipleOf', multipleObjection],
    [schema.maximum, 'Maximum boundary', maximumObjection],
    [schema.minimum, 'Minimum boundary', minimumObjection],
  ];
  const [multiple, ...limits] = bounds.map(([bound, what, check]) => {
    const found = emptyResult();
    if (bound === undefined) return found;
    const unfit = checkRange(bound, what);
    if (unfit) add(found, unfit);
    // where the bound itself does not fit, all is compared as floating point
    const objection = check(place, schema, unfit ? Number(value) : value, bound, !unfit && kindOfValue(value) === 'int');
    if (objection) add(found, objection);
    return found;
  });
  const [maximum, minimum] = limits;
  for (const each of [multiple, minimum, maximum]) if (each) merge(result, each);
  result.matches += 1;
  return result;
}

interface Range {
  readonly type: string;
  readonly format: string;
}

const FORMATS: Readonly<Record<'integer' | 'number', readonly string[]>> = { integer: ['int32', 'int64'], number: ['float', 'double'] };

function isInRange(value: number | bigint, { type, format }: Range): boolean {
  if (type === 'integer') {
    const whole = wholeNumber(value);
    const bits = format === 'int32' ? 31n : 63n;
    return whole !== undefined && whole >= -(2n ** bits) && whole < 2n ** bits;
  }
  return format !== 'float' || Number.isFinite(Math.fround(Number(value)));
}

const wholeNumber = (value: number | bigint): bigint | undefined =>
  typeof value === 'bigint' ? value : Number.isInteger(value) ? BigInt(plainDecimal(value)) : undefined;

/** A bound as the server converts it for comparing whole numbers: one beyond 64 bits becomes the least of them. */
function truncated(bound: number): bigint {
  const whole = BigInt(plainDecimal(Math.trunc(bound)));
  return whole === BigInt.asIntN(64, whole) ? whole : -(2n ** 63n);
}

function multipleObjection(place: Place, _: SchemaProps, value: number | bigint, factor: number, isWhole: boolean): Objection | undefined {
  if (isWhole) {
    const divisor = truncated(factor);
    if (divisor <= 0n) return notPositive(place, divisor.toString());
    return BigInt(value) % divisor === 0n ? undefined : valueObjection(place, `should be a multiple of ${divisor}`, value);
  }
  if (factor <= 0) return notPositive(place, floatText(factor));
  const number = Number(value);
  const quotient = factor < 1 ? (1 / factor) * number : number / factor;
  return isNearlyWhole(quotient) ? undefined : valueObjection(place, `should be a multiple of ${floatText(factor)}`, floatShown(number));
}

function notPositive(place: Place, factor: string): Objection {
  const objection = valueObjection(place, '', verbatim(factor));
  const message = `factor MultipleOf declared for ${place.name} must be positive: ${factor}`;
  return { message, error: { ...objection.error, detail: message } };
}

/** A whole number but for rounding, within ±2^53. */
export function isNearlyWhole(value: number): boolean {
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return false;
  const rounded = Math.round(value);
  if (value === rounded) return true;
  return rounded !== 0 && Math.abs(value - rounded) < 1e-9 * Math.abs(rounded);
}

const maximumObjection = (
  place: Place,
  schema: SchemaProps,
  value: number | bigint,
  bound: number,
  isWhole: boolean,
): Objection | undefined => limitObjection(place, value, bound, isWhole, 'less', schema.exclusiveMaximum === true);

const minimumObjection = (
  place: Place,
  schema: SchemaProps,
  value: number | bigint,
  bound: number,
  isWhole: boolean,
): Objection | undefined => limitObjection(place, value, bound, isWhole, 'greater', schema.exclusiveMinimum === true);

function limitObjection(
  place: Place,
  value: number | bigint,
  bound: number,
  isWhole: boolean,
  side: 'less' | 'greater',
  isExclusive: boolean,
): Objection | undefined {
  const limit = isWhole ? truncated(bound) : bound;
  const number = isWhole ? value : Number(value);
  const isInside = side === 'less' ? number < limit : number > limit;
  const isBeyond = side === 'less' ? number > limit : number < limit;
  if (isExclusive ? isInside : !isBeyond) return undefined;
  const text = typeof limit === 'bigint' ? limit.toString() : floatText(limit);
  return valueObjection(place, `should be ${side} than ${isExclusive ? '' : 'or equal to '}${text}`, isWhole ? value : floatShown(number));
}

const floatShown = (value: number | bigint): Verbatim => verbatim(floatText(Number(value)));
