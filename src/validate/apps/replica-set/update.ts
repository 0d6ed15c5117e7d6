import type { FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { ReplicaSet } from '../../../model/kinds/apps-v1.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { labelSelector, pointer, shown } from '../../shared/go-form.ts';
import { immutable, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { dropDisabledPodFields } from '../../shared/pod-spec/drop-disabled.ts';
import { templateOptions } from '../../shared/pod-spec/make-options.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateReplicaSetSpec } from './validate.ts';

export function prepareReplicaSetForCreate(replicaSet: ReplicaSet, context: RuleContext): void {
  dropStatus(replicaSet);
  startGeneration(replicaSet);
  dropDisabledPodFields(replicaSet.spec?.template ?? {}, undefined, context);
}

export function prepareReplicaSetForUpdate(replicaSet: ReplicaSet, old: ReplicaSet, context: RuleContext): void {
  keepStatus(replicaSet, old);
  dropDisabledPodFields(replicaSet.spec?.template ?? {}, old.spec?.template, context);
  countGeneration(replicaSet, old, differs(replicaSet.spec, old.spec));
}

export function prepareReplicaSetForStatusUpdate(replicaSet: ReplicaSet, old: ReplicaSet, context: RuleContext): void {
  keepSpec(replicaSet, old);
  if (!context.gate('DeploymentReplicaSetTerminatingReplicas') && old.status?.terminatingReplicas === undefined)
    delete replicaSet.status?.terminatingReplicas;
}

export const validateReplicaSetUpdate = (replicaSet: ReplicaSet, old: ReplicaSet, context: RuleContext): FieldError[] => [
  ...validateObjectMetaUpdate(replicaSet.metadata, old.metadata, fieldPath('metadata')),
  ...validateReplicaSetSpec(replicaSet.spec ?? {}, fieldPath('spec'), templateOptions(context, old.spec?.template)),
  ...immutable(
    replicaSet.spec?.selector,
    old.spec?.selector,
    fieldPath('spec', 'selector'),
    shown(pointer(labelSelector), replicaSet.spec?.selector),
  ),
];
