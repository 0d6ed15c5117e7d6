import type { PodLike, PodSecurityCheck, Violation } from '../check.ts';

function check({ spec }: PodLike): Violation | undefined {
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field]);
  return shared.length === 0 ? undefined : { reason: 'host namespaces', detail: shared.map((field) => `${field}=true`).join(', ') };
}

export const hostNamespaces: PodSecurityCheck = { id: 'hostNamespaces', level: 'baseline', versions: [{ since: 0, check }] };
