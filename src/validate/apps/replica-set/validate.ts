import type { FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { ReplicaSet, ReplicaSetSpec } from '../../../model/kinds/apps-v1.ts';
import { nonnegative } from '../../shared/checks.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta } from '../../shared/object-meta.ts';
import { templateOptions } from '../../shared/pod-spec/make-options.ts';
import type { PodOptions } from '../../shared/pod-spec/options.ts';
import { validateReplicaTemplate, validateSelector } from '../../shared/workload.ts';
import type { RuleContext } from '../../strategy.ts';

export const validateReplicaSet = ({ metadata, spec }: ReplicaSet, context: RuleContext): FieldError[] => [
  ...validateObjectMeta(metadata, namespaced(isDns1123Subdomain), fieldPath('metadata')),
  ...validateReplicaSetSpec(spec ?? {}, fieldPath('spec'), templateOptions(context)),
];

/** Upstream calls it a deployment in one message. */
export const validateReplicaSetSpec = (spec: ReplicaSetSpec, at: FieldPath, options: PodOptions): FieldError[] => [
  ...nonnegative(spec.replicas, child(at, 'replicas')),
  ...nonnegative(spec.minReadySeconds, child(at, 'minReadySeconds')),
  ...validateSelector(spec.selector, 'deployment', child(at, 'selector')),
  ...validateReplicaTemplate(spec, at, options),
];
