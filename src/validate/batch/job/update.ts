import { without } from '../../../model/without.ts';
import { invalid, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import { deepCopy } from '../../../model/json.ts';
import type { Job, JobSpec } from '../../../model/kinds/batch-v1.ts';
import type { PodSpec, PodTemplateSpec } from '../../../model/kinds/core-v1.ts';
import { asJson } from '../../shared/checks.ts';
import { isSemanticallyEqual } from '../../shared/generation.ts';
import { shown } from '../../shared/go-form.ts';
import { internalForm } from '../../shared/internal-form.ts';
import { isLabelValue } from '../../shared/names.ts';
import { validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { templateOptions } from '../../shared/pod-spec/make-options.ts';
import { isSince } from '../../../schema/release.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateJobSpec, validateJobWith, validateNameAllowsCompletions } from './validate.ts';

const IMMUTABLE = 'field is immutable';

/** Before 1.37 a changed job is checked as a new one first, so that most errors are told twice. */
export function validateJobUpdate(job: Job, old: Job, context: RuleContext): FieldError[] {
  const at = fieldPath('spec');
  const [spec, oldSpec] = [job.spec ?? {}, old.spec ?? {}];
  const template = templateOptions(context, oldSpec.template);
  const hadInvalidValue = (oldSpec.selector?.matchExpressions ?? []).some(({ values }) =>
    (values ?? []).some((value) => isLabelValue(value).length > 0),
  );
  const options = {
    ...template,
    allowInvalidLabelValueInSelector: template.allowInvalidLabelValueInSelector || hadInvalidValue,
  };
  const checksOnce = isSince(context.release, '1.37');
  const unchanged = (name: keyof JobSpec, type: string): FieldError[] =>
    isSemanticallyEqual(spec[name], oldSpec[name]) ? [] : [invalid(child(at, name), shown(internalForm(type), spec[name]), IMMUTABLE)];
  return [
    ...(checksOnce ? [] : validateJobWith(job, options)),
    ...validateObjectMetaUpdate(job.metadata, old.metadata, fieldPath('metadata')),
    ...validateJobSpec(spec, at, options),
    ...validateCompletions(spec, oldSpec, child(at, 'completions')),
    ...unchanged('selector', '*LabelSelector'),
    ...validateTemplate(spec, old, at, context),
    ...unchanged('completionMode', '*text'),
    ...unchanged('podFailurePolicy', '*PodFailurePolicy'),
    ...unchanged('backoffLimitPerIndex', '*number'),
    ...unchanged('managedBy', '*text'),
    ...unchanged('successPolicy', '*SuccessPolicy'),
    ...(checksOnce ? validateNameAllowsCompletions(job) : []),
  ];
}

/** Indexed jobs may grow and shrink, with as many pods at once as completions. */
function validateCompletions(spec: JobSpec, old: JobSpec, at: FieldPath): FieldError[] {
  if (spec.completions === old.completions) return [];
  if (spec.completionMode !== 'Indexed') return [invalid(at, asJson(spec.completions), IMMUTABLE)];
  if (spec.completions === undefined || spec.completions === spec.parallelism) return [];
  return [invalid(at, asJson(spec.completions), 'can only be modified in tandem with spec.parallelism')];
}

/** While a job is suspended, its pods may be directed to other nodes and given other resources. */
function validateTemplate(spec: JobSpec, { spec: oldSpec = {}, status }: Job, at: FieldPath, { gate, release }: RuleContext): FieldError[] {
  const suspended = oldSpec.suspend === true;
  const isSuspended = (status?.conditions ?? []).some(({ type, status: value }) => type === 'Suspended' && value === 'True');
  const isMutable = suspended && (status?.startTime === undefined || isSuspended) && !status?.active;
  const directable = gate('MutableSchedulingDirectivesForSuspendedJobs') ? isMutable : suspended && status?.startTime === undefined;
  const template = spec.template ?? {};
  const old = directable ? withDirectives(oldSpec.template ?? {}, template) : (oldSpec.template ?? {});
  if (suspended && gate('MutablePodResourcesForSuspendedJobs') && isMutable) {
    const pod = template.spec ?? {};
    if (isSemanticallyEqual(pod, withResources(old.spec ?? {}, pod))) return [];
    return [invalid(child(at, 'template.spec'), shown(internalForm('PodSpec', release), pod), IMMUTABLE)];
  }
  return isSemanticallyEqual(template, old)
    ? []
    : [invalid(child(at, 'template'), shown(internalForm('PodTemplateSpec', release), template), IMMUTABLE)];
}

/** The old template with what tells the scheduler where to put pods taken from the new one. */
function withDirectives(old: PodTemplateSpec, template: PodTemplateSpec): PodTemplateSpec {
  const { podAffinity, podAntiAffinity } = old.spec?.affinity ?? {};
  const nodeAffinity = template.spec?.affinity?.nodeAffinity;
  const affinity = {
    ...(podAffinity && { podAffinity }),
    ...(podAntiAffinity && { podAntiAffinity }),
    ...(nodeAffinity && { nodeAffinity }),
  };
  const { nodeSelector, tolerations, schedulingGates } = template.spec ?? {};
  const { annotations, labels } = template.metadata ?? {};
  const spec = without(old.spec ?? {}, 'affinity', 'nodeSelector', 'tolerations', 'schedulingGates');
  const metadata = without(old.metadata ?? {}, 'annotations', 'labels');
  return {
    ...old,
    metadata: { ...metadata, ...(annotations && { annotations }), ...(labels && { labels }) },
    spec: {
      ...spec,
      ...(Object.keys(affinity).length > 0 || template.spec?.affinity ? { affinity } : {}),
      ...(nodeSelector && { nodeSelector }),
      ...(tolerations && { tolerations }),
      ...(schedulingGates && { schedulingGates }),
    },
  };
}

function withResources(old: PodSpec, spec: PodSpec): PodSpec {
  const copy = deepCopy(old);
  for (const name of ['containers', 'initContainers'] as const) {
    if (copy[name]?.length !== spec[name]?.length) continue;
    for (const [i, container] of (copy[name] ?? []).entries()) {
      const given = spec[name]?.[i];
      if (!given || given.name !== container.name) continue;
      if (given.resources) container.resources = given.resources;
      else delete container.resources;
    }
  }
  return copy;
}
