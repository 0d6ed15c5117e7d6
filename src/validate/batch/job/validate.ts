import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, key, type FieldPath } from '../../../model/field-path.ts';
import { matchesLabelSelector } from '../../../model/label-selector.ts';
import type { Job, JobSpec } from '../../../model/kinds/batch-v1.ts';
import { labelSelector, shown, textMap } from '../../shared/go-form.ts';
import { isUnusable, validateLabelSelector } from '../../shared/label-selector.ts';
import { isDns1123Label, isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta } from '../../shared/object-meta.ts';
import { templateOptions } from '../../shared/pod-spec/make-options.ts';
import type { PodOptions } from '../../shared/pod-spec/options.ts';
import type { RuleContext } from '../../strategy.ts';
import { CONTROLLER_UID, JOB_NAME, LEGACY_CONTROLLER_UID, LEGACY_JOB_NAME } from './prepare.ts';
import { validateJobParts } from './validate-spec.ts';

export const validateJob = (job: Job, context: RuleContext): FieldError[] => validateJobWith(job, templateOptions(context));

/** The same with options that depend on a stored job. */
export const validateJobWith = (job: Job, options: PodOptions): FieldError[] => [
  ...validateObjectMeta(job.metadata, namespaced(isDns1123Subdomain), fieldPath('metadata')),
  ...validateGeneratedSelector(job),
  ...validateJobSpec(job.spec ?? {}, fieldPath('spec'), options),
  ...validateNameAllowsCompletions(job),
];

/** Labels and selector are those the server made, unless the selector is the user's. */
function validateGeneratedSelector({ metadata, spec = {} }: Job): FieldError[] {
  const { uid = '', name = '' } = metadata ?? {};
  if (spec.manualSelector || !spec.selector) return [];
  const expected = { [LEGACY_CONTROLLER_UID]: uid, [LEGACY_JOB_NAME]: name, [CONTROLLER_UID]: uid, [JOB_NAME]: name };
  const labels = spec.template?.metadata?.labels;
  return [
    ...Object.entries(expected).flatMap(([label, value]) =>
      validateHasLabel(labels, label, value, fieldPath('spec', 'template', 'metadata', 'labels')),
    ),
    ...(isUnusable(spec.selector) || matchesLabelSelector(spec.selector, expected)
      ? []
      : [invalid(fieldPath('spec', 'selector'), shown(labelSelector, spec.selector), '`selector` not auto-generated')]),
  ];
}

function validateHasLabel(labels: Readonly<Record<string, string>> | undefined, label: string, value: string, at: FieldPath): FieldError[] {
  const path = key(at, label);
  const actual = labels?.[label];
  if (actual === undefined) return [required(path, `must be '${value}'`)];
  return actual === value ? [] : [invalid(path, shown(textMap, labels), `must be '${value}'`)];
}

export function validateJobSpec(spec: JobSpec, at: FieldPath, options: PodOptions): FieldError[] {
  const { selector } = spec;
  const labels = spec.template?.metadata?.labels;
  const matches = isUnusable(selector) || matchesLabelSelector(selector, labels ?? {});
  return [
    ...validateJobParts(spec, at, options),
    ...(selector
      ? validateLabelSelector(selector, child(at, 'selector'), { allowInvalidValues: options.allowInvalidLabelValueInSelector })
      : [required(child(at, 'selector'))]),
    ...(matches
      ? []
      : [invalid(child(at, 'template', 'metadata', 'labels'), shown(textMap, labels), '`selector` does not match template `labels`')]),
  ];
}

/** Pods of indexed jobs have the index in their hostname. */
export function validateNameAllowsCompletions({ metadata, spec }: Job): FieldError[] {
  const { completions = 0 } = spec ?? {};
  const name = metadata?.name ?? '';
  const last = `${name}-${completions - 1}`;
  if (spec?.completionMode !== 'Indexed' || completions <= 0 || isDns1123Label(last).length === 0) return [];
  return [invalid(fieldPath('metadata', 'name'), name, `will not able to create pod with invalid DNS label: ${last}`)];
}
