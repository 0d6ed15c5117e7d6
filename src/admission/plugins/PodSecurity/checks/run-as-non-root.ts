import {
  containerList,
  hasOwnUsers,
  namesWhere,
  settersOf,
  unless,
  type PodLike,
  type PodSecurityCheck,
  type Violation,
} from '../check.ts';

function check(pod: PodLike): Violation | undefined {
  const reason = 'runAsNonRoot != true';
  const setters = settersOf(pod, ({ runAsNonRoot }) => runAsNonRoot === false);
  if (setters !== '') return { reason, detail: `${setters} must not set securityContext.runAsNonRoot=false` };
  if (pod.spec.securityContext?.runAsNonRoot) return undefined;
  const names = namesWhere(pod, (_, { runAsNonRoot }) => runAsNonRoot === undefined);
  return names.length === 0 ? undefined : { reason, detail: `pod or ${containerList(names)} must set securityContext.runAsNonRoot=true` };
}

export const runAsNonRoot: PodSecurityCheck = {
  id: 'runAsNonRoot',
  level: 'restricted',
  versions: [
    { since: 0, check },
    { since: 35, check: unless(hasOwnUsers, check) },
  ],
};
