import { invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from '../../../model/kinds/apps-v1.ts';
import { asJson, nonnegative, optional } from '../../shared/checks.ts';
import { intOrString, labelSelector, pointer, shown, struct, text } from '../../shared/go-form.ts';
import { intOrPercentValue, validateAtMost100Percent, validatePositiveIntOrPercent } from '../../shared/int-or-percent.ts';
import { isEmptySelector, isUnusable, validateLabelSelector } from '../../shared/label-selector.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta } from '../../shared/object-meta.ts';
import { templateOptions } from '../../shared/pod-spec/make-options.ts';
import type { PodOptions } from '../../shared/pod-spec/options.ts';
import { validatePodTemplateSpec } from '../../shared/pod-spec/validate.ts';
import { validateLastingPods, validateTemplateLabels } from '../../shared/workload.ts';
import type { RuleContext } from '../../strategy.ts';

export const validateDaemonSet = ({ metadata, spec }: DaemonSet, context: RuleContext): FieldError[] => [
  ...validateObjectMeta(metadata, namespaced(isDns1123Subdomain), fieldPath('metadata')),
  ...validateDaemonSetSpec(spec ?? {}, fieldPath('spec'), templateOptions(context)),
];

/** A DaemonSet without a selector is refused because it matches no template. */
export function validateDaemonSetSpec(spec: DaemonSetSpec, at: FieldPath, options: PodOptions): FieldError[] {
  const { selector, template = {} } = spec;
  const path = child(at, 'template');
  const isEmpty = selector && isEmptySelector(selector);
  return [
    ...validateLabelSelector(selector, child(at, 'selector'), { allowInvalidValues: options.allowInvalidLabelValueInSelector }),
    ...(isUnusable(selector) ? [] : validateTemplateLabels(template, selector, path)),
    ...(isEmpty ? [invalid(child(at, 'selector'), shown(labelSelector, selector), 'empty selector is invalid for daemonset')] : []),
    ...validatePodTemplateSpec(template, path, options),
    ...validateLastingPods(template, 'DaemonSet', path),
    ...nonnegative(spec.minReadySeconds, child(at, 'minReadySeconds')),
    ...validateUpdateStrategy(spec.updateStrategy ?? {}, child(at, 'updateStrategy')),
    ...nonnegative(spec.revisionHistoryLimit, child(at, 'revisionHistoryLimit')),
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

function validateUpdateStrategy(strategy: DaemonSetUpdateStrategy, at: FieldPath): FieldError[] {
  if (strategy.type === 'OnDelete') return [];
  if (strategy.type === 'RollingUpdate') return [...optional(strategy.rollingUpdate, child(at, 'rollingUpdate'), validateRollingUpdate)];
  return [notSupported(at, shown(strategyForm, strategy), ['RollingUpdate', 'OnDelete'])];
}

function validateRollingUpdate({ maxUnavailable, maxSurge }: RollingUpdateDaemonSet, at: FieldPath): FieldError[] {
  const [unavailablePath, surgePath] = [child(at, 'maxUnavailable'), child(at, 'maxSurge')];
  const hasUnavailable = intOrPercentValue(maxUnavailable) !== 0;
  const hasSurge = intOrPercentValue(maxSurge) !== 0;
  return [
    ...validatePositiveIntOrPercent(maxUnavailable, unavailablePath),
    ...validatePositiveIntOrPercent(maxSurge, surgePath),
    ...validateAtMost100Percent(maxUnavailable, unavailablePath),
    ...validateAtMost100Percent(maxSurge, surgePath),
    ...(hasUnavailable && hasSurge ? [invalid(surgePath, asJson(maxSurge ?? 0), 'may not be set when maxUnavailable is non-zero')] : []),
    ...(!hasUnavailable && !hasSurge ? [required(unavailablePath, 'cannot be 0 when maxSurge is 0')] : []),
  ];
}
