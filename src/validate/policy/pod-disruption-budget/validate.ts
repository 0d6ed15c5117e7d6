import { invalid, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { PodDisruptionBudget } from '../../../model/kinds/policy-v1.ts';
import { oneOf, optional } from '../../shared/checks.ts';
import { intOrString, labelSelector, pointer, shown, struct, text } from '../../shared/go-form.ts';
import { validateAtMost100Percent, validatePositiveIntOrPercent, type IntOrPercent } from '../../shared/int-or-percent.ts';
import { validateLabelSelector } from '../../shared/label-selector.ts';

const specForm = struct([
  ['MinAvailable', 'minAvailable', pointer(intOrString)],
  ['Selector', 'selector', pointer(labelSelector)],
  ['MaxUnavailable', 'maxUnavailable', pointer(intOrString)],
  ['UnhealthyPodEvictionPolicy', 'unhealthyPodEvictionPolicy', pointer(text)],
]);

/** The spec; metadata of budgets is checked as that of any object. */
export function validatePodDisruptionBudget({ spec = {} }: PodDisruptionBudget, allowInvalidValues: boolean): FieldError[] {
  const at = fieldPath('spec');
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy } = spec;
  const both = minAvailable !== undefined && maxUnavailable !== undefined;
  return [
    ...(both ? [invalid(at, shown(specForm, spec), 'minAvailable and maxUnavailable cannot be both set')] : []),
    ...optional(minAvailable, child(at, 'minAvailable'), validateCount),
    ...optional(maxUnavailable, child(at, 'maxUnavailable'), validateCount),
    ...validateLabelSelector(selector, child(at, 'selector'), { allowInvalidValues }),
    ...optional(unhealthyPodEvictionPolicy, child(at, 'unhealthyPodEvictionPolicy'), (policy, place) =>
      oneOf(policy, ['AlwaysAllow', 'IfHealthyBudget'], place),
    ),
  ];
}

const validateCount = (value: IntOrPercent, at: FieldPath): FieldError[] => [
  ...validatePositiveIntOrPercent(value, at),
  ...validateAtMost100Percent(value, at),
];
