import type { FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { PodTemplate } from '../../../model/kinds/core-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { defaultPodTemplate } from '../../shared/pod-spec/defaults.ts';
import { dropDisabledPodFields } from '../../shared/pod-spec/drop-disabled.ts';
import { templateOptions } from '../../shared/pod-spec/make-options.ts';
import { validatePodTemplateSpec } from '../../shared/pod-spec/validate.ts';
import { podWarnings } from '../../shared/pod-spec/warnings.ts';
import type { RuleContext } from '../../strategy.ts';

const metadataAt = fieldPath('metadata');

export const podTemplateStrategy = defineStrategy<PodTemplate>({
  gvk: { group: '', version: 'v1', kind: 'PodTemplate' },
  defaults: (object, context) => defaultPodTemplate((object.template ??= {}), context),
  prepareForCreate(object, context) {
    startGeneration(object);
    dropDisabledPodFields(object.template ?? {}, undefined, context);
  },
  prepareForUpdate(object, old, context) {
    dropDisabledPodFields(object.template ?? {}, old.template, context);
    countGeneration(object, old, differs(object.template, old.template));
  },
  validate: (object, context) => [
    ...validateObjectMeta(object.metadata, namespaced(isDns1123Subdomain), metadataAt),
    ...validateTemplate(object, undefined, context),
  ],
  validateUpdate: (object, old, context) => [
    ...validateObjectMetaUpdate(object.metadata, old.metadata, metadataAt),
    ...validateTemplate(object, old, context),
  ],
  warnings: ({ metadata, template = {} }, old) =>
    old && metadata?.generation === old.metadata?.generation ? [] : podWarnings(template, fieldPath('template')),
});

function validateTemplate({ template = {} }: PodTemplate, old: PodTemplate | undefined, context: RuleContext): FieldError[] {
  return validatePodTemplateSpec(template, fieldPath('template'), templateOptions(context, old?.template));
}
