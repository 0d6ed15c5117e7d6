import { forbidden, invalid, required, type FieldError } from '../../model/field-error.ts';
import { child, root, type FieldPath } from '../../model/field-path.ts';
import type { LabelSelector, LabelSelectorRequirement } from '../../model/kinds/meta-v1.ts';
import { asJson, each, invalidBecause } from './checks.ts';
import { isLabelValue, isQualifiedName } from './names.ts';

/** A label's key. */
export const validateLabelName = (name: string, at: FieldPath): FieldError[] => invalidBecause(isQualifiedName(name), at, name);

/** Keys and values of a map of labels; errors name the map, not the entry. */
export const validateLabels = (labels: Readonly<Record<string, string>> | undefined, at: FieldPath): FieldError[] =>
  Object.entries(labels ?? {}).flatMap(([name, value]) => [
    ...validateLabelName(name, at),
    ...invalidBecause(isLabelValue(value), at, value),
  ]);

export interface LabelSelectorOptions {
  /** Operators that nobody knows yet are taken. */
  readonly allowUnknownOperators?: boolean;
  /** Values need no label syntax, because those of the stored object have none. */
  readonly allowInvalidValues?: boolean;
}

/** Syntax of a label selector; an absent one is fine. */
export function validateLabelSelector(
  selector: LabelSelector | undefined,
  at: FieldPath,
  options: LabelSelectorOptions = {},
): FieldError[] {
  if (!selector) return [];
  return [
    ...validateLabels(selector.matchLabels, child(at, 'matchLabels')),
    ...each(selector.matchExpressions, child(at, 'matchExpressions'), (requirement, path) =>
      validateRequirement(requirement, path, options),
    ),
  ];
}

/** One requirement of a label selector. */
export function validateRequirement(
  { key, operator, values = [] }: LabelSelectorRequirement,
  at: FieldPath,
  { allowInvalidValues, allowUnknownOperators = false }: LabelSelectorOptions,
): FieldError[] {
  return [
    ...validateOperator(operator ?? '', values, at, allowUnknownOperators),
    ...validateLabelName(key ?? '', child(at, 'key')),
    ...(allowInvalidValues ? [] : each(values, child(at, 'values'), (value, path) => invalidBecause(isLabelValue(value), path, value))),
  ];
}

function validateOperator(operator: string, values: readonly string[], at: FieldPath, allowUnknown: boolean): FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length === 0 ? [required(child(at, 'values'), "must be specified when `operator` is 'In' or 'NotIn'")] : [];
    case 'Exists':
    case 'DoesNotExist':
      return values.length > 0
        ? [forbidden(child(at, 'values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")]
        : [];
    default:
      return allowUnknown ? [] : [invalid(child(at, 'operator'), asJson(operator), 'not a valid selector operator')];
  }
}

/** Whether Go's `LabelSelectorAsSelector` refuses the selector; an absent one is not refused, it matches nothing. */
export const isUnusable = (selector: LabelSelector | undefined): boolean => validateLabelSelector(selector, root).length > 0;

/** Whether a selector has no conditions, and so matches everything. */
export const isEmptySelector = ({ matchLabels, matchExpressions }: LabelSelector): boolean =>
  Object.keys(matchLabels ?? {}).length === 0 && !matchExpressions?.length;
