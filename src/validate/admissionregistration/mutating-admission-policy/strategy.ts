import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { MutatingAdmissionPolicy, Mutation } from '../../../model/kinds/admissionregistration-v1.ts';
import { each, oneOf, requireOneOf } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { requireExpression } from '../expressions.ts';
import { setMatchResourcesDefaults, validateMutableOperations } from '../match-resources.ts';
import {
  keepsMatchConditions,
  policyGeneration,
  validatePolicyMeta,
  validatePolicyName,
  validatePolicySpec,
  warningsForPolicyName,
} from '../policy.ts';

export const mutatingAdmissionPolicyStrategy = defineStrategy<MutatingAdmissionPolicy>({
  gvk: { group: 'admissionregistration.k8s.io', version: 'v1', kind: 'MutatingAdmissionPolicy' },
  defaults(policy) {
    const spec = (policy.spec ??= {});
    spec.failurePolicy ??= 'Fail';
    setMatchResourcesDefaults(spec.matchConstraints);
  },
  ...policyGeneration,
  validate: (policy, context) => [...validateMutatingAdmissionPolicy(policy), ...validatePolicyName(policy, context)],
  validateUpdate: validateMutatingAdmissionPolicy,
  warnings: warningsForPolicyName,
});

function validateMutatingAdmissionPolicy(policy: MutatingAdmissionPolicy, old?: MutatingAdmissionPolicy): FieldError[] {
  const { spec = {} } = policy;
  const at = fieldPath('spec');
  return [
    ...validatePolicyMeta(policy),
    ...validatePolicySpec(spec, at, old !== undefined && keepsMatchConditions(spec, old.spec ?? {})),
    ...validateMutableOperations(spec.matchConstraints, child(at, 'matchConstraints')),
    ...(spec.mutations?.length ? [] : [required(child(at, 'mutations'), 'mutations must contain at least one item')]),
    ...each(spec.mutations, child(at, 'mutations'), validateMutation),
    ...requireOneOf(spec.reinvocationPolicy, ['IfNeeded', 'Never'], child(at, 'reinvocationPolicy')),
  ];
}

/** One of two ways to change an object, named by `patchType`. */
function validateMutation({ patchType, applyConfiguration, jsonPatch }: Mutation, at: FieldPath): FieldError[] {
  switch (patchType) {
    case undefined:
      return [required(child(at, 'patchType'))];
    case 'JSONPatch':
      return [
        ...validatePatch(jsonPatch, child(at, 'jsonPatch'), patchType),
        ...refusePatch(applyConfiguration, child(at, 'applyConfiguration'), '{applyConfiguration}', patchType),
      ];
    case 'ApplyConfiguration':
      return [
        ...validatePatch(applyConfiguration, child(at, 'applyConfiguration'), patchType),
        ...refusePatch(jsonPatch, child(at, 'jsonPatch'), '{jsonPatch}', patchType),
      ];
    default:
      return oneOf(patchType, ['ApplyConfiguration', 'JSONPatch'], child(at, 'patchType'));
  }
}

const validatePatch = (patch: { expression?: string } | undefined, at: FieldPath, patchType: string): FieldError[] =>
  patch ? requireExpression(patch.expression, child(at, 'expression')) : [required(at, `must be specified when patchType is ${patchType}`)];

const refusePatch = (patch: object | undefined, at: FieldPath, value: string, patchType: string): FieldError[] =>
  patch ? [invalid(at, value, `must not be specified when patchType is ${patchType}`)] : [];
