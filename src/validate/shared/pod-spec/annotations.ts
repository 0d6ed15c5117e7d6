import { forbidden, invalid, type FieldError } from '../../../model/field-error.ts';
import { child, key, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import type { AppArmorProfile, PodSpec, SeccompProfile, Toleration } from '../../../model/kinds/core-v1.ts';
import { isObject } from '../../../model/json.ts';
import { validateLocalDescendingPath } from '../paths.ts';
import { allContainers, containersOf } from './containers-of.ts';
import { jsonSyntaxProblem, jsonTypeProblem } from '../json-problem.ts';
import type { PodOptions } from './options.ts';
import { validateTolerations } from './tolerations.ts';

type Annotations = Readonly<Record<string, string>>;

export const MIRROR_POD = 'kubernetes.io/config.mirror';
const TOLERATIONS = 'scheduler.alpha.kubernetes.io/tolerations';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
export const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_CONTAINER_PREFIX = 'container.seccomp.security.alpha.kubernetes.io/';
export const APP_ARMOR_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';

/** Annotations that mean something on pods; `at` is the map. */
export function validatePodAnnotations(
  annotations: Annotations | undefined,
  spec: PodSpec,
  at: FieldPath,
  options: PodOptions,
): FieldError[] {
  if (!annotations) return [];
  const mirror = annotations[MIRROR_POD];
  const cost = annotations[DELETION_COST];
  return [
    ...(mirror !== undefined && !spec.nodeName
      ? [invalid(key(at, MIRROR_POD), mirror, 'must set spec.nodeName if mirror pod annotation is set')]
      : []),
    ...(annotations[TOLERATIONS] ? validateTolerationsText(annotations[TOLERATIONS], at, options) : []),
    ...(cost === undefined || options.allowInvalidPodDeletionCost || isDeletionCost(cost)
      ? []
      : [invalid(key(at, DELETION_COST), cost, 'must be a 32bit integer')]),
    ...validateSeccompAnnotations(annotations, at),
    ...validateAppArmorAnnotations(annotations, spec, at),
  ];
}

/** Whether the annotation's value is a 32-bit integer without a plus or a leading zero. */
export function isDeletionCost(value: string): boolean {
  if (!/^(0|-?[1-9][0-9]*)$/.test(value) && !/^-0[0-9]*$/.test(value)) return false;
  const number = Number(value);
  return number <= 2147483647 && number >= -2147483648;
}

/** Tolerations as JSON in an annotation, as they once were. */
function validateTolerationsText(text: string, at: FieldPath, options: PodOptions): FieldError[] {
  const problem = jsonSyntaxProblem(new TextEncoder().encode(text));
  if (problem !== undefined) return [invalid(at, TOLERATIONS, problem)];
  const value: unknown = JSON.parse(text);
  if (value === null) return [];
  if (!Array.isArray(value)) return [invalid(at, TOLERATIONS, jsonTypeProblem(value, '[]core.Toleration'))];
  const odd: unknown = value.find((item) => item !== null && !isObject(item));
  if (odd !== undefined) return [invalid(at, TOLERATIONS, jsonTypeProblem(odd, 'core.Toleration'))];
  const tolerations: Toleration[] = value.map((item: Toleration | null) => item ?? {});
  return validateTolerations(tolerations, child(at, TOLERATIONS), options.allowTaintTolerationComparisonOperators);
}

function validateSeccompAnnotations(annotations: Annotations, at: FieldPath): FieldError[] {
  return Object.entries(annotations).flatMap(([name, profile]) =>
    name === SECCOMP_POD || name.startsWith(SECCOMP_CONTAINER_PREFIX) ? validateSeccompText(profile, child(at, name)) : [],
  );
}

const LOCALHOST_PREFIX = 'localhost/';

function validateSeccompText(profile: string, at: FieldPath): FieldError[] {
  if (profile === 'runtime/default' || profile === 'docker/default' || profile === 'unconfined') return [];
  if (profile.startsWith(LOCALHOST_PREFIX)) return validateLocalDescendingPath(profile.slice(LOCALHOST_PREFIX.length), at);
  return [invalid(at, profile, 'must be a valid seccomp profile')];
}

function validateAppArmorAnnotations(annotations: Annotations, spec: PodSpec, at: FieldPath): FieldError[] {
  const names = allContainers(spec).map(({ name = '' }) => name);
  return Object.entries(annotations)
    .filter(([name]) => name.startsWith(APP_ARMOR_PREFIX))
    .flatMap(([name, profile]) => {
      const container = name.slice(APP_ARMOR_PREFIX.length);
      return [
        ...(names.includes(container) ? [] : [invalid(key(at, name), container, 'container not found')]),
        ...(isAppArmorText(profile) ? [] : [invalid(key(at, name), profile, `invalid AppArmor profile name: ${goQuote(profile)}`)]),
      ];
    });
}

const isAppArmorText = (profile: string): boolean =>
  profile === '' || profile === 'runtime/default' || profile === 'unconfined' || profile.startsWith(LOCALHOST_PREFIX);

/** The field that an annotation's value stands for; undefined when it stands for none. */
export function appArmorProfileOf(annotation: string): AppArmorProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  const localhostProfile = annotation.startsWith(LOCALHOST_PREFIX) ? annotation.slice(LOCALHOST_PREFIX.length) : '';
  return localhostProfile === '' ? undefined : { type: 'Localhost', localhostProfile };
}

/** Old annotations and the fields that replaced them say the same; `at` is the spec. */
export function validateAnnotationsMatchFields(annotations: Annotations = {}, spec: PodSpec, at: FieldPath): FieldError[] {
  const pod = spec.securityContext;
  const errors = pod?.seccompProfile
    ? matchProfile(annotations[SECCOMP_POD], pod.seccompProfile, 'seccomp', child(at, 'securityContext', 'seccompProfile'))
    : [];
  const placed = containersOf(spec, at);
  for (const { container, at: path } of placed) {
    const profile = container.securityContext?.seccompProfile;
    const annotation = annotations[SECCOMP_CONTAINER_PREFIX + (container.name ?? '')];
    if (profile) errors.push(...matchProfile(annotation, profile, 'seccomp', child(path, 'securityContext', 'seccompProfile')));
  }
  if (spec.os?.name === 'windows') return errors;
  for (const { container, at: path } of placed) {
    const profile = container.securityContext?.appArmorProfile ?? pod?.appArmorProfile;
    const annotation = annotations[APP_ARMOR_PREFIX + (container.name ?? '')];
    if (profile) errors.push(...matchProfile(annotation, profile, 'apparmor', child(path, 'securityContext', 'appArmorProfile')));
  }
  return errors;
}

function matchProfile(
  annotation: string | undefined,
  profile: SeccompProfile | AppArmorProfile,
  what: 'seccomp' | 'apparmor',
  at: FieldPath,
): FieldError[] {
  if (annotation === undefined) return [];
  const wrongType = [forbidden(child(at, 'type'), `${what} type in annotation and field must match`)];
  switch (profile.type) {
    case 'Unconfined':
      return annotation === 'unconfined' ? [] : wrongType;
    case 'RuntimeDefault':
      return annotation === 'runtime/default' || (what === 'seccomp' && annotation === 'docker/default') ? [] : wrongType;
    case 'Localhost':
      if (!annotation.startsWith(LOCALHOST_PREFIX)) return wrongType;
      return annotation.slice(LOCALHOST_PREFIX.length) === profile.localhostProfile
        ? []
        : [forbidden(child(at, 'localhostProfile'), `${what} profile in annotation and field must match`)];
    default:
      return [];
  }
}
