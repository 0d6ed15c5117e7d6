import { invalid, type FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { ResourceClaim } from '../../../model/kinds/resource-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { differs } from '../../shared/generation.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import { dropDisabledClaimFields, setClaimSpecDefaults, shownSpec, validateClaimSpec } from '../claim-spec.ts';

const specAt = fieldPath('spec');

/** That only namespaces with a certain label may ask for admin access is a matter of admission. */
export const resourceClaimStrategy = defineStrategy<ResourceClaim>({
  gvk: { group: 'resource.k8s.io', version: 'v1', kind: 'ResourceClaim' },
  defaults: ({ spec }) => setClaimSpecDefaults(spec ?? {}),
  prepareForCreate(claim, context) {
    dropStatus(claim);
    dropDisabledClaimFields(claim.spec ?? {}, undefined, context);
  },
  prepareForUpdate(claim, old, context) {
    keepStatus(claim, old);
    dropDisabledClaimFields(claim.spec ?? {}, old.spec, context);
  },
  prepareForStatusUpdate: keepSpec,
  validate: (claim, context) => [...validateMeta(claim), ...validateClaimSpec(claim.spec ?? {}, specAt, { ...context, isStored: false })],
  validateUpdate: (claim, old, context) => [
    ...validateMeta(claim),
    ...validateObjectMetaUpdate(claim.metadata, old.metadata, fieldPath('metadata')),
    ...(differs(claim.spec ?? {}, old.spec ?? {})
      ? [
          invalid(
            specAt,
            isSince(context.release, '1.37') ? null : shownSpec('ResourceClaimSpec', claim.spec, context),
            'field is immutable',
          ),
        ]
      : []),
  ],
});

const validateMeta = ({ metadata }: ResourceClaim): FieldError[] =>
  validateObjectMeta(metadata, namespaced(isDns1123Subdomain), fieldPath('metadata'));
