import { deepEqual } from '../../model/json.ts';
import { isNearlyWhole } from './number-rules.ts';
import { compilePattern } from './pattern.ts';
import type { SchemaProps } from './schema-props.ts';
import { kindOfValue } from './value.ts';
import {
  enumObjection,
  tooLongObjection,
  typeObjection,
  valueObjection,
  type Objection,
  type Place,
  type ValueResult,
} from './value-result.ts';

/** A result with one objection, or none. */
export const single = (objection: Objection | undefined): ValueResult => ({
  objections: new Map(objection && [[objection.message, objection.error]]),
  matches: 0,
});

const GO_TYPES = {
  null: ['null', ''],
  bool: ['boolean', ''],
  string: ['string', ''],
  int: ['integer', 'int64'],
  float: ['number', 'float64'],
  slice: ['array', ''],
  map: ['object', ''],
} as const;

/** That a value has one of the types, or the format that stands for one. */
export function validateType(types: readonly string[], format: string, nullable: boolean, value: unknown, place: Place): ValueResult {
  const passed: ValueResult = { objections: new Map(), matches: 1 };
  const kind = kindOfValue(value);
  const [type, goFormat] = GO_TYPES[kind];
  if (kind === 'null') return types.length > 0 && !nullable ? single(typeObjection(place, types.join(','), 'null')) : passed;
  const isText = kind === 'string' || kind === 'slice';
  const isWholeFloat = kind === 'float' && types.includes('integer') && isNearlyWhole(Number(value));
  const isNumber = (kind === 'int' && types.includes('number')) || isWholeFloat;
  if (!isText && format !== '' && !(types.includes(type) || goFormat === format || isNumber))
    return single(typeObjection(place, format, goFormat));
  if (isText && format !== '' && !types.includes('number') && !types.includes('integer')) return passed;
  return types.includes(type) || isNumber ? passed : single(typeObjection(place, types.join(','), type));
}

/** Only the first objection to a text is told. */
export function stringObjection(schema: SchemaProps, value: string, place: Place): Objection | undefined {
  const { maxLength, minLength, pattern } = schema;
  if (maxLength !== undefined && value.length > maxLength && characters(value) > maxLength) return tooLongObjection(place, maxLength);
  if (minLength !== undefined && characters(value) < minLength)
    return valueObjection(place, `should be at least ${minLength} chars long`, value);
  if (!pattern) return undefined;
  const expression = compilePattern(pattern);
  if (expression.error !== undefined)
    return valueObjection(place, `should match '${pattern}, but pattern is invalid: ${expression.error}'`, value);
  return expression.test(value) ? undefined : valueObjection(place, `should match '${pattern}'`, value);
}

/** Unicode code points, as Go counts runes. */
function characters(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code < 0xdc00 && i + 1 < text.length) i++;
    count++;
  }
  return count;
}

/** That a value is one of those the schema lists. */
export function validateEnum(schema: SchemaProps, value: unknown, place: Place): ValueResult {
  const allowed = schema.enum ?? [];
  return single(allowed.length === 0 || allowed.some((each) => isMeant(value, each)) ? undefined : enumObjection(place, value, allowed));
}

/** Whether a value is the allowed one, perhaps after Go's conversion to its type: fractions are cut off, numbers become characters. */
function isMeant(value: unknown, allowed: unknown): boolean {
  const [kind, wanted] = [kindOfValue(value), kindOfValue(allowed)];
  if (wanted === 'null' || kind === 'null') return false;
  if (kind === 'float' && wanted === 'int') return BigInt(Math.trunc(Number(value))) === BigInt(Number(allowed));
  if (kind === 'int' && wanted === 'float') return Number(value) === Number(allowed);
  if (kind === 'int' && wanted === 'string') return characterOf(Number(value)) === allowed;
  return kind === wanted && deepEqual(value, allowed);
}

const characterOf = (code: number): string =>
  code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : '\ufffd';
