import type { CSIDriver } from '../../../model/kinds/storage-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs } from '../../shared/generation.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateCsiDriver, validateCsiDriverUpdate } from './validate.ts';

/** Fields of the spec that a gate guards. */
const GATED = [
  ['MutableCSINodeAllocatableCount', 'nodeAllocatableUpdatePeriodSeconds'],
  ['CSIServiceAccountTokenSecrets', 'serviceAccountTokenInSecrets'],
  ['VolumeLimitScaling', 'preventPodSchedulingIfMissing'],
] as const;

const TOKENS_IN_SECRETS =
  'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes';

export const csiDriverStrategy = defineStrategy<CSIDriver>({
  gvk: { group: 'storage.k8s.io', version: 'v1', kind: 'CSIDriver' },
  defaults(driver, { gate }) {
    const spec = (driver.spec ??= {});
    spec.attachRequired ??= true;
    spec.podInfoOnMount ??= false;
    spec.storageCapacity ??= false;
    spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
    if (!spec.volumeLifecycleModes?.length) spec.volumeLifecycleModes = ['Persistent'];
    spec.requiresRepublish ??= false;
    spec.seLinuxMount ??= false;
    if (gate('VolumeLimitScaling')) spec.preventPodSchedulingIfMissing ??= false;
  },
  prepareForCreate: (driver, context) => dropDisabled(driver, undefined, context),
  prepareForUpdate(driver, old, context) {
    dropDisabled(driver, old, context);
    countGeneration(driver, old, differs(driver.spec, old.spec));
  },
  validate: validateCsiDriver,
  validateUpdate: validateCsiDriverUpdate,
  warnings({ spec = {} }, old, { gate }) {
    const { tokenRequests = [], serviceAccountTokenInSecrets } = spec;
    const isNew = old === undefined || differs(tokenRequests, old.spec?.tokenRequests ?? []);
    const isAtRisk = tokenRequests.length > 0 && serviceAccountTokenInSecrets === undefined;
    return gate('CSIServiceAccountTokenSecrets') && isNew && isAtRisk ? [TOKENS_IN_SECRETS] : [];
  },
});

function dropDisabled({ spec }: CSIDriver, old: CSIDriver | undefined, { gate }: RuleContext): void {
  for (const [name, field] of GATED) if (!gate(name) && old?.spec?.[field] === undefined) delete spec?.[field];
}
