import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { HorizontalPodAutoscalerBehavior, HPAScalingPolicy, HPAScalingRules } from '../../../model/kinds/autoscaling-v2.ts';
import { each, oneOf, optional, positive } from '../../shared/checks.ts';
import { isNegative } from '../../shared/quantities.ts';

const MAX_PERIOD_SECONDS = 1800;
const MAX_WINDOW_SECONDS = 3600;

export const validateBehavior = ({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior, at: FieldPath): FieldError[] => [
  ...optional(scaleUp, child(at, 'scaleUp'), validateRules),
  ...optional(scaleDown, child(at, 'scaleDown'), validateRules),
];

function validateRules({ stabilizationWindowSeconds, selectPolicy, policies, tolerance }: HPAScalingRules, at: FieldPath): FieldError[] {
  return [
    ...optional(stabilizationWindowSeconds, child(at, 'stabilizationWindowSeconds'), validateWindow),
    ...optional(selectPolicy, child(at, 'selectPolicy'), (policy, place) => oneOf(policy, ['Disabled', 'Max', 'Min'], place)),
    ...(policies?.length ? [] : [required(child(at, 'policies'), 'must specify at least one Policy')]),
    ...each(policies, child(at, 'policies'), validatePolicy),
    ...optional(tolerance, child(at, 'tolerance'), (value, place) =>
      isNegative(value) ? [invalid(place, value, 'must be greater than or equal to 0')] : [],
    ),
  ];
}

const validateWindow = (seconds: number, at: FieldPath): FieldError[] => [
  ...(seconds < 0 ? [invalid(at, seconds, 'must be greater than or equal to zero')] : []),
  ...atMost(seconds, MAX_WINDOW_SECONDS, at),
];

const validatePolicy = ({ type, value, periodSeconds = 0 }: HPAScalingPolicy, at: FieldPath): FieldError[] => [
  ...oneOf(type, ['Percent', 'Pods'], child(at, 'type')),
  ...positive(value, child(at, 'value')),
  ...positive(periodSeconds, child(at, 'periodSeconds')),
  ...atMost(periodSeconds, MAX_PERIOD_SECONDS, child(at, 'periodSeconds')),
];

const atMost = (value: number, max: number, at: FieldPath): FieldError[] =>
  value > max ? [invalid(at, value, `must be less than or equal to ${max}`)] : [];
