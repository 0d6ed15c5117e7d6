import type { Container, PodSpec, SecurityContext, PodSecurityContext } from '../../../model/kinds/core-v1.ts';
import type { ObjectMeta } from '../../../model/kinds/meta-v1.ts';

/** A pod, or what would become one. */
export interface PodLike {
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
}

/** What a check has against a pod: in short, and with names. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** One rule of the Pod Security Standards. `versions` are its revisions in the order of the minor release that brought them. */
export interface PodSecurityCheck {
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  readonly versions: readonly CheckVersion[];
}

export interface CheckVersion {
  /** Minor release: `35` is v1.35. */
  readonly since: number;
  /** Baseline checks that this one makes needless. */
  readonly overrides?: readonly string[];
  readonly check: (pod: PodLike) => Violation | undefined;
}

/** All containers in the order in which they are told: init containers first. */
export const containersOf = ({ initContainers = [], containers = [], ephemeralContainers = [] }: PodSpec): readonly Container[] => [
  ...initContainers,
  ...containers,
  ...ephemeralContainers,
];

/** The names of the containers that a rule objects to. */
export const namesWhere = ({ spec }: PodLike, isBad: (container: Container, context: SecurityContext) => boolean): string[] =>
  containersOf(spec)
    .filter((container) => isBad(container, container.securityContext ?? {}))
    .map(({ name = '' }) => name);

/** `container "a"`, `containers "a", "b"`. */
export const containerList = (names: readonly string[]): string => `${plural('container', names)} ${quoted(names)}`;

export const quoted = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(', ');

export const plural = (word: string, items: readonly unknown[]): string => (items.length === 1 ? word : `${word}s`);

export const sortedSet = (items: readonly string[]): string[] => [...new Set(items)].sort();

/** Who sets a field of the security context to something bad: `pod`, `container "a"`, `pod and containers "a", "b"`; empty for nobody. */
export function settersOf(pod: PodLike, isBad: (context: SecurityContext | PodSecurityContext) => boolean): string {
  const names = namesWhere(pod, (_, context) => isBad(context));
  return [...(isBad(pod.spec.securityContext ?? {}) ? ['pod'] : []), ...(names.length > 0 ? [containerList(names)] : [])].join(' and ');
}

/** The security contexts of a pod and of its containers. */
export const contextsOf = ({ spec }: PodLike): readonly (SecurityContext | PodSecurityContext)[] => [
  spec.securityContext ?? {},
  ...containersOf(spec).map(({ securityContext = {} }) => securityContext),
];

export const isWindows = ({ spec }: PodLike): boolean => spec.os?.name === 'windows';

/** A pod with users of its own cannot harm the host by being root. */
export const hasOwnUsers = ({ spec }: PodLike): boolean => spec.hostUsers === false;

/** A check that lets pods of some sort pass. */
export const unless =
  (isExempt: (pod: PodLike) => boolean, check: CheckVersion['check']): CheckVersion['check'] =>
  (pod) =>
    isExempt(pod) ? undefined : check(pod);
