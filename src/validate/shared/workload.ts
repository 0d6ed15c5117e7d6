import { forbidden, invalid, notSupported, required, type FieldError } from '../../model/field-error.ts';
import { child, type FieldPath } from '../../model/field-path.ts';
import { matchesLabelSelector } from '../../model/label-selector.ts';
import type { PodTemplateSpec } from '../../model/kinds/core-v1.ts';
import type { LabelSelector } from '../../model/kinds/meta-v1.ts';
import { asJson } from './checks.ts';
import { labelSelector, shown, textMap } from './go-form.ts';
import { isEmptySelector, isUnusable, validateLabelSelector } from './label-selector.ts';
import { validatePodTemplateSpec } from './pod-spec/validate.ts';
import type { PodOptions } from './pod-spec/options.ts';

/** The selector of a workload: there, well-formed, and not empty. `kind` is as the message names it. */
export function validateSelector(selector: LabelSelector | undefined, kind: string, at: FieldPath): FieldError[] {
  if (!selector) return [required(at)];
  return [
    ...validateLabelSelector(selector, at),
    ...(isEmptySelector(selector) ? [invalid(at, shown(labelSelector, selector), `empty selector is invalid for ${kind}`)] : []),
  ];
}

/** The template's labels are such that the selector finds the pods made from it; `at` is the template. */
export function validateTemplateLabels(template: PodTemplateSpec, selector: LabelSelector | undefined, at: FieldPath): FieldError[] {
  const labels = template.metadata?.labels;
  if ((selector && isEmptySelector(selector)) || matchesLabelSelector(selector, labels ?? {})) return [];
  return [invalid(child(at, 'metadata', 'labels'), shown(textMap, labels), '`selector` does not match template `labels`')];
}

/** The template of pods that are to run for ever; `kind` is as the message names it. */
export const validateLastingPods = (template: PodTemplateSpec, kind: string, at: FieldPath): FieldError[] => [
  ...(template.spec?.restartPolicy === 'Always'
    ? []
    : [notSupported(child(at, 'spec', 'restartPolicy'), asJson(template.spec?.restartPolicy ?? ''), ['Always'])]),
  ...(template.spec?.activeDeadlineSeconds === undefined
    ? []
    : [forbidden(child(at, 'spec', 'activeDeadlineSeconds'), `activeDeadlineSeconds in ${kind} is not Supported`)]),
];

/** Selector and template of a ReplicaSet, and of a Deployment, which makes ReplicaSets; `at` is the spec. */
export function validateReplicaTemplate(
  spec: { selector?: LabelSelector; template?: PodTemplateSpec },
  at: FieldPath,
  options: PodOptions,
): FieldError[] {
  const { selector, template = {} } = spec;
  const path = child(at, 'template');
  if (isUnusable(selector)) return [invalid(child(at, 'selector'), shown(labelSelector, selector), 'invalid label selector')];
  return [
    ...validateTemplateLabels(template, selector, path),
    ...validatePodTemplateSpec(template, path, options),
    ...validateLastingPods(template, 'ReplicaSet', path),
  ];
}
