import type { KubernetesObject } from '../../../cluster/object.ts';
import type { MutatingAdmissionPolicy, MutatingAdmissionPolicySpec } from '../../../model/kinds/admissionregistration-v1.ts';
import { oncePerObject } from '../../../model/once-per-object.ts';
import { listType, structType } from '../../../schema/cel/types.ts';
import type { Release } from '../../../schema/release.ts';
import { compilePolicy, type CompiledExpression, type PolicyScope } from '../../policy/compile-policy.ts';
import { typed } from '../../typed.ts';

/** A mutating policy, ready to be asked. */
export interface CompiledPolicy {
  readonly spec: MutatingAdmissionPolicySpec;
  readonly scope: PolicyScope;
  readonly mutations: readonly CompiledMutation[];
}
export interface CompiledMutation {
  readonly kind: 'JSONPatch' | 'ApplyConfiguration';
  readonly expression: CompiledExpression;
}

const PATCHES = [listType(structType('JSONPatch'))];
const CONFIGURATION = [structType('Object')];

/** Compiles a policy of the store, once: a changed policy is another object. */
export const compiledPolicyOf = oncePerObject((policy: KubernetesObject, release: Release): CompiledPolicy => {
  const { spec = {} } = typed<MutatingAdmissionPolicy>(policy);
  const scope = compilePolicy(spec, release);
  const mutations = (spec.mutations ?? []).map(
    ({ patchType, jsonPatch, applyConfiguration }): CompiledMutation =>
    patchType === 'JSONPatch'
      ? { kind: patchType, expression: scope.compile(jsonPatch?.expression ?? '', PATCHES, { hasPatchTypes: true }) }
      : { kind: 'ApplyConfiguration', expression: scope.compile(applyConfiguration?.expression ?? '', CONFIGURATION, { hasPatchTypes: true }) }, // prettier-ignore
  );
  return { spec, scope, mutations };
});
