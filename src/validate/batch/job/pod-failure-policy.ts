import { duplicate, invalid, invalidOmitted, notSupported, required, tooMany, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import type {
  JobSpec,
  PodFailurePolicy,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
} from '../../../model/kinds/batch-v1.ts';
import { asJson, each, invalidBecause } from '../../shared/checks.ts';
import { isQualifiedName } from '../../shared/names.ts';

const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;
const MAX_PATTERNS = 20;
const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];

export function validatePodFailurePolicy(spec: JobSpec, { rules = [] }: PodFailurePolicy, at: FieldPath): FieldError[] {
  const path = child(at, 'rules');
  const pod = spec.template?.spec;
  const containers = [...(pod?.containers ?? []), ...(pod?.initContainers ?? [])].map(({ name = '' }) => name);
  return [
    ...(rules.length > MAX_RULES ? [tooMany(path, rules.length, MAX_RULES)] : []),
    ...each(rules, path, (rule, rulePath) => validateRule(rule, spec, containers, rulePath)),
  ];
}

function validateRule(rule: PodFailurePolicyRule, spec: JobSpec, containers: readonly string[], at: FieldPath): FieldError[] {
  const { onExitCodes, onPodConditions = [] } = rule;
  return [
    ...validateAction(rule.action ?? '', spec, child(at, 'action')),
    ...(onExitCodes ? validateExitCodes(onExitCodes, containers, child(at, 'onExitCodes')) : []),
    ...validatePatterns(onPodConditions, child(at, 'onPodConditions')),
    ...(onExitCodes && onPodConditions.length > 0
      ? [invalidOmitted(at, 'specifying both OnExitCodes and OnPodConditions is not supported')]
      : []),
    ...(!onExitCodes && onPodConditions.length === 0
      ? [invalidOmitted(at, 'specifying one of OnExitCodes and OnPodConditions is required')]
      : []),
  ];
}

const requireOneOf = (value: string, supported: readonly string[], at: FieldPath): FieldError[] => {
  if (value === '') return [required(at, `valid values: [${supported.map(goQuote).join(' ')}]`)];
  return supported.includes(value) ? [] : [notSupported(at, asJson(value), supported)];
};

function validateAction(action: string, spec: JobSpec, at: FieldPath): FieldError[] {
  const needsLimit = action === 'FailIndex' && spec.backoffLimitPerIndex === undefined;
  return needsLimit ? [invalid(at, asJson(action), 'requires the backoffLimitPerIndex to be set')] : requireOneOf(action, ACTIONS, at);
}

function validatePatterns(patterns: readonly PodFailurePolicyOnPodConditionsPattern[], at: FieldPath): FieldError[] {
  return [
    ...(patterns.length > MAX_PATTERNS ? [tooMany(at, patterns.length, MAX_PATTERNS)] : []),
    ...each(patterns, at, ({ type = '', status = '' }, path) => [
      ...invalidBecause(isQualifiedName(type), child(path, 'type'), type),
      ...requireOneOf(status, ['False', 'True', 'Unknown'], child(path, 'status')),
    ]),
  ];
}

function validateExitCodes(exitCodes: PodFailurePolicyOnExitCodesRequirement, containers: readonly string[], at: FieldPath): FieldError[] {
  const { operator = '', containerName: name, values = [] } = exitCodes;
  const path = child(at, 'values');
  const isOrdered = values.every((value, i) => i === 0 || (values[i - 1] ?? 0) <= value);
  return [
    ...requireOneOf(operator, ['In', 'NotIn'], child(at, 'operator')),
    ...(name === undefined || containers.includes(name)
      ? []
      : [invalid(child(at, 'containerName'), name, 'must be one of the container or initContainer names in the pod template')]),
    ...(values.length === 0 ? [invalid(path, exitCodes.values ?? null, 'at least one value is required')] : []),
    ...(values.length > MAX_EXIT_CODES ? [tooMany(path, values.length, MAX_EXIT_CODES)] : []),
    ...each(values, path, (value, valuePath, i) => [
      ...(operator === 'In' && value === 0 ? [invalid(valuePath, value, 'must not be 0 for the In operator')] : []),
      ...(values.indexOf(value) < i ? [duplicate(valuePath, value)] : []),
    ]),
    ...(isOrdered ? [] : [invalid(path, values, 'must be ordered')]),
  ];
}
