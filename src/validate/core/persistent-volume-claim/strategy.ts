import { fieldPath, key, pathText } from '../../../model/field-path.ts';
import type { PersistentVolumeClaim } from '../../../model/kinds/core-v1.ts';
import { defaultClaimSpec } from '../../shared/claim-defaults.ts';
import { claimSpecWarnings } from '../../shared/claim-warnings.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { roundUpResourceList } from '../../shared/resource-list.ts';
import { keepSpec, keepStatus } from '../../shared/status.ts';
import { dropDisabledClaimFields, dropForeignDataSource, pairDataSources } from './data-sources.ts';
import { CLASS_ANNOTATION, validateClaim, validateClaimUpdate } from './validate.ts';

export const persistentVolumeClaimStrategy = defineStrategy<PersistentVolumeClaim>({
  gvk: { group: '', version: 'v1', kind: 'PersistentVolumeClaim' },
  defaults(claim) {
    const status = (claim.status ??= {});
    status.phase ||= 'Pending';
    roundUpResourceList(status.capacity);
    roundUpResourceList(status.allocatedResources);
    defaultClaimSpec((claim.spec ??= {}));
  },
  prepareForCreate(claim, context) {
    // The empty status is written out with its default.
    claim.status = { phase: 'Pending' };
    prepareSpec(claim, undefined, context);
  },
  prepareForUpdate(claim, old, context) {
    keepStatus(claim, old);
    prepareSpec(claim, old, context);
  },
  prepareForStatusUpdate: keepSpec,
  validate: validateClaim,
  validateUpdate: validateClaimUpdate,
  warnings: ({ metadata, spec }) => [
    ...(metadata?.annotations?.[CLASS_ANNOTATION] === undefined
      ? []
      : [
          `${pathText(key(fieldPath('metadata', 'annotations'), CLASS_ANNOTATION))}: deprecated since v1.8; use "storageClassName" attribute instead`,
        ]),
    ...claimSpecWarnings(spec ?? {}, fieldPath('spec')),
  ],
});

function prepareSpec(
  claim: PersistentVolumeClaim,
  old: PersistentVolumeClaim | undefined,
  context: Parameters<typeof dropDisabledClaimFields>[2],
): void {
  const spec = (claim.spec ??= {});
  dropDisabledClaimFields(spec, old?.spec, context);
  dropForeignDataSource(spec, old?.spec);
  pairDataSources(spec);
}
