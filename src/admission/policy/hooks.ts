import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import { typed } from '../typed.ts';

/** A policy and the bindings that put it into force. */
export interface PolicyHook {
  readonly policy: KubernetesObject;
  readonly bindings: readonly KubernetesObject[];
}

type PolicyKind = 'ValidatingAdmissionPolicy' | 'MutatingAdmissionPolicy';

const GROUP = 'admissionregistration.k8s.io';
const known = new WeakMap<readonly KubernetesObject[], { readonly policies: readonly KubernetesObject[]; readonly hooks: readonly PolicyHook[] }>(); // prettier-ignore

/** Policies in force, ordered by name, and their bindings alike. A real server takes them in any order. */
export function hooksOf(store: ReadView, kind: PolicyKind): readonly PolicyHook[] {
  const bindings = store.list({ group: GROUP, kind: `${kind}Binding` });
  if (bindings.length === 0) return [];
  const policies = store.list({ group: GROUP, kind });
  const before = known.get(bindings);
  if (before?.policies === policies) return before.hooks;
  const hooks = policies
    .map((policy) => ({ policy, bindings: bindings.filter((binding) => policyNameOf(binding) === policy.metadata.name) }))
    .filter((hook) => hook.bindings.length > 0);
  known.set(bindings, { policies, hooks });
  return hooks;
}

const policyNameOf = (binding: KubernetesObject): string | undefined =>
  typed<{ readonly spec?: { readonly policyName?: string } }>(binding).spec?.policyName;
