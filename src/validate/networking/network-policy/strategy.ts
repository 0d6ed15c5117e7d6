import type { NetworkPolicy } from '../../../model/kinds/networking-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { peersOf, rulesOf } from './rules.ts';
import { validateNetworkPolicy, validateNetworkPolicyUpdate } from './validate.ts';
import { warningsForCidr } from '../../shared/ip.ts';
import { child, index } from '../../../model/field-path.ts';

export const networkPolicyStrategy = defineStrategy<NetworkPolicy>({
  gvk: { group: 'networking.k8s.io', version: 'v1', kind: 'NetworkPolicy' },
  defaults(policy) {
    for (const { rule } of rulesOf(policy)) for (const port of rule.ports ?? []) port.protocol ??= 'TCP';
    const spec = (policy.spec ??= {});
    if (!spec.policyTypes?.length) spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
  },
  prepareForCreate: startGeneration,
  prepareForUpdate: (policy, old) => countGeneration(policy, old, differs(policy.spec, old.spec)),
  validate: validateNetworkPolicy,
  validateUpdate: validateNetworkPolicyUpdate,
  warnings: (policy) =>
    peersOf(policy).flatMap(({ peer: { ipBlock }, at }) => {
      if (!ipBlock) return [];
      const path = child(at, 'ipBlock');
      return [
        ...warningsForCidr(ipBlock.cidr ?? '', child(path, 'cidr')),
        ...(ipBlock.except ?? []).flatMap((cidr, i) => warningsForCidr(cidr, index(child(path, 'except'), i))),
      ];
    }),
});
