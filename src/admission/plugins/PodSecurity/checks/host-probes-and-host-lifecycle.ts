import type { Container } from '../../../../model/kinds/core-v1.ts';
import {
  containerList,
  containersOf,
  namesWhere,
  plural,
  quoted,
  sortedSet,
  type PodLike,
  type PodSecurityCheck,
  type Violation,
} from '../check.ts';

function hostsOf({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): string[] {
  const handlers = [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop];
  return handlers.flatMap((handler) => [handler?.httpGet?.host ?? '', handler?.tcpSocket?.host ?? '']).filter((host) => host !== '');
}

function check(pod: PodLike): Violation | undefined {
  const names = sortedSet(namesWhere(pod, (container) => hostsOf(container).length > 0));
  if (names.length === 0) return undefined;
  const hosts = sortedSet(containersOf(pod.spec).flatMap(hostsOf));
  const uses = names.length === 1 ? 'uses' : 'use';
  return {
    reason: 'probe or lifecycle host',
    detail: `${containerList(names)} ${uses} ${plural('probe or lifecycle host', hosts)} ${quoted(hosts)}`,
  };
}

export const hostProbesAndHostLifecycle: PodSecurityCheck = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  versions: [{ since: 34, check }],
};
