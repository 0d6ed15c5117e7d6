import type { MutatingAdmissionPolicy } from '../../../model/kinds/admissionregistration-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { setMatchResourcesDefaults } from '../match-resources.ts';
import { policyGeneration, validatePolicyName, warningsForPolicyName } from '../policy.ts';
import { validateMutatingAdmissionPolicy } from './validate.ts';

export const mutatingAdmissionPolicyStrategy = defineStrategy<MutatingAdmissionPolicy>({
  gvk: { group: 'admissionregistration.k8s.io', version: 'v1', kind: 'MutatingAdmissionPolicy' },
  defaults(policy) {
    const spec = (policy.spec ??= {});
    spec.failurePolicy ??= 'Fail';
    setMatchResourcesDefaults(spec.matchConstraints);
  },
  ...policyGeneration,
  validate: (policy, context) => [...validateMutatingAdmissionPolicy(policy, undefined, context), ...validatePolicyName(policy, context)],
  validateUpdate: validateMutatingAdmissionPolicy,
  warnings: warningsForPolicyName,
});
