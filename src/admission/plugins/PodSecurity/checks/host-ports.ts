import {
  containerList,
  containersOf,
  namesWhere,
  plural,
  sortedSet,
  type PodLike,
  type PodSecurityCheck,
  type Violation,
} from '../check.ts';

function check(pod: PodLike): Violation | undefined {
  const names = namesWhere(pod, ({ ports }) => ports?.some(({ hostPort }) => hostPort) ?? false);
  if (names.length === 0) return undefined;
  const ports = sortedSet(
    containersOf(pod.spec).flatMap((container) => (container.ports ?? []).flatMap(({ hostPort }) => (hostPort ? [String(hostPort)] : []))),
  );
  const uses = names.length === 1 ? 'uses' : 'use';
  return { reason: 'hostPort', detail: `${containerList(names)} ${uses} ${plural('hostPort', ports)} ${ports.join(', ')}` };
}

export const hostPorts: PodSecurityCheck = { id: 'hostPorts', level: 'baseline', versions: [{ since: 0, check }] };
