import type { MutatingAdmissionPolicy } from '../../../model/kinds/admissionregistration-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { setMatchResourcesDefaults } from '../match-resources.ts';
import { policyGeneration, validatePolicyName, warningsForPolicyName } from '../policy.ts';
import { validateMutatingAdmissionPolicy } from './validate.ts';

/** At all versions that any release serves; they differ in name only. */
export const mutatingAdmissionPolicyStrategies = ['v1', 'v1beta1', 'v1alpha1'].map((version) =>
  defineStrategy<MutatingAdmissionPolicy>({
    gvk: { group: 'admissionregistration.k8s.io', version, kind: 'MutatingAdmissionPolicy' },
    defaults(policy) {
      const spec = (policy.spec ??= {});
      spec.failurePolicy ??= 'Fail';
      setMatchResourcesDefaults(spec.matchConstraints);
    },
    ...policyGeneration,
    validate: (policy, context) => [...validateMutatingAdmissionPolicy(policy, undefined, context), ...validatePolicyName(policy, context)],
    validateUpdate: validateMutatingAdmissionPolicy,
    warnings: warningsForPolicyName,
  }),
);
