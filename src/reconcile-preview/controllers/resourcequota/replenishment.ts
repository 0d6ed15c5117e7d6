import type { KubernetesObject } from '../../../cluster/object.ts';
import type { Change } from '../../../cluster/store.ts';
import { deepEqual } from '../../../model/json.ts';
import type { ContainerStatus, Pod } from '../../../model/kinds/core-v1.ts';
import { isCharged, isTerminating } from '../../../model/quota/pods.ts';
import { asKind, type Typed } from '../../kind.ts';
import { PERSISTENT_VOLUME_CLAIM, POD, SERVICE } from '../../kinds.ts';

/** Whether quotas have to be worked out again after a change: something is gone, or of what admission does not charge it uses more or less. */
export function changesUsage({ type, object, before }: Change): boolean {
  if (type === 'deleted') return true;
  if (!before || !OF_INTEREST.has(object.kind)) return false;
  const [pod, service] = [asKind(object, POD), asKind(object, SERVICE)];
  if (pod) return changesPodUsage(asKind(before, POD) ?? pod, pod);
  if (service) return portsType(before) !== portsType(service);
  return asKind(object, PERSISTENT_VOLUME_CLAIM) !== undefined;
}

const OF_INTEREST: ReadonlySet<string> = new Set([POD.kind, SERVICE.kind, PERSISTENT_VOLUME_CLAIM.kind]);

function changesPodUsage(before: Typed<Pod>, pod: Typed<Pod>): boolean {
  const [old, now] = [resourcesOf(before), resourcesOf(pod)];
  const isResized = [...old].some(([name, resources]) => now.has(name) && !deepEqual(resources, now.get(name)));
  return isResized || isTerminating(before) !== isTerminating(pod) || (isCharged(before, 0) && !isCharged(pod, 0));
}

/** What containers really have. */
const resourcesOf = ({ status = {} }: Typed<Pod>): ReadonlyMap<string, unknown> =>
  new Map(
    [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])].map(
      ({ name = '', resources }: ContainerStatus) => [name, resources ?? {}] as const,
    ),
  );

function portsType(object: KubernetesObject): string {
  const type = asKind(object, SERVICE)?.spec?.type ?? '';
  return type === 'NodePort' || type === 'LoadBalancer' ? type : '';
}
