import {
  containerList,
  containersOf,
  namesWhere,
  quoted,
  sortedSet,
  type PodLike,
  type PodSecurityCheck,
  type Violation,
} from '../check.ts';

const ALLOWED = 'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
  ' ',
);
const bad = (added: readonly string[] = []): string[] => added.filter((capability) => !ALLOWED.includes(capability));

function check(pod: PodLike): Violation | undefined {
  const names = namesWhere(pod, (_, { capabilities }) => bad(capabilities?.add).length > 0);
  if (names.length === 0) return undefined;
  const added = sortedSet(containersOf(pod.spec).flatMap(({ securityContext }) => bad(securityContext?.capabilities?.add)));
  return {
    reason: 'non-default capabilities',
    detail: `${containerList(names)} must not include ${quoted(added)} in securityContext.capabilities.add`,
  };
}

export const capabilitiesBaseline: PodSecurityCheck = { id: 'capabilities_baseline', level: 'baseline', versions: [{ since: 0, check }] };
