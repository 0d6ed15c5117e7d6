import {
  containerList,
  containersOf,
  hasOwnUsers,
  namesWhere,
  quoted,
  sortedSet,
  unless,
  type PodLike,
  type PodSecurityCheck,
  type Violation,
} from '../check.ts';

function check(pod: PodLike): Violation | undefined {
  const names = namesWhere(pod, (_, { procMount = 'Default' }) => procMount !== 'Default');
  if (names.length === 0) return undefined;
  const types = containersOf(pod.spec).map(({ securityContext }) => securityContext?.procMount ?? 'Default');
  const bad = sortedSet(types.filter((type) => type !== 'Default'));
  return { reason: 'procMount', detail: `${containerList(names)} must not set securityContext.procMount to ${quoted(bad)}` };
}

export const procMount: PodSecurityCheck = {
  id: 'procMount',
  level: 'baseline',
  versions: [
    { since: 0, check },
    { since: 35, check: unless(hasOwnUsers, check) },
  ],
};

/** The restricted level keeps what the baseline gave up for pods with users of their own. */
export const procMountRestricted: PodSecurityCheck = {
  id: 'procMount_restricted',
  level: 'restricted',
  versions: [{ since: 35, overrides: ['procMount'], check }],
};
