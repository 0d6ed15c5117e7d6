import { forbidden, invalid, required, type FieldError } from '../../model/field-error.ts';
import { child, type FieldPath } from '../../model/field-path.ts';
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from '../../model/kinds/core-v1.ts';
import { asJson, each, invalidBecause } from './checks.ts';
import { validateLabelName } from './label-selector.ts';
import { isDns1123Subdomain, isLabelValue } from './names.ts';

/** `allowInvalidValues` where the stored object has values that are no labels, and in preferences. */
export function validateNodeSelector(selector: NodeSelector, at: FieldPath, allowInvalidValues: boolean): FieldError[] {
  const path = child(at, 'nodeSelectorTerms');
  if (!selector.nodeSelectorTerms?.length) return [required(path, 'must have at least one node selector term')];
  return each(selector.nodeSelectorTerms, path, (term, termPath) => validateNodeSelectorTerm(term, termPath, allowInvalidValues));
}

export const validateNodeSelectorTerm = (
  { matchExpressions, matchFields }: NodeSelectorTerm,
  at: FieldPath,
  allowInvalidValues: boolean,
): FieldError[] => [
  ...each(matchExpressions, child(at, 'matchExpressions'), (requirement, path) =>
    validateExpression(requirement, path, allowInvalidValues),
  ),
  ...each(matchFields, child(at, 'matchFields'), validateField),
];

function validateExpression(
  { key = '', operator = '', values = [] }: NodeSelectorRequirement,
  at: FieldPath,
  allowInvalidValues: boolean,
): FieldError[] {
  return [
    ...validateOperator(operator, values.length, at),
    ...validateLabelName(key, child(at, 'key')),
    ...(allowInvalidValues ? [] : each(values, child(at, 'values'), (value, path) => invalidBecause(isLabelValue(value), path, value))),
  ];
}

function validateOperator(operator: string, count: number, at: FieldPath): FieldError[] {
  const path = child(at, 'values');
  switch (operator) {
    case 'In':
    case 'NotIn':
      return count === 0 ? [required(path, "must be specified when `operator` is 'In' or 'NotIn'")] : [];
    case 'Exists':
    case 'DoesNotExist':
      return count > 0 ? [forbidden(path, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")] : [];
    case 'Gt':
    case 'Lt':
      return count === 1 ? [] : [required(path, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [invalid(child(at, 'operator'), asJson(operator), 'not a valid selector operator')];
  }
}

/** The only field is the node's name. */
function validateField({ key = '', operator = '', values = [] }: NodeSelectorRequirement, at: FieldPath): FieldError[] {
  const path = child(at, 'values');
  const operatorErrors =
    operator !== 'In' && operator !== 'NotIn'
      ? [invalid(child(at, 'operator'), asJson(operator), 'not a valid selector operator')]
      : values.length === 1
        ? []
        : [required(path, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector")];
  if (key !== 'metadata.name') return [...operatorErrors, invalid(child(at, 'key'), key, 'not a valid field selector key')];
  return [...operatorErrors, ...each(values, path, (value, valuePath) => invalidBecause(isDns1123Subdomain(value), valuePath, value))];
}

/** Whether some value of the terms' expressions is no label value. */
export const hasInvalidLabelValue = (selector: NodeSelector | undefined): boolean =>
  (selector?.nodeSelectorTerms ?? []).some((term) =>
    (term.matchExpressions ?? []).some(({ values }) => (values ?? []).some((value) => isLabelValue(value).length > 0)),
  );
