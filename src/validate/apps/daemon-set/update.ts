import type { FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { DaemonSet } from '../../../model/kinds/apps-v1.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { labelSelector, pointer, shown } from '../../shared/go-form.ts';
import { isLabelValue } from '../../shared/names.ts';
import { immutable, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { dropDisabledPodFields } from '../../shared/pod-spec/drop-disabled.ts';
import { templateOptions } from '../../shared/pod-spec/make-options.ts';
import { podWarnings } from '../../shared/pod-spec/warnings.ts';
import { dropStatus, keepStatus } from '../../shared/status.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateDaemonSetSpec } from './validate.ts';

/** Where the generation of the template is kept. */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

function templateGenerationOf({ metadata }: DaemonSet): number {
  const text = metadata?.annotations?.[TEMPLATE_GENERATION];
  return text !== undefined && /^[+-]?[0-9]+$/.test(text) ? Number(text) : 0;
}

function setTemplateGeneration(daemonSet: DaemonSet, generation: number): void {
  ((daemonSet.metadata ??= {}).annotations ??= {})[TEMPLATE_GENERATION] = String(generation);
}

export function prepareDaemonSetForCreate(daemonSet: DaemonSet, context: RuleContext): void {
  dropStatus(daemonSet);
  startGeneration(daemonSet);
  setTemplateGeneration(daemonSet, Math.max(1, templateGenerationOf(daemonSet)));
  dropDisabledPodFields(daemonSet.spec?.template ?? {}, undefined, context);
}

export function prepareDaemonSetForUpdate(daemonSet: DaemonSet, old: DaemonSet, context: RuleContext): void {
  dropDisabledPodFields(daemonSet.spec?.template ?? {}, old.spec?.template, context);
  keepStatus(daemonSet, old);
  setTemplateGeneration(daemonSet, templateGenerationOf(old) + (differs(daemonSet.spec?.template, old.spec?.template) ? 1 : 0));
  countGeneration(daemonSet, old, differs(daemonSet.spec, old.spec));
}

export function validateDaemonSetUpdate(daemonSet: DaemonSet, old: DaemonSet, context: RuleContext): FieldError[] {
  const options = templateOptions(context, old.spec?.template);
  const hadInvalidValue = (old.spec?.selector?.matchExpressions ?? []).some(({ values }) =>
    (values ?? []).some((value) => isLabelValue(value).length > 0),
  );
  const allowInvalidLabelValueInSelector = options.allowInvalidLabelValueInSelector || hadInvalidValue;
  const { selector } = daemonSet.spec ?? {};
  return [
    ...validateObjectMetaUpdate(daemonSet.metadata, old.metadata, fieldPath('metadata')),
    ...immutable(selector, old.spec?.selector, fieldPath('spec', 'selector'), shown(pointer(labelSelector), selector)),
    ...validateDaemonSetSpec(daemonSet.spec ?? {}, fieldPath('spec'), { ...options, allowInvalidLabelValueInSelector }),
  ];
}

export function warningsForDaemonSet(daemonSet: DaemonSet, old: DaemonSet | undefined): string[] {
  const isUnchanged = old && templateGenerationOf(daemonSet) === templateGenerationOf(old);
  return isUnchanged ? [] : podWarnings(daemonSet.spec?.template ?? {}, fieldPath('spec', 'template'));
}
