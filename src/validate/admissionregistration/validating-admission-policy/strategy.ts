import type { ValidatingAdmissionPolicy } from '../../../model/kinds/admissionregistration-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import { setMatchResourcesDefaults } from '../match-resources.ts';
import { policyGeneration, validatePolicyName, warningsForPolicyName } from '../policy.ts';
import { validateValidatingAdmissionPolicy } from './validate.ts';

export const validatingAdmissionPolicyStrategy = defineStrategy<ValidatingAdmissionPolicy>({
  gvk: { group: 'admissionregistration.k8s.io', version: 'v1', kind: 'ValidatingAdmissionPolicy' },
  defaults(policy) {
    const spec = (policy.spec ??= {});
    spec.failurePolicy ??= 'Fail';
    setMatchResourcesDefaults(spec.matchConstraints);
  },
  prepareForCreate(policy) {
    dropStatus(policy);
    policyGeneration.prepareForCreate(policy);
  },
  prepareForUpdate(policy, old) {
    keepStatus(policy, old);
    policyGeneration.prepareForUpdate(policy, old);
  },
  prepareForStatusUpdate: keepSpec,
  validate: (policy, context) => [...validateValidatingAdmissionPolicy(policy, undefined, context), ...validatePolicyName(policy, context)],
  validateUpdate: validateValidatingAdmissionPolicy,
  warnings: warningsForPolicyName,
});
