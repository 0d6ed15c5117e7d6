import { forbidden, invalid, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { Lease, LeaseSpec } from '../../../model/kinds/coordination-v1.ts';
import { nonnegative, optional } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateGenericObjectMeta, validateGenericObjectMetaUpdate } from '../../shared/object-meta.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateLeaseStrategy } from '../lease-strategy.ts';

const metadataAt = fieldPath('metadata');

export const leaseStrategy = defineStrategy<Lease>({
  gvk: { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease' },
  createOnUpdate: true,
  defaults: () => undefined,
  prepareForCreate: (lease, context) => dropDisabled(lease.spec ?? {}, undefined, context),
  prepareForUpdate: (lease, old, context) => dropDisabled(lease.spec ?? {}, old.spec, context),
  validate: ({ metadata = {}, spec = {} }) => [
    ...validateGenericObjectMeta(metadata, namespaced(isDns1123Subdomain), metadataAt),
    ...validateSpec(spec, fieldPath('spec')),
  ],
  validateUpdate: ({ metadata = {}, spec = {} }, old) => [
    ...validateGenericObjectMetaUpdate(metadata, old.metadata ?? {}, metadataAt),
    ...validateSpec(spec, fieldPath('spec')),
  ],
});

function dropDisabled(spec: LeaseSpec, old: LeaseSpec | undefined, { gate }: RuleContext): void {
  if (gate('CoordinatedLeaderElection')) return;
  for (const name of ['strategy', 'preferredHolder'] as const) if (old?.[name] === undefined) delete spec[name];
}

function validateSpec(spec: LeaseSpec, at: FieldPath): FieldError[] {
  const { leaseDurationSeconds: duration, leaseTransitions, strategy, preferredHolder } = spec;
  return [
    ...(duration !== undefined && duration <= 0 ? [invalid(child(at, 'leaseDurationSeconds'), duration, 'must be greater than 0')] : []),
    ...nonnegative(leaseTransitions, child(at, 'leaseTransitions')),
    ...optional(strategy, child(at, 'strategy'), validateLeaseStrategy),
    ...(preferredHolder && !strategy ? [forbidden(child(at, 'preferredHolder'), 'may only be specified if `strategy` is defined')] : []),
  ];
}
