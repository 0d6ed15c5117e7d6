import { duplicate, invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { MutatingAdmissionPolicyBinding, ValidatingAdmissionPolicyBinding } from '../../../model/kinds/admissionregistration-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { asJson, each, invalidBecause, oneOf, optional } from '../../shared/checks.ts';
import { declared } from '../../shared/declarative.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import type { RuleContext } from '../../strategy.ts';
import { setMatchResourcesDefaults, validateMatchResources, validateMutableOperations } from '../match-resources.ts';
import { validateParamRef } from '../params.ts';
import { policyGeneration, validatePolicyMeta, validatePolicyName, warningsForPolicyName } from '../policy.ts';

const ACTIONS = ['Audit', 'Deny', 'Warn'];
const specAt = fieldPath('spec');

export const validatingAdmissionPolicyBindingStrategy = defineStrategy<ValidatingAdmissionPolicyBinding>({
  gvk: { group: 'admissionregistration.k8s.io', version: 'v1', kind: 'ValidatingAdmissionPolicyBinding' },
  defaults: ({ spec }) => setMatchResourcesDefaults(spec?.matchResources),
  ...policyGeneration,
  validate: (binding, context) => [...validateValidatingBinding(binding, context), ...validatePolicyName(binding, context)],
  validateUpdate: (binding, old, context) => validateValidatingBinding(binding, context),
  warnings: warningsForPolicyName,
});

/** At all versions that any release serves. */
export const mutatingAdmissionPolicyBindingStrategies = ['v1', 'v1beta1', 'v1alpha1'].map((version) =>
  defineStrategy<MutatingAdmissionPolicyBinding>({
    gvk: { group: 'admissionregistration.k8s.io', version, kind: 'MutatingAdmissionPolicyBinding' },
    defaults({ spec }) {
      setMatchResourcesDefaults(spec?.matchResources);
      // later versions want it said
      if (version === 'v1alpha1' && spec?.paramRef) spec.paramRef.parameterNotFoundAction ??= 'Deny';
    },
    ...policyGeneration,
    validate: (binding, context) => [...validateMutatingBinding(binding), ...validatePolicyName(binding, context)],
    validateUpdate: (binding) => validateMutatingBinding(binding),
    warnings: warningsForPolicyName,
  }),
);

const validateValidatingBinding = (binding: ValidatingAdmissionPolicyBinding, context: RuleContext): FieldError[] => [
  ...validateBinding(binding, declared),
  ...validateActions(binding.spec?.validationActions ?? [], child(specAt, 'validationActions'), context),
];

const validateMutatingBinding = (binding: MutatingAdmissionPolicyBinding): FieldError[] => [
  ...validateBinding(binding),
  ...validateMutableOperations(binding.spec?.matchResources, child(specAt, 'matchResources')),
];

/** `asMissing` marks the error about a name that is missing: the types of one of both kinds declare that it is required. */
function validateBinding(
  binding: MutatingAdmissionPolicyBinding,
  asMissing = (errors: FieldError[]): FieldError[] => errors,
): FieldError[] {
  const { policyName = '', paramRef, matchResources } = binding.spec ?? {};
  const nameAt = child(specAt, 'policyName');
  return [
    ...validatePolicyMeta(binding),
    ...(policyName === '' ? asMissing([required(nameAt)]) : invalidBecause(isDns1123Subdomain(policyName), nameAt, policyName)),
    ...optional(paramRef, child(specAt, 'paramRef'), validateParamRef),
    ...optional(matchResources, child(specAt, 'matchResources'), validateMatchResources),
  ];
}

/** What happens to a request that a validation refuses. */
function validateActions(actions: readonly string[], at: FieldPath, { release }: RuleContext): FieldError[] {
  const both = actions.includes('Deny') && actions.includes('Warn');
  return [
    ...each(actions, at, (action, place, i) => [
      ...oneOf(action, ACTIONS, place),
      ...(actions.indexOf(action) < i ? [duplicate(place, asJson(action))] : []),
    ]),
    ...(both
      ? [
          invalid(
            at,
            actions,
            'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
          ),
        ]
      : []),
    ...declared(actions.length > 0 ? [] : [required(at, isSince(release, '1.37') ? '' : 'at least one validation action is required')]),
  ];
}
