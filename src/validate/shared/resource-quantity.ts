import { invalid, type FieldError } from '../../model/field-error.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { invalidBecause, asJson } from './checks.ts';
import { isQualifiedName } from './names.ts';
import { isNegative, isPositive, isWhole, wholeValue } from './quantities.ts';
import { isIntegerResource, isStandardResource } from './resource-names.ts';

/** Not negative, and whole where the resource is counted. */
export const validateResourceQuantity = (name: string, quantity: string, at: FieldPath): FieldError[] => [
  ...(isNegative(quantity) ? [invalid(at, quantity, 'must be greater than or equal to 0')] : []),
  ...(isIntegerResource(name) && !isWhole(quantity) ? [invalid(at, quantity, 'must be an integer')] : []),
];

export const validateNonnegativeQuantity = (quantity: string, at: FieldPath): FieldError[] =>
  isNegative(quantity) ? [invalid(at, quantity, 'must be greater than or equal to 0')] : [];

export const validatePositiveQuantity = (quantity: string, at: FieldPath): FieldError[] =>
  isPositive(quantity) ? [] : [invalid(at, quantity, 'must be greater than zero')];

/** The older rule of volumes: whole units are not negative. */
export const validateBasicResource = (quantity: string, at: FieldPath): FieldError[] =>
  wholeValue(quantity) < 0n ? [invalid(at, wholeValue(quantity), 'must be a valid resource quantity')] : [];

/** A resource's name: standard, or with a domain. */
export function validateResourceName(name: string, at: FieldPath): FieldError[] {
  const errors = invalidBecause(isQualifiedName(name), at, asJson(name));
  if (errors.length > 0 || name.includes('/') || isStandardResource(name)) return errors;
  return [invalid(at, asJson(name), 'must be a standard resource type or fully qualified')];
}
