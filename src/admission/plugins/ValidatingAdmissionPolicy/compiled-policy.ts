import type { KubernetesObject } from '../../../cluster/object.ts';
import type {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicySpec,
  Validation,
} from '../../../model/kinds/admissionregistration-v1.ts';
import { oncePerObject } from '../../../model/once-per-object.ts';
import { BOOL, NULL, STRING } from '../../../schema/cel/types.ts';
import type { Release } from '../../../schema/release.ts';
import { compilePolicy, type CompiledExpression, type PolicyScope } from '../../policy/compile-policy.ts';
import { typed } from '../../typed.ts';

/** A validating policy, ready to be asked. */
export interface CompiledPolicy {
  readonly spec: ValidatingAdmissionPolicySpec;
  readonly scope: PolicyScope;
  readonly validations: readonly CompiledValidation[];
  readonly auditAnnotations: readonly { readonly key: string; readonly value: CompiledExpression }[];
}
export interface CompiledValidation {
  readonly validation: Validation;
  readonly expression: CompiledExpression;
  readonly message: CompiledExpression | undefined;
}

/** Compiles a policy of the store, once: a changed policy is another object. */
export const compiledPolicyOf = oncePerObject((policy: KubernetesObject, release: Release): CompiledPolicy => {
  const { spec = {} } = typed<ValidatingAdmissionPolicy>(policy);
  const scope = compilePolicy(spec, release);
  return {
    spec,
    scope,
    validations: (spec.validations ?? []).map((validation) => ({
      validation,
      expression: scope.compile(validation.expression ?? '', [BOOL]),
      message: validation.messageExpression ? scope.compile(validation.messageExpression, [STRING], { hasAuthorizer: false }) : undefined,
    })),
    auditAnnotations: (spec.auditAnnotations ?? []).map(({ key = '', valueExpression = '' }) => ({
      key,
      value: scope.compile(valueExpression, [STRING, NULL]),
    })),
  };
});
