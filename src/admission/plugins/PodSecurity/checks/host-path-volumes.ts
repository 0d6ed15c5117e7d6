import { plural, quoted, type PodLike, type PodSecurityCheck, type Violation } from '../check.ts';

function check({ spec }: PodLike): Violation | undefined {
  const names = (spec.volumes ?? []).filter(({ hostPath }) => hostPath).map(({ name = '' }) => name);
  return names.length === 0 ? undefined : { reason: 'hostPath volumes', detail: `${plural('volume', names)} ${quoted(names)}` };
}

export const hostPathVolumes: PodSecurityCheck = { id: 'hostPathVolumes', level: 'baseline', versions: [{ since: 0, check }] };
