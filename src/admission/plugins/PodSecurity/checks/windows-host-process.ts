import { settersOf, type PodLike, type PodSecurityCheck, type Violation } from '../check.ts';

function check(pod: PodLike): Violation | undefined {
  const setters = settersOf(pod, ({ windowsOptions }) => windowsOptions?.hostProcess === true);
  return setters === ''
    ? undefined
    : { reason: 'hostProcess', detail: `${setters} must not set securityContext.windowsOptions.hostProcess=true` };
}

export const windowsHostProcess: PodSecurityCheck = { id: 'windowsHostProcess', level: 'baseline', versions: [{ since: 0, check }] };
