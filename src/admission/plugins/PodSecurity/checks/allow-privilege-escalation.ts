import { containerList, isWindows, namesWhere, unless, type PodLike, type PodSecurityCheck, type Violation } from '../check.ts';

function check(pod: PodLike): Violation | undefined {
  const names = namesWhere(pod, (_, { allowPrivilegeEscalation = true }) => allowPrivilegeEscalation);
  if (names.length === 0) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${containerList(names)} must set securityContext.allowPrivilegeEscalation=false`,
  };
}

export const allowPrivilegeEscalation: PodSecurityCheck = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  versions: [
    { since: 8, check },
    { since: 25, check: unless(isWindows, check) },
  ],
};
