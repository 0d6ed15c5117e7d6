import { forbidden, invalid, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, index, type FieldPath } from '../../../model/field-path.ts';
import type { Container, Pod, PodSpec, ResourceRequirements } from '../../../model/kinds/core-v1.ts';
import type { ObjectMeta } from '../../../model/kinds/meta-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { countGeneration, differs } from '../../shared/generation.ts';
import { validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { MIRROR_POD } from '../../shared/pod-spec/annotations.ts';
import { isRestartable } from '../../shared/pod-spec/containers-of.ts';
import { dropDisabledPodFields } from '../../shared/pod-spec/drop-disabled.ts';
import { podOptions } from '../../shared/pod-spec/make-options.ts';
import { defaultPodLevelResources } from '../../shared/pod-spec/pod-resource-defaults.ts';
import { keepStatus } from '../../shared/status.ts';
import type { ResourceList } from '../../shared/resource-list.ts';
import type { RuleContext, SubresourceStrategy } from '../../strategy.ts';
import { qosClassOf } from './qos.ts';
import { validateMetadataAndSpec } from './validate.ts';

const LISTS = ['containers', 'initContainers'] as const;

/** `pods/resize`: CPU and memory of containers, and of pods with resources of their own, may change while a pod runs. */
export const podResize: SubresourceStrategy<Pod> = { prepareForUpdate: preparePodForResize, validateUpdate: validatePodResize };

/** Whatever else was sent is as it was; unless containers come or go, or are renamed, which is refused. */
function preparePodForResize(pod: Pod, old: Pod, context: RuleContext): void {
  const [spec, oldSpec] = [pod.spec ?? {}, old.spec ?? {}];
  if (LISTS.every((name) => (spec[name] ?? []).length === (oldSpec[name] ?? []).length)) {
    pod.spec = resizedSpec(spec, oldSpec, context);
    keepStatus(pod, old);
    pod.metadata = keptMetadata(pod.metadata ?? {}, old.metadata ?? {});
  }
  if (context.gate('PodLevelResourcesFixDefaulting') && pod.spec) {
    if (!pod.spec.resources && oldSpec.resources) pod.spec.resources = oldSpec.resources;
    defaultPodLevelResources(pod.spec);
  }
  dropDisabledPodFields(pod, old, context);
  countGeneration(pod, old, differs(pod.spec, old.spec));
}

function resizedSpec(spec: PodSpec, old: PodSpec, { gate }: RuleContext): PodSpec {
  const next: PodSpec = { ...old };
  if (gate('InPlacePodLevelResourcesVerticalScaling')) {
    if (spec.resources) next.resources = spec.resources;
    else delete next.resources;
  }
  for (const name of LISTS) if (spec[name]) next[name] = resizedContainers(spec[name], old[name] ?? []);
  return next;
}

function resizedContainers(containers: Container[], old: readonly Container[]): Container[] {
  if (containers.some(({ name }, i) => name !== old[i]?.name)) return containers;
  return containers.map(({ resources, resizePolicy }, i) => {
    const next: Container = { ...old[i] };
    if (resources) next.resources = resources;
    else delete next.resources;
    if (resizePolicy) next.resizePolicy = resizePolicy;
    else delete next.resizePolicy;
    return next;
  });
}

const KEPT_METADATA = ['labels', 'annotations', 'finalizers', 'ownerReferences', 'deletionTimestamp', 'generation'] as const;

function keptMetadata(metadata: ObjectMeta, old: Readonly<ObjectMeta>): ObjectMeta {
  const next = { ...metadata };
  for (const name of KEPT_METADATA) {
    if (old[name] === undefined) delete next[name];
    else Object.assign(next, { [name]: old[name] });
  }
  return next;
}

/** Causes in the order of `ValidatePodResize`. */
function validatePodResize(pod: Pod, old: Pod, context: RuleContext): FieldError[] {
  const at = fieldPath('spec');
  const [spec, oldSpec] = [pod.spec ?? {}, old.spec ?? {}];
  if (old.metadata?.annotations?.[MIRROR_POD] !== undefined) return [forbidden(fieldPath(''), 'static pods cannot be resized')];
  if (oldSpec.os?.name === 'windows') return [forbidden(fieldPath(''), 'windows pods cannot be resized')];
  const errors = [
    ...validateObjectMetaUpdate(pod.metadata, old.metadata, fieldPath('metadata')),
    ...validateMetadataAndSpec(pod, podOptions(context, old, true)),
  ];
  if ((old.status?.qosClass || qosClassOf(oldSpec, context)) !== qosClassOf(spec, context))
    errors.push(invalid(at, pod.status?.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing'));
  if (!isSupportedByNode(old)) errors.push(forbidden(at, 'Pod running on node without support for resize'));
  const masked: PodSpec = { ...spec };
  if (hasPodLevelResources(oldSpec) || hasPodLevelResources(spec)) {
    if (!context.gate('InPlacePodLevelResourcesVerticalScaling')) return [...errors, forbidden(fieldPath(''), WITHOUT_POD_LEVEL)];
    errors.push(...validatePodLevelResize(spec, masked, oldSpec, at));
  }
  const others = LISTS.flatMap((name) => validateOrder(spec[name] ?? [], oldSpec[name] ?? [], name, at));
  if (others.length > 0) return [...errors, ...others];
  errors.push(
    ...validateRemovals(spec.initContainers, oldSpec.initContainers, child(at, 'initContainers'), (container) =>
      mayResize(container, context),
    ),
    ...validateRemovals(spec.containers, oldSpec.containers, child(at, 'containers'), () => true),
    ...maskContainers(masked, oldSpec, at, context),
    ...maskInitContainers(masked, oldSpec, at, context),
  );
  return errors.length === 0 && differs(masked, oldSpec) ? [forbidden(at, 'only cpu and memory resources are mutable')] : errors;
}

const WITHOUT_POD_LEVEL =
  'resize of pods with pod-level resources is forbidden when InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled';

/** A kubelet that can resize says what its containers have been given. */
function isSupportedByNode({ status }: Pod): boolean {
  const running = status?.containerStatuses?.find(({ state }) => state?.running);
  return !running || running.resources !== undefined;
}

const hasPodLevelResources = ({ resources: { requests, limits } = {} }: PodSpec): boolean =>
  Object.keys({ ...requests, ...limits }).length > 0;

/** Sidecars, and since 1.36 all init containers. */
const mayResize = (container: Container, { gate }: RuleContext): boolean =>
  isRestartable(container) || gate('InPlacePodVerticalScalingInitContainers');

function validatePodLevelResize({ resources }: PodSpec, masked: PodSpec, { resources: old }: PodSpec, at: FieldPath): FieldError[] {
  const path = child(at, 'resources');
  if (old && !resources) return [forbidden(path, 'pod-level resources cannot be removed')];
  const errors: FieldError[] = [];
  if (old && isRemoved(resources?.requests, old.requests))
    errors.push(forbidden(child(path, 'requests'), 'pod-level resource requests cannot be removed'));
  if (old && isRemoved(resources?.limits, old.limits))
    errors.push(forbidden(child(path, 'limits'), 'pod-level resource limits cannot be removed'));
  const kept = { ...(resources?.claims && { claims: resources.claims }), ...maskedResources(resources, old) };
  if (old || Object.keys(kept).length > 0) masked.resources = kept;
  else delete masked.resources;
  if (differs(masked.resources, old)) errors.push(forbidden(at, 'only cpu and memory resources are mutable at pod-level'));
  return errors;
}

const isRemoved = (list: ResourceList = {}, old: ResourceList = {}): boolean => Object.keys(old).some((name) => list[name] === undefined);

function validateOrder(containers: readonly Container[], old: readonly Container[], name: string, at: FieldPath): FieldError[] {
  const path = child(at, name);
  if (containers.length !== old.length) return [forbidden(path, `${name} may not be added or removed on resize`)];
  return containers.flatMap((container, i) =>
    container.name === old[i]?.name ? [] : [forbidden(child(index(path, i), 'name'), `${name} may not be renamed or reordered on resize`)],
  );
}

const validateRemovals = (
  containers: readonly Container[] = [],
  old: readonly Container[] = [],
  at: FieldPath,
  isAsked: (container: Container) => boolean,
): FieldError[] =>
  old.flatMap((before, i) => {
    if (!isAsked(before)) return [];
    const path = child(index(at, i), 'resources');
    const { requests, limits } = containers[i]?.resources ?? {};
    return [
      ...(isRemoved(requests, before.resources?.requests)
        ? [forbidden(child(path, 'requests'), 'resource requests cannot be removed')]
        : []),
      ...(isRemoved(limits, before.resources?.limits) ? [forbidden(child(path, 'limits'), 'resource limits cannot be removed')] : []),
    ];
  });

function maskContainers(masked: PodSpec, { containers: old = [] }: PodSpec, at: FieldPath, context: RuleContext): FieldError[] {
  if (!masked.containers) return [];
  masked.containers = masked.containers.map((container, i) => maskedContainer(container, old[i], context));
  return masked.containers.flatMap((container, i) =>
    differs(container, old[i]) ? [forbidden(at, 'only cpu and memory resources are mutable')] : [],
  );
}

function maskInitContainers(masked: PodSpec, { initContainers: old = [] }: PodSpec, at: FieldPath, context: RuleContext): FieldError[] {
  if (!masked.initContainers) return [];
  const hasTexts = isSince(context.release, '1.36');
  const errors: FieldError[] = [];
  masked.initContainers = masked.initContainers.map((container, i) => {
    const isChanged = differs(container, old[i]);
    const path = index(child(at, 'initContainers'), i);
    if (!mayResize(container, context)) {
      if (isChanged) errors.push(forbidden(at, 'resources for non-sidecar init containers are immutable'));
      return container;
    }
    const kept = maskedContainer(container, old[i], context);
    if (differs(kept, old[i]))
      errors.push(
        hasTexts
          ? forbidden(path, 'only cpu and memory resources for init or sidecar containers are mutable')
          : forbidden(at, 'only cpu and memory resources for sidecar containers are mutable'),
      );
    if (isChanged && !isRestartable(container))
      for (const { restartPolicy } of container.resizePolicy ?? [])
        if (restartPolicy === 'RestartContainer')
          errors.push(forbidden(path, 'non-sidecar init containers with a resize policy of RestartContainer cannot be resized'));
    return kept;
  });
  return errors;
}

/** A container with the CPU and memory that it had; claims are compared since 1.37, and before that no container with claims is resized. */
function maskedContainer(container: Container, old: Container | undefined, { release }: RuleContext): Container {
  const { claims } = container.resources ?? {};
  const resources = { ...maskedResources(container.resources, old?.resources), ...(claims && isSince(release, '1.37') && { claims }) };
  const next: Container = { ...container, resources };
  if (Object.keys(resources).length === 0) delete next.resources;
  return next;
}

function maskedResources(resources: ResourceRequirements = {}, old: ResourceRequirements = {}): ResourceRequirements {
  const requests = maskedList(resources.requests, old.requests);
  const limits = maskedList(resources.limits, old.limits);
  return { ...(requests && { requests }), ...(limits && { limits }) };
}

function maskedList(list: ResourceList | undefined, old: ResourceList | undefined): Record<string, string> | undefined {
  if (!list && !old) return undefined;
  const next: Record<string, string> = { ...list };
  for (const name of ['cpu', 'memory']) {
    delete next[name];
    const before = old?.[name];
    if (before !== undefined) next[name] = before;
  }
  return Object.keys(next).length > 0 ? next : undefined;
}
