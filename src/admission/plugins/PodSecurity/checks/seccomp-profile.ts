import type { SeccompProfile } from '../../../../model/kinds/core-v1.ts';
import { goQuote } from '../../../../model/go-text.ts';
import {
  containerList,
  containersOf,
  contextsOf,
  isWindows,
  namesWhere,
  plural,
  quoted,
  settersOf,
  sortedSet,
  unless,
  type PodLike,
  type PodSecurityCheck,
  type Violation,
} from '../check.ts';

const POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
const CONTAINER_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';

const isGoodAnnotation = (value: string): boolean =>
  value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/');
const isGood = ({ type }: SeccompProfile): boolean => type === 'Localhost' || type === 'RuntimeDefault';

/** Before 1.19 the profile was an annotation. */
function checkAnnotations({ metadata, spec }: PodLike): Violation | undefined {
  const names = [POD_ANNOTATION, ...containersOf(spec).map(({ name = '' }) => `${CONTAINER_ANNOTATION}${name}`)];
  const forbidden = sortedSet(
    names.flatMap((name) => {
      const value = metadata.annotations?.[name];
      return value === undefined || isGoodAnnotation(value) ? [] : [`${name}=${goQuote(value)}`];
    }),
  );
  return forbidden.length === 0
    ? undefined
    : { reason: 'seccompProfile', detail: `forbidden ${plural('annotation', forbidden)} ${forbidden.join(', ')}` };
}

function checkBaseline(pod: PodLike): Violation | undefined {
  const setters = settersOf(pod, ({ seccompProfile }) => seccompProfile !== undefined && !isGood(seccompProfile));
  if (setters === '') return undefined;
  const types = contextsOf(pod).flatMap(({ seccompProfile }) =>
    seccompProfile && !isGood(seccompProfile) ? [seccompProfile.type ?? ''] : [],
  );
  return { reason: 'seccompProfile', detail: `${setters} must not set securityContext.seccompProfile.type to ${quoted(sortedSet(types))}` };
}

function checkRestricted(pod: PodLike): Violation | undefined {
  const forbidden = checkBaseline(pod);
  if (forbidden || pod.spec.securityContext?.seccompProfile) return forbidden;
  const names = namesWhere(pod, (_, { seccompProfile }) => seccompProfile === undefined);
  if (names.length === 0) return undefined;
  return {
    reason: 'seccompProfile',
    detail: `pod or ${containerList(names)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
  };
}

export const seccompProfileBaseline: PodSecurityCheck = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  versions: [
    { since: 0, check: checkAnnotations },
    { since: 19, check: checkBaseline },
  ],
};

const overrides = ['seccompProfile_baseline'];

export const seccompProfileRestricted: PodSecurityCheck = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  versions: [
    { since: 19, overrides, check: checkRestricted },
    { since: 25, overrides, check: unless(isWindows, checkRestricted) },
  ],
};
