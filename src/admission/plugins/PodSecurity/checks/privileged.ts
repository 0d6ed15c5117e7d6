import { containerList, namesWhere, type PodLike, type PodSecurityCheck, type Violation } from '../check.ts';

function check(pod: PodLike): Violation | undefined {
  const names = namesWhere(pod, (_, context) => context.privileged === true);
  return names.length === 0
    ? undefined
    : { reason: 'privileged', detail: `${containerList(names)} must not set securityContext.privileged=true` };
}

export const privileged: PodSecurityCheck = { id: 'privileged', level: 'baseline', versions: [{ since: 0, check }] };
