import {
  containerList,
  containersOf,
  isWindows,
  namesWhere,
  quoted,
  sortedSet,
  unless,
  type PodLike,
  type PodSecurityCheck,
  type Violation,
} from '../check.ts';

const bad = (added: readonly string[] = []): string[] => added.filter((capability) => capability !== 'NET_BIND_SERVICE');

function check(pod: PodLike): Violation | undefined {
  const keeping = namesWhere(pod, (_, { capabilities }) => !capabilities?.drop?.includes('ALL'));
  const adding = namesWhere(pod, (_, { capabilities }) => bad(capabilities?.add).length > 0);
  const added = sortedSet(containersOf(pod.spec).flatMap(({ securityContext }) => bad(securityContext?.capabilities?.add)));
  const details = [
    ...(keeping.length > 0 ? [`${containerList(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding.length > 0 ? [`${containerList(adding)} must not include ${quoted(added)} in securityContext.capabilities.add`] : []),
  ];
  return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') };
}

const overrides = ['capabilities_baseline'];

export const capabilitiesRestricted: PodSecurityCheck = {
  id: 'capabilities_restricted',
  level: 'restricted',
  versions: [
    { since: 22, overrides, check },
    { since: 25, overrides, check: unless(isWindows, check) },
  ],
};
