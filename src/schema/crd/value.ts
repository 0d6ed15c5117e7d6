import { isObject } from '../../model/json.ts';

/** An object whose fields may be changed. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields => isObject(value);

/** What a JSON value is to Go: whole numbers of 64 bits are `int`, all others `float`. */
export type ValueKind = 'null' | 'bool' | 'string' | 'int' | 'float' | 'slice' | 'map';

export function kindOfValue(value: unknown): ValueKind {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    case 'number':
      return isInt64(value) ? 'int' : 'float';
    case 'bigint':
      return value >= -LIMIT && value < LIMIT ? 'int' : 'float';
    default:
      return value === null || value === undefined ? 'null' : Array.isArray(value) ? 'slice' : 'map';
  }
}

const GO_TYPES: Readonly<Record<ValueKind, string>> = {
  null: '<nil>',
  bool: 'bool',
  string: 'string',
  int: 'int64',
  float: 'float64',
  slice: '[]interface {}',
  map: 'map[string]interface {}',
};

/** The type of a JSON value as Go's `%T` prints it. */
export const goType = (value: unknown): string => GO_TYPES[kindOfValue(value)];

const LIMIT = 2n ** 63n;

const isInt64 = (value: number): boolean =>
  Number.isSafeInteger(value) || (Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63);

/** A float64 as Go's `%v` prints it: an exponent below 1e-4 and from 1e6 on, of two digits at least. */
export function floatText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const exponent = Number(value.toExponential().split('e')[1]);
  if (exponent >= -4 && exponent < 6) return plainDecimal(value);
  const [digits = '', power = ''] = value.toExponential().split('e');
  const sign = power.startsWith('-') ? '-' : '+';
  return `${digits}e${sign}${power.replace(/^[-+]/, '').padStart(2, '0')}`;
}

/** The shortest digits without an exponent. */
export function plainDecimal(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  const [mantissa = '', power = '0'] = text.split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const shift = Number(power);
  const digits = whole + fraction;
  const point = whole.length + shift;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, '0');
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
