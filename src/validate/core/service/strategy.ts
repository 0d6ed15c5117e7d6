import type { Service } from '../../../model/kinds/core-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { dropStatus, keepSpec } from '../../shared/status.ts';
import { defaultService } from './defaults.ts';
import { prepareServiceForUpdate } from './prepare.ts';
import { validateServiceUpdate } from './update.ts';
import { validateService } from './validate.ts';
import { warningsForService } from './warnings.ts';

export const serviceStrategy = defineStrategy<Service>({
  gvk: { group: '', version: 'v1', kind: 'Service' },
  defaults: defaultService,
  prepareForCreate: dropStatus,
  prepareForUpdate: prepareServiceForUpdate,
  prepareForStatusUpdate: keepSpec,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  prepareForRead: prepareServiceForRead,
  warnings: warningsForService,
  createOnUpdate: true,
});

/** Readers see the one address as a list, too, and never the policy for traffic to a name, for which it means nothing. */
function prepareServiceForRead({ spec }: Service): void {
  if (spec?.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
  if (spec?.type === 'ExternalName') delete spec.internalTrafficPolicy;
}
