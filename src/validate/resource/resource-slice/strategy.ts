import { fieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import type { ResourceSlice } from '../../../model/kinds/resource-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { setDeviceTaintDefaults } from '../device-taint.ts';
import { dropDisabledSliceFields } from './drop-disabled.ts';
import { validateSliceSpec } from './validate.ts';

const metadataAt = fieldPath('metadata');

export const resourceSliceStrategy = defineStrategy<ResourceSlice>({
  gvk: { group: 'resource.k8s.io', version: 'v1', kind: 'ResourceSlice' },
  defaults(slice, context) {
    for (const { taints = [] } of slice.spec?.devices ?? []) for (const taint of taints) setDeviceTaintDefaults(taint, context);
  },
  prepareForCreate(slice, context) {
    startGeneration(slice);
    dropDisabledSliceFields(slice.spec ?? {}, undefined, context);
  },
  prepareForUpdate(slice, old, context) {
    countGeneration(slice, old, differs(slice.spec ?? {}, old.spec ?? {}));
    dropDisabledSliceFields(slice.spec ?? {}, old.spec, context);
  },
  validate: (slice, context) => [
    ...validateObjectMeta(slice.metadata, clusterScoped(isDns1123Subdomain), metadataAt),
    ...validateSliceSpec(slice.spec ?? {}, undefined, context),
  ],
  validateUpdate: (slice, old, context) => [
    ...validateObjectMetaUpdate(slice.metadata, old.metadata, metadataAt),
    ...validateSliceSpec(slice.spec ?? {}, old.spec ?? {}, context),
  ],
  warnings: warningsForDriver,
});

function warningsForDriver({ spec }: ResourceSlice): string[] {
  const driver = spec?.driver ?? '';
  if (driver === driver.toLowerCase()) return [];
  return [`spec.driver: driver names should be lowercase; ${goQuote(driver)} contains uppercase characters`];
}
