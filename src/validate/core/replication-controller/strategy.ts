import { required, type FieldError } from '../../../model/field-error.ts';
import { declared, withDeclaredName } from '../../shared/declarative.ts';
import { child, fieldPath } from '../../../model/field-path.ts';
import type { ReplicationController, ReplicationControllerSpec } from '../../../model/kinds/core-v1.ts';
import type { ObjectMeta } from '../../../model/kinds/meta-v1.ts';
import { nonnegative } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { isDns1123Subdomain, isLongName } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { defaultPodTemplate } from '../../shared/pod-spec/defaults.ts';
import { dropDisabledPodFields } from '../../shared/pod-spec/drop-disabled.ts';
import { templateOptions } from '../../shared/pod-spec/make-options.ts';
import type { PodOptions } from '../../shared/pod-spec/options.ts';
import { validatePodTemplateSpec } from '../../shared/pod-spec/validate.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import { validateLastingPods, validateTemplateLabels } from '../../shared/workload.ts';
import { workloadWarnings } from '../../shared/workload-warnings.ts';
import { isSince } from '../../../schema/release.ts';
import type { RuleContext } from '../../strategy.ts';

const metadataAt = fieldPath('metadata');

export const replicationControllerStrategy = defineStrategy<ReplicationController>({
  gvk: { group: '', version: 'v1', kind: 'ReplicationController' },
  defaults: defaultReplicationController,
  prepareForCreate(controller, context) {
    dropStatus(controller);
    startGeneration(controller);
    if (controller.spec?.template) dropDisabledPodFields(controller.spec.template, undefined, context);
  },
  prepareForUpdate(controller, old, context) {
    keepStatus(controller, old);
    if (controller.spec?.template) dropDisabledPodFields(controller.spec.template, old.spec?.template, context);
    countGeneration(controller, old, differs(controller.spec, old.spec));
  },
  prepareForStatusUpdate: keepSpec,
  validate: ({ metadata, spec = {} }, context) => [...validateMetadata(metadata, context), ...validateSpec(spec, templateOptions(context))],
  validateUpdate: ({ metadata, spec = {} }, old, context) => [
    ...validateObjectMetaUpdate(metadata, old.metadata, metadataAt),
    ...validateSpec(spec, templateOptions(context, old.spec?.template)),
  ],
  // Upstream confuses the templates: a change is warned about what the old one has.
  warnings: (controller, old) =>
    old ? workloadWarnings({ ...controller, spec: old.spec ?? {} }, old) : workloadWarnings(controller, undefined),
});

function validateMetadata(metadata: ObjectMeta | undefined, { release }: RuleContext): FieldError[] {
  const errors = validateObjectMeta(metadata, namespaced(isSince(release, '1.36') ? isLongName : isDns1123Subdomain), metadataAt);
  return isSince(release, '1.35') ? withDeclaredName(errors) : errors;
}

/** The labels of the template are what a controller selects, and its own, where it has none. */
function defaultReplicationController(controller: ReplicationController, context: RuleContext): void {
  const spec = (controller.spec ??= {});
  spec.replicas ??= 1;
  const labels = spec.template?.metadata?.labels;
  if (labels && isEmpty(spec.selector)) spec.selector = { ...labels };
  if (labels && isEmpty(controller.metadata?.labels)) (controller.metadata ??= {}).labels = { ...labels };
  if (spec.template) defaultPodTemplate(spec.template, context);
}

const isEmpty = (labels: Readonly<Record<string, string>> = {}): boolean => Object.keys(labels).length === 0;

function validateSpec({ minReadySeconds, selector, replicas, template }: ReplicationControllerSpec, options: PodOptions): FieldError[] {
  const at = fieldPath('spec');
  const path = child(at, 'template');
  return [
    ...declared(nonnegative(minReadySeconds, child(at, 'minReadySeconds')), 2),
    ...(isEmpty(selector) ? [required(child(at, 'selector'))] : []),
    ...declared(nonnegative(replicas, child(at, 'replicas')), 1),
    ...(template
      ? [
          ...validateTemplateLabels(template, { matchLabels: selector ?? {} }, path),
          ...validatePodTemplateSpec(template, path, options),
          ...validateLastingPods(template, 'ReplicationController', path),
        ]
      : [required(path)]),
  ];
}
