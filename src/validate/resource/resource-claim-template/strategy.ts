import { invalid, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath } from '../../../model/field-path.ts';
import type { ResourceClaimTemplate } from '../../../model/kinds/resource-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { differs } from '../../shared/generation.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { validateTemplateObjectMeta } from '../../shared/pod-spec/volume-sources.ts';
import { dropDisabledClaimFields, setClaimSpecDefaults, shownSpec, validateClaimSpec } from '../claim-spec.ts';
import type { DeviceContext } from '../device-configuration.ts';

const specAt = fieldPath('spec');

export const resourceClaimTemplateStrategy = defineStrategy<ResourceClaimTemplate>({
  gvk: { group: 'resource.k8s.io', version: 'v1', kind: 'ResourceClaimTemplate' },
  defaults: ({ spec }) => setClaimSpecDefaults(spec?.spec ?? {}),
  prepareForCreate: ({ spec }, context) => dropDisabledClaimFields(spec?.spec ?? {}, undefined, context),
  prepareForUpdate: ({ spec }, old, context) => dropDisabledClaimFields(spec?.spec ?? {}, old.spec?.spec, context),
  validate: (template, context) => validateTemplate(template, { ...context, isStored: false }),
  validateUpdate: (template, old, context) => [
    ...validateTemplate(template, { ...context, isStored: true }),
    ...validateObjectMetaUpdate(template.metadata, old.metadata, fieldPath('metadata')),
    ...(differs(template.spec ?? {}, old.spec ?? {})
      ? [invalid(specAt, shownSpec('ResourceClaimTemplateSpec', template.spec, context), 'field is immutable')]
      : []),
  ],
});

function validateTemplate({ metadata, spec = {} }: ResourceClaimTemplate, context: DeviceContext): FieldError[] {
  return [
    ...validateObjectMeta(metadata, namespaced(isDns1123Subdomain), fieldPath('metadata')),
    ...validateTemplateObjectMeta(spec.metadata ?? {}, child(specAt, 'metadata')),
    ...validateClaimSpec(spec.spec ?? {}, child(specAt, 'spec'), context),
  ];
}
