import type { FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { Deployment } from '../../../model/kinds/apps-v1.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { labelSelector, pointer, shown } from '../../shared/go-form.ts';
import { immutable, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { dropDisabledPodFields } from '../../shared/pod-spec/drop-disabled.ts';
import { templateOptions } from '../../shared/pod-spec/make-options.ts';
import { dropStatus, keepLabels, keepSpec, keepStatus } from '../../shared/status.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateDeploymentSpec } from './validate.ts';

export function prepareDeploymentForCreate(deployment: Deployment, context: RuleContext): void {
  dropStatus(deployment);
  startGeneration(deployment);
  dropDisabledPodFields(deployment.spec?.template ?? {}, undefined, context);
}

/** Annotations count as well: they are copied to ReplicaSets. */
export function prepareDeploymentForUpdate(deployment: Deployment, old: Deployment, context: RuleContext): void {
  keepStatus(deployment, old);
  dropDisabledPodFields(deployment.spec?.template ?? {}, old.spec?.template, context);
  countGeneration(
    deployment,
    old,
    differs(deployment.spec, old.spec) || differs(deployment.metadata?.annotations ?? {}, old.metadata?.annotations ?? {}),
  );
}

export function prepareDeploymentForStatusUpdate(deployment: Deployment, old: Deployment, context: RuleContext): void {
  keepSpec(deployment, old);
  keepLabels(deployment, old);
  if (!context.gate('DeploymentReplicaSetTerminatingReplicas') && old.status?.terminatingReplicas === undefined)
    delete deployment.status?.terminatingReplicas;
}

export const validateDeploymentUpdate = (deployment: Deployment, old: Deployment, context: RuleContext): FieldError[] => [
  ...validateObjectMetaUpdate(deployment.metadata, old.metadata, fieldPath('metadata')),
  ...validateDeploymentSpec(deployment.spec ?? {}, fieldPath('spec'), templateOptions(context, old.spec?.template)),
  ...immutable(
    deployment.spec?.selector,
    old.spec?.selector,
    fieldPath('spec', 'selector'),
    shown(pointer(labelSelector), deployment.spec?.selector),
  ),
];
