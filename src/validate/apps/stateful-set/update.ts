import { forbidden, type FieldError } from '../../../model/field-error.ts';
import { fieldPath, child, index, type FieldPath } from '../../../model/field-path.ts';
import type { StatefulSet, StatefulSetSpec } from '../../../model/kinds/apps-v1.ts';
import { without } from '../../../model/without.ts';
import { isSince } from '../../../schema/release.ts';
import { claimSpecWarnings } from '../../shared/claim-warnings.ts';
import { countGeneration, differs, isSemanticallyEqual, startGeneration } from '../../shared/generation.ts';
import { internalForm } from '../../shared/internal-form.ts';
import { shown } from '../../shared/go-form.ts';
import { immutable, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { dropDisabledPodFields } from '../../shared/pod-spec/drop-disabled.ts';
import { templateOptions } from '../../shared/pod-spec/make-options.ts';
import { podWarnings } from '../../shared/pod-spec/warnings.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateStatefulSetSpec } from './validate.ts';

export function prepareStatefulSetForCreate(statefulSet: StatefulSet, context: RuleContext): void {
  dropStatus(statefulSet);
  startGeneration(statefulSet);
  dropDisabled(statefulSet, undefined, context);
}

export function prepareStatefulSetForUpdate(statefulSet: StatefulSet, old: StatefulSet, context: RuleContext): void {
  keepStatus(statefulSet, old);
  dropDisabled(statefulSet, old, context);
  countGeneration(statefulSet, old, differs(statefulSet.spec, old.spec));
}

function dropDisabled({ spec }: StatefulSet, old: StatefulSet | undefined, context: RuleContext): void {
  const inUse = old?.spec?.updateStrategy?.rollingUpdate?.maxUnavailable !== undefined;
  if (!context.gate('MaxUnavailableStatefulSet') && !inUse) delete spec?.updateStrategy?.rollingUpdate?.maxUnavailable;
  dropDisabledPodFields(spec?.template ?? {}, old?.spec?.template, context);
}

export const prepareStatefulSetForStatusUpdate: (statefulSet: StatefulSet, old: StatefulSet) => void = keepSpec;

/** What cannot change need not be right; when the stored object is wrong, the template need not be either. */
export function validateStatefulSetUpdate(statefulSet: StatefulSet, old: StatefulSet, context: RuleContext): FieldError[] {
  const [spec, oldSpec] = [statefulSet.spec ?? {}, old.spec ?? {}];
  const at = fieldPath('spec');
  const options = {
    pod: templateOptions(context, oldSpec.template),
    allowInvalidServiceName: true,
    skipPodTemplate: false,
    skipVolumeClaimTemplates: true,
    allowRecreate: context.gate('StatefulSetRecreateStrategy') || oldSpec.updateStrategy?.type === 'Recreate',
  };
  const skipPodTemplate = validateStatefulSetSpec(oldSpec, at, options).length > 0;
  const changes = isSince(context.release, '1.37') ? validateSameFields(spec, oldSpec, at) : validateSameRest(spec, oldSpec, at);
  return [
    ...validateObjectMetaUpdate(statefulSet.metadata, old.metadata, fieldPath('metadata')),
    ...validateStatefulSetSpec(spec, at, { ...options, skipPodTemplate }),
    ...changes,
  ];
}

const UPDATABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const;
const UPDATE_REFUSAL =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

function validateSameRest(spec: StatefulSetSpec, old: StatefulSetSpec, at: FieldPath): FieldError[] {
  return differs(without(spec, ...UPDATABLE), without(old, ...UPDATABLE)) ? [forbidden(at, UPDATE_REFUSAL)] : [];
}

function validateSameFields(spec: StatefulSetSpec, oldSpec: StatefulSetSpec, at: FieldPath): FieldError[] {
  const claims = child(at, 'volumeClaimTemplates');
  return [
    ...immutable(spec.selector, oldSpec.selector, child(at, 'selector'), shown(internalForm('*LabelSelector'), spec.selector)),
    ...(isSemanticallyEqual(spec.volumeClaimTemplates, oldSpec.volumeClaimTemplates)
      ? []
      : immutable(1, 2, claims, shown(internalForm('[]PersistentVolumeClaim'), spec.volumeClaimTemplates))),
    ...immutable(spec.serviceName ?? '', oldSpec.serviceName ?? '', child(at, 'serviceName')),
    ...immutable(spec.podManagementPolicy, oldSpec.podManagementPolicy, child(at, 'podManagementPolicy')),
  ];
}

/** Claims of changed sets are warned about at another path. */
export function warningsForStatefulSet(statefulSet: StatefulSet, old: StatefulSet | undefined): string[] {
  const { spec, metadata } = statefulSet;
  const isCounted = !old || metadata?.generation !== old.metadata?.generation;
  return [
    ...(isCounted ? podWarnings(spec?.template ?? {}, fieldPath('spec', 'template')) : []),
    ...(spec?.volumeClaimTemplates ?? []).flatMap((claim, i) => {
      const path = index(fieldPath('spec', 'volumeClaimTemplates'), i);
      return claimSpecWarnings(claim.spec ?? {}, old ? child(path, 'Spec') : path);
    }),
    ...((spec?.revisionHistoryLimit ?? 0) < 0
      ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended']
      : []),
  ];
}
