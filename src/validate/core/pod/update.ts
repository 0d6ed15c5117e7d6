import { without } from '../../../model/without.ts';
import { forbidden, invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, index, key, type FieldPath } from '../../../model/field-path.ts';
import { deepCopy, deepEqual } from '../../../model/json.ts';
import type {
  Affinity,
  Container,
  NodeAffinity,
  NodeSelectorTerm,
  Pod,
  PodSchedulingGate,
  PodSpec,
  Toleration,
} from '../../../model/kinds/core-v1.ts';
import { each } from '../../shared/checks.ts';
import { differs, isSemanticallyEqual } from '../../shared/generation.ts';
import { list, shown, textMap } from '../../shared/go-form.ts';
import { structDiff } from '../../shared/struct-diff.ts';
import { rangeMessage } from '../../shared/names.ts';
import { validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { APP_ARMOR_PREFIX, MIRROR_POD, validatePodAnnotations } from '../../shared/pod-spec/annotations.ts';
import { nodeSelectorTerm } from '../../shared/pod-spec/go-forms.ts';
import { podOptions } from '../../shared/pod-spec/make-options.ts';
import type { PodOptions } from '../../shared/pod-spec/options.ts';
import { validateTolerations } from '../../shared/pod-spec/tolerations.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateMetadataAndSpec } from './validate.ts';

const MAX_INT32 = 2147483647;
const UPDATABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

/** A changed pod: hardly anything of its spec may change. Some errors end the list. */
export function validatePodUpdate(pod: Pod, old: Pod, context: RuleContext): FieldError[] {
  const options = podOptions(context, old, true);
  const meta = fieldPath('metadata');
  const at = fieldPath('spec');
  const spec = pod.spec ?? {};
  const oldSpec = old.spec ?? {};
  const errors = [
    ...validateObjectMetaUpdate(pod.metadata, old.metadata, meta),
    ...validateMetadataAndSpec(pod, options),
    ...validateAnnotationsUpdate(pod, old, child(meta, 'annotations'), options),
  ];
  for (const name of ['containers', 'initContainers'] as const) {
    const [containers, oldContainers] = [spec[name] ?? [], oldSpec[name] ?? []];
    if (containers.length !== oldContainers.length)
      return [...errors, forbidden(child(at, name), 'pod updates may not add or remove containers')];
    errors.push(...validateImages(containers, child(at, name)));
  }
  const deadline = validateDeadline(spec.activeDeadlineSeconds, oldSpec.activeDeadlineSeconds, child(at, 'activeDeadlineSeconds'));
  errors.push(...deadline.errors);
  if (deadline.stop) return errors;
  errors.push(...validateAddedTolerations(spec.tolerations ?? [], oldSpec.tolerations ?? [], child(at, 'tolerations'), options));
  errors.push(...validateSchedulingGates(spec.schedulingGates ?? [], oldSpec.schedulingGates ?? [], child(at, 'schedulingGates')));
  return [...errors, ...validateRest(spec, oldSpec, at, context)];
}

function validateAnnotationsUpdate(pod: Pod, old: Pod, at: FieldPath, options: PodOptions): FieldError[] {
  const annotations = pod.metadata?.annotations ?? {};
  const before = old.metadata?.annotations ?? {};
  const refuse = (name: string, verb: string): FieldError[] => [
    ...(name.startsWith(APP_ARMOR_PREFIX) ? [forbidden(key(at, name), `may not ${verb} AppArmor annotations`)] : []),
    ...(name === MIRROR_POD ? [forbidden(key(at, name), `may not ${verb} mirror pod annotation`)] : []),
  ];
  return [
    ...Object.keys(before)
      .filter((name) => annotations[name] !== before[name])
      .flatMap((name) => refuse(name, 'remove or update')),
    ...Object.keys(annotations)
      .filter((name) => before[name] === undefined)
      .flatMap((name) => refuse(name, 'add')),
    ...validatePodAnnotations(annotations, pod.spec ?? {}, at, options),
  ];
}

const validateImages = (containers: readonly Container[], at: FieldPath): FieldError[] =>
  each(containers, at, ({ image = '' }, path) => [
    ...(image === '' ? [required(child(path, 'image'))] : []),
    ...(image.trim() === image ? [] : [invalid(child(path, 'image'), image, 'must not have leading or trailing whitespace')]),
  ]);

function validateDeadline(seconds: number | undefined, old: number | undefined, at: FieldPath): { errors: FieldError[]; stop: boolean } {
  if (seconds === undefined)
    return { errors: old === undefined ? [] : [invalid(at, null, 'must not update from a positive integer to nil value')], stop: false };
  if (seconds < 0 || seconds > MAX_INT32) return { errors: [invalid(at, seconds, rangeMessage(0, MAX_INT32))], stop: true };
  if (old !== undefined && old < seconds)
    return { errors: [invalid(at, seconds, 'must be less than or equal to previous value')], stop: true };
  return { errors: [], stop: false };
}

function validateAddedTolerations(
  tolerations: readonly Toleration[],
  old: readonly Toleration[],
  at: FieldPath,
  options: PodOptions,
): FieldError[] {
  const withoutSeconds = (toleration: Toleration): unknown => without(toleration, 'tolerationSeconds');
  const kept = old.every((before) => tolerations.some((now) => deepEqual(withoutSeconds(now), withoutSeconds(before))));
  if (!kept) return [forbidden(at, 'existing toleration can not be modified except its tolerationSeconds')];
  return validateTolerations(tolerations, at, options.allowTaintTolerationComparisonOperators);
}

const validateSchedulingGates = (gates: readonly PodSchedulingGate[], old: readonly PodSchedulingGate[], at: FieldPath): FieldError[] =>
  each(gates, at, ({ name = '' }, path, i) =>
    // of gates with the same name the last one counts
    old.some((gate) => gate.name === name) || gates.findLastIndex((gate) => gate.name === name) > i
      ? []
      : [forbidden(child(path, 'name'), `only deletion is allowed, but found new scheduling gate '${name}'`)],
  );

/** Everything but the fields that may change has to be as it was. */
function validateRest(spec: PodSpec, old: PodSpec, at: FieldPath, { release }: RuleContext): FieldError[] {
  if (isSemanticallyEqual(spec, old)) return [];
  const masked = maskUpdatable(deepCopy(spec), old);
  const errors = old.schedulingGates?.length ? maskGated(masked, old, at) : [];
  if (isSemanticallyEqual(masked, old)) return errors;
  return [
    ...errors,
    forbidden(at, `pod updates may not change fields other than ${UPDATABLE}\n${structDiff('PodSpec', old, masked, release)}`),
  ];
}

function maskUpdatable(spec: PodSpec, old: PodSpec): PodSpec {
  for (const name of ['containers', 'initContainers'] as const)
    spec[name]?.forEach((container, i) => copyField(container, old[name]?.[i] ?? {}, 'image'));
  for (const name of ['activeDeadlineSeconds', 'schedulingGates', 'tolerations'] as const) copyField(spec, old, name);
  if ((old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1)
    copyField(spec, old, 'terminationGracePeriodSeconds');
  return spec;
}

function copyField<T extends object, K extends keyof T>(to: T, from: T, name: K): void {
  if (from[name] === undefined) delete to[name];
  else to[name] = from[name];
}

/** While gates hold the pod, its node may be chosen more narrowly. */
function maskGated(spec: PodSpec, old: PodSpec, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if (differs(spec.nodeSelector, old.nodeSelector)) {
    errors.push(...validateNodeSelectorAdditions(spec.nodeSelector ?? {}, old.nodeSelector ?? {}, child(at, 'nodeSelector')));
    copyField(spec, old, 'nodeSelector');
  }
  const affinity = spec.affinity?.nodeAffinity;
  const oldAffinity = old.affinity?.nodeAffinity;
  if (differs(affinity, oldAffinity)) {
    errors.push(...validateNodeAffinityAdditions(affinity, oldAffinity, child(at, 'affinity', 'nodeAffinity')));
    maskNodeAffinity(spec, old.affinity);
  }
  return errors;
}

function maskNodeAffinity(spec: PodSpec, old: Affinity | undefined): void {
  const masked: Affinity = { ...spec.affinity };
  if (old?.nodeAffinity) masked.nodeAffinity = old.nodeAffinity;
  else delete masked.nodeAffinity;
  if (!old && !masked.podAffinity && !masked.podAntiAffinity && !masked.nodeAffinity) delete spec.affinity;
  else spec.affinity = masked;
}

function validateNodeSelectorAdditions(
  selector: Readonly<Record<string, string>>,
  old: Readonly<Record<string, string>>,
  at: FieldPath,
): FieldError[] {
  const kept = Object.entries(old).every(([name, value]) => selector[name] === value);
  return kept ? [] : [invalid(at, shown(textMap, selector), 'only additions to spec.nodeSelector are allowed (no mutations or deletions)')];
}

function validateNodeAffinityAdditions(affinity: NodeAffinity | undefined, old: NodeAffinity | undefined, at: FieldPath): FieldError[] {
  const oldTerms = old?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const terms = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const path = child(at, 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms');
  if (oldTerms.length > 0 && oldTerms.length !== terms.length) {
    return [invalid(path, shown(list(nodeSelectorTerm), terms), 'no additions/deletions to non-empty NodeSelectorTerms list are allowed')];
  }
  return oldTerms.flatMap((oldTerm, i) =>
    hasOnlyAdditions(terms[i] ?? {}, oldTerm)
      ? []
      : [invalid(index(path, i), shown(nodeSelectorTerm, terms[i]), 'only additions are allowed (no mutations or deletions)')],
  );
}

function hasOnlyAdditions(term: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
  const lists = ['matchExpressions', 'matchFields'] as const;
  const wasEmpty = lists.every((name) => !old[name]?.length);
  if (wasEmpty) return lists.every((name) => !term[name]?.length);
  return lists.every((name) => deepEqual((term[name] ?? []).slice(0, old[name]?.length ?? 0), old[name] ?? []));
}
