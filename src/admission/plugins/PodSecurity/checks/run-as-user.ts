import { hasOwnUsers, settersOf, unless, type PodLike, type PodSecurityCheck, type Violation } from '../check.ts';

function check(pod: PodLike): Violation | undefined {
  const setters = settersOf(pod, (context) => context.runAsUser === 0);
  return setters === '' ? undefined : { reason: 'runAsUser=0', detail: `${setters} must not set runAsUser=0` };
}

export const runAsUser: PodSecurityCheck = {
  id: 'runAsUser',
  level: 'restricted',
  versions: [
    { since: 23, check },
    { since: 35, check: unless(hasOwnUsers, check) },
  ],
};
