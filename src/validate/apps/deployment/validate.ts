import { forbidden, invalid, notSupported, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment } from '../../../model/kinds/apps-v1.ts';
import { asJson, nonnegative, optional } from '../../shared/checks.ts';
import { intOrString, pointer, shown, struct, text } from '../../shared/go-form.ts';
import { intOrPercentValue, validateAtMost100Percent, validatePositiveIntOrPercent } from '../../shared/int-or-percent.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta } from '../../shared/object-meta.ts';
import { templateOptions } from '../../shared/pod-spec/make-options.ts';
import type { PodOptions } from '../../shared/pod-spec/options.ts';
import { validateReplicaTemplate, validateSelector } from '../../shared/workload.ts';
import type { RuleContext } from '../../strategy.ts';

export const validateDeployment = ({ metadata, spec }: Deployment, context: RuleContext): FieldError[] => [
  ...validateObjectMeta(metadata, namespaced(isDns1123Subdomain), fieldPath('metadata')),
  ...validateDeploymentSpec(spec ?? {}, fieldPath('spec'), templateOptions(context)),
];

export function validateDeploymentSpec(spec: DeploymentSpec, at: FieldPath, options: PodOptions): FieldError[] {
  const { minReadySeconds = 0, progressDeadlineSeconds: deadline } = spec;
  return [
    ...nonnegative(spec.replicas, child(at, 'replicas')),
    ...validateSelector(spec.selector, 'deployment', child(at, 'selector')),
    ...validateReplicaTemplate(spec, at, options),
    ...validateStrategy(spec.strategy ?? {}, child(at, 'strategy')),
    ...nonnegative(minReadySeconds, child(at, 'minReadySeconds')),
    ...nonnegative(spec.revisionHistoryLimit, child(at, 'revisionHistoryLimit')),
    ...nonnegative(deadline, child(at, 'progressDeadlineSeconds')),
    ...(deadline !== undefined && deadline <= minReadySeconds
      ? [invalid(child(at, 'progressDeadlineSeconds'), deadline, 'must be greater than minReadySeconds')]
      : []),
  ];
}

const strategyForm = struct([
  ['Type', 'type', text],
  [
    'RollingUpdate',
    'rollingUpdate',
    pointer(
      struct([
        ['MaxUnavailable', 'maxUnavailable', intOrString],
        ['MaxSurge', 'maxSurge', intOrString],
      ]),
    ),
  ],
]);

function validateStrategy(strategy: DeploymentStrategy, at: FieldPath): FieldError[] {
  const path = child(at, 'rollingUpdate');
  switch (strategy.type) {
    case 'Recreate':
      return strategy.rollingUpdate ? [forbidden(path, "may not be specified when strategy `type` is 'Recreate'")] : [];
    case 'RollingUpdate':
      return [...optional(strategy.rollingUpdate, path, validateRollingUpdate)];
    default:
      return [notSupported(at, shown(strategyForm, strategy), ['Recreate', 'RollingUpdate'])];
  }
}

function validateRollingUpdate({ maxUnavailable, maxSurge }: RollingUpdateDeployment, at: FieldPath): FieldError[] {
  const path = child(at, 'maxUnavailable');
  const stands = intOrPercentValue(maxUnavailable) === 0 && intOrPercentValue(maxSurge) === 0;
  return [
    ...validatePositiveIntOrPercent(maxUnavailable, path),
    ...validatePositiveIntOrPercent(maxSurge, child(at, 'maxSurge')),
    ...(stands ? [invalid(path, asJson(maxUnavailable ?? 0), 'may not be 0 when `maxSurge` is 0')] : []),
    ...validateAtMost100Percent(maxUnavailable, path),
  ];
}
