import type { KubernetesObject } from '../../../cluster/object.ts';
import type { MutatingAdmissionPolicy, MutatingAdmissionPolicySpec } from '../../../model/kinds/admissionregistration-v1.ts';
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

const compiled = new WeakMap<KubernetesObject, Map<Release, CompiledPolicy>>();

/** Compiles a policy of the store, once: a changed policy is another object. */
export function compiledPolicyOf(policy: KubernetesObject, release: Release): CompiledPolicy {
  let byRelease = compiled.get(policy);
  if (!byRelease) compiled.set(policy, (byRelease = new Map()));
  let found = byRelease.get(release);
  if (!found) byRelease.set(release, (found = compile(typed<MutatingAdmissionPolicy>(policy).spec ?? {}, release)));
  return found;
}

const PATCHES = [listType(structType('JSONPatch'))];
const CONFIGURATION = [structType('Object')];

function compile(spec: MutatingAdmissionPolicySpec, release: Release): CompiledPolicy {
  const scope = compilePolicy(spec, release);
  const mutations = (spec.mutations ?? []).map(
    ({ patchType, jsonPatch, applyConfiguration }): CompiledMutation =>
    patchType === 'JSONPatch'
      ? { kind: patchType, expression: scope.compile(jsonPatch?.expression ?? '', PATCHES, { hasPatchTypes: true }) }
      : { kind: 'ApplyConfiguration', expression: scope.compile(applyConfiguration?.expression ?? '', CONFIGURATION, { hasPatchTypes: true }) }, // prettier-ignore
  );
  return { spec, scope, mutations };
}
