import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import { trimSpace } from '../../../model/go-text.ts';
import type { MutatingAdmissionPolicy, Mutation } from '../../../model/kinds/admissionregistration-v1.ts';
import { each, oneOf, requireOneOf } from '../../shared/checks.ts';
import type { RuleContext } from '../../strategy.ts';
import { compileFor, expressionErrors, type ExpressionPurpose, type ExpressionRules } from '../expressions.ts';
import { validateMutableOperations } from '../match-resources.ts';
import { validatePolicyConditions, validatePolicyMeta, validatePolicySpec } from '../policy.ts';
import { declareVariables } from '../variables.ts';

/** `old` is absent on create. */
export function validateMutatingAdmissionPolicy(
  policy: MutatingAdmissionPolicy,
  old: MutatingAdmissionPolicy | undefined,
  { release }: RuleContext,
): FieldError[] {
  const { spec = {} } = policy;
  const at = fieldPath('spec');
  const declarations = { hasParams: spec.paramKind !== undefined, hasAuthorizer: true };
  const variables = declareVariables(spec.variables, child(at, 'variables'), { release, declarations, stored: new Set() });
  const rules: ExpressionRules = {
    release,
    declarations: { ...declarations, hasPatchTypes: true, variables: variables.types },
    stored: storedExpressions(old?.spec?.mutations),
  };
  return [
    ...validatePolicyMeta(policy),
    ...validatePolicySpec(spec, at),
    ...validateMutableOperations(spec.matchConstraints, child(at, 'matchConstraints')),
    ...validatePolicyConditions(spec, old?.spec, at, release),
    ...variables.errors,
    ...(spec.mutations?.length ? [] : [required(child(at, 'mutations'), 'mutations must contain at least one item')]),
    ...each(spec.mutations, child(at, 'mutations'), (mutation, place) => validateMutation(mutation, place, rules)),
    ...requireOneOf(spec.reinvocationPolicy, ['IfNeeded', 'Never'], child(at, 'reinvocationPolicy')),
  ];
}

/** The server knows the stored apply configurations, and looks for JSON patches among them, too. */
const storedExpressions = (mutations: readonly Mutation[] = []): ReadonlySet<string> =>
  new Set(mutations.flatMap(({ applyConfiguration }) => (applyConfiguration ? [applyConfiguration.expression ?? ''] : [])));

/** One of two ways to change an object, named by `patchType`. */
function validateMutation({ patchType, applyConfiguration, jsonPatch }: Mutation, at: FieldPath, rules: ExpressionRules): FieldError[] {
  switch (patchType) {
    case undefined:
      return [required(child(at, 'patchType'))];
    case 'JSONPatch':
      return [
        ...validatePatch('jsonPatch', jsonPatch, at, patchType, rules),
        ...refusePatch(applyConfiguration, child(at, 'applyConfiguration'), '{applyConfiguration}', patchType),
      ];
    case 'ApplyConfiguration':
      return [
        ...validatePatch('applyConfiguration', applyConfiguration, at, patchType, rules),
        ...refusePatch(jsonPatch, child(at, 'jsonPatch'), '{jsonPatch}', patchType),
      ];
    default:
      return oneOf(patchType, ['ApplyConfiguration', 'JSONPatch'], child(at, 'patchType'));
  }
}

function validatePatch(
  field: ExpressionPurpose & keyof Mutation,
  patch: { readonly expression?: string } | undefined,
  at: FieldPath,
  patchType: string,
  rules: ExpressionRules,
): FieldError[] {
  const patchAt = child(at, field);
  if (!patch) return [required(patchAt, `must be specified when patchType is ${patchType}`)];
  const { expression = '' } = patch;
  const trimmed = trimSpace(expression);
  const expressionAt = child(patchAt, 'expression');
  return trimmed === '' ? [required(expressionAt)] : expressionErrors(compileFor(field, trimmed, rules, expression), trimmed, expressionAt);
}

const refusePatch = (patch: object | undefined, at: FieldPath, value: string, patchType: string): FieldError[] =>
  patch ? [invalid(at, value, `must not be specified when patchType is ${patchType}`)] : [];
