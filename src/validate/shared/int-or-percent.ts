import { invalid, type FieldError } from '../../model/field-error.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { asJson, invalidBecause, nonnegative } from './checks.ts';
import { isPercent } from './names.ts';

export type IntOrPercent = number | string;

/** A number that is not negative, or a percentage. */
export const validatePositiveIntOrPercent = (value: IntOrPercent = 0, at: FieldPath): FieldError[] =>
  typeof value === 'string' ? invalidBecause(isPercent(value), at, asJson(value)) : nonnegative(value, at);

/** The number in front of the percent sign; undefined when the value is no percentage. */
const percentOf = (value: IntOrPercent): number | undefined =>
  typeof value === 'string' && isPercent(value).length === 0 ? Number(value.slice(0, -1)) : undefined;

/** What the value counts as where only zero or not matters: text that is no percentage counts as its number, or 0. */
export function intOrPercentValue(value: IntOrPercent = 0): number {
  if (typeof value === 'number') return value;
  return percentOf(value) ?? (/^[+-]?[0-9]+$/.test(value) ? Number(value) : 0);
}

export const validateAtMost100Percent = (value: IntOrPercent = 0, at: FieldPath): FieldError[] =>
  (percentOf(value) ?? 0) > 100 ? [invalid(at, asJson(value), 'must not be greater than 100%')] : [];
