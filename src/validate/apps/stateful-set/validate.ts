import { without } from '../../../model/without.ts';
import { invalid, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { RollingUpdateStatefulSetStrategy, StatefulSet, StatefulSetSpec } from '../../../model/kinds/apps-v1.ts';
import type { PodTemplateSpec } from '../../../model/kinds/core-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { asJson, each, invalidBecause, nonnegative, oneOf } from '../../shared/checks.ts';
import { claimSpecOptions, validateClaimSpec } from '../../shared/claim-spec.ts';
import { intOrString, labelSelector, number, pointer, shown, struct, text } from '../../shared/go-form.ts';
import { intOrPercentValue, validateAtMost100Percent, validatePositiveIntOrPercent } from '../../shared/int-or-percent.ts';
import { isUnusable, validateLabels } from '../../shared/label-selector.ts';
import { isDns1123Label } from '../../shared/names.ts';
import { namespaced, validateAnnotations, validateObjectMeta } from '../../shared/object-meta.ts';
import { templateOptions } from '../../shared/pod-spec/make-options.ts';
import type { PodOptions } from '../../shared/pod-spec/options.ts';
import { validatePodTemplateSpec } from '../../shared/pod-spec/validate.ts';
import { validateLastingPods, validateSelector, validateTemplateLabels } from '../../shared/workload.ts';
import type { RuleContext } from '../../strategy.ts';

/** What an update need not mind, because it cannot change it. */
export interface StatefulSetOptions {
  readonly pod: PodOptions;
  readonly allowInvalidServiceName: boolean;
  readonly skipPodTemplate: boolean;
  readonly skipVolumeClaimTemplates: boolean;
  readonly allowRecreate: boolean;
}

export function validateStatefulSet({ metadata, spec }: StatefulSet, context: RuleContext): FieldError[] {
  const options = {
    pod: templateOptions(context),
    allowInvalidServiceName: false,
    skipPodTemplate: false,
    skipVolumeClaimTemplates: false,
    allowRecreate: context.gate('StatefulSetRecreateStrategy'),
  };
  return [
    ...validateObjectMeta(metadata, namespaced(isDns1123Label), fieldPath('metadata')),
    ...validateStatefulSetSpec(spec ?? {}, fieldPath('spec'), options),
  ];
}

export function validateStatefulSetSpec(spec: StatefulSetSpec, at: FieldPath, options: StatefulSetOptions): FieldError[] {
  const { persistentVolumeClaimRetentionPolicy: retention, serviceName, template = {} } = spec;
  const retentionPath = child(at, 'persistentVolumeClaimRetentionPolicy');
  return [
    ...validatePodManagement(spec.podManagementPolicy ?? '', child(at, 'podManagementPolicy')),
    ...validateUpdateStrategy(spec, child(at, 'updateStrategy'), options),
    ...(retention
      ? (['whenDeleted', 'whenScaled'] as const).flatMap((name) => oneOf(retention[name], ['Retain', 'Delete'], child(retentionPath, name)))
      : []),
    ...(options.skipVolumeClaimTemplates
      ? []
      : each(spec.volumeClaimTemplates, child(at, 'volumeClaimTemplates'), (claim, path) =>
          validateClaimSpec(claim.spec ?? {}, child(path, 'spec'), claimSpecOptions(options.pod.context)),
        )),
    ...nonnegative(spec.replicas, child(at, 'replicas')),
    ...nonnegative(spec.minReadySeconds, child(at, 'minReadySeconds')),
    ...nonnegative(spec.ordinals?.start, child(at, 'ordinals.start')),
    ...(serviceName && !options.allowInvalidServiceName
      ? invalidBecause(isDns1123Label(serviceName), child(at, 'serviceName'), serviceName)
      : []),
    ...validateSelector(spec.selector, 'statefulset', child(at, 'selector')),
    ...validateTemplate(spec, at, options),
    ...validateLastingPods(template, 'StatefulSet', child(at, 'template')),
  ];
}

const validatePodManagement = (policy: string, at: FieldPath): FieldError[] =>
  policy === 'OrderedReady' || policy === 'Parallel' ? [] : [invalid(at, asJson(policy), "must be 'OrderedReady' or 'Parallel'")];

const rollingUpdateForm = struct([
  ['Partition', 'partition', number],
  ['MaxUnavailable', 'maxUnavailable', pointer(intOrString)],
]);
const strategyForm = struct([
  ['Type', 'type', text],
  ['RollingUpdate', 'rollingUpdate', pointer(rollingUpdateForm)],
]);

function validateUpdateStrategy(
  { updateStrategy = {} }: StatefulSetSpec,
  at: FieldPath,
  { allowRecreate }: StatefulSetOptions,
): FieldError[] {
  const { type = '', rollingUpdate } = updateStrategy;
  const path = child(at, 'rollingUpdate');
  if (type === 'RollingUpdate') return rollingUpdate ? validateRollingUpdate(rollingUpdate, path) : [];
  if (type === 'OnDelete' || (type === 'Recreate' && allowRecreate)) {
    return rollingUpdate ? [invalid(path, shown(rollingUpdateForm, rollingUpdate), "only allowed for updateStrategy 'RollingUpdate'")] : [];
  }
  return [
    invalid(
      at,
      shown(strategyForm, updateStrategy),
      allowRecreate ? "must be 'RollingUpdate', 'OnDelete', or 'Recreate'" : "must be 'RollingUpdate' or 'OnDelete'",
    ),
  ];
}

function validateRollingUpdate({ partition, maxUnavailable }: RollingUpdateStatefulSetStrategy, at: FieldPath): FieldError[] {
  const path = child(at, 'maxUnavailable');
  if (maxUnavailable === undefined) return nonnegative(partition, child(at, 'partition'));
  return [
    ...nonnegative(partition, child(at, 'partition')),
    ...validatePositiveIntOrPercent(maxUnavailable, path),
    ...(intOrPercentValue(maxUnavailable) === 0 ? [invalid(path, asJson(maxUnavailable), 'cannot be 0')] : []),
    ...validateAtMost100Percent(maxUnavailable, path),
  ];
}

function validateTemplate(spec: StatefulSetSpec, at: FieldPath, options: StatefulSetOptions): FieldError[] {
  const path = child(at, 'template');
  if (isUnusable(spec.selector)) return [invalid(child(at, 'selector'), shown(labelSelector, spec.selector), '')];
  const template = withClaims(spec);
  return [
    ...validateTemplateLabels(template, spec.selector, path),
    ...(options.skipPodTemplate ? [] : validatePodTemplateSpec(template, path, options.pod)),
    ...(options.skipPodTemplate || isSince(options.pod.context.release, '1.37') ? [] : validateTemplateMetaAgain(template, path)),
  ];
}

/** Before 1.37 the server looked at labels and annotations once more. */
const validateTemplateMetaAgain = ({ metadata }: PodTemplateSpec, at: FieldPath): FieldError[] => [
  ...validateLabels(metadata?.labels, child(at, 'labels')),
  ...validateAnnotations(metadata?.annotations, child(at, 'annotations')),
];

/** The template as pods get it: each has volumes for its claims, which stand before the others, and a hostname of its own. */
function withClaims({ template = {}, volumeClaimTemplates = [] }: StatefulSetSpec): PodTemplateSpec {
  const spec = without(template.spec ?? {}, 'hostname', 'subdomain');
  if (volumeClaimTemplates.length === 0) return { ...template, spec };
  const names = [...new Set(volumeClaimTemplates.map(({ metadata }) => metadata?.name ?? ''))];
  const volumes = [
    ...names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } })),
    ...(spec.volumes ?? []).filter(({ name = '' }) => !names.includes(name)),
  ];
  return { ...template, spec: { ...spec, volumes } };
}
