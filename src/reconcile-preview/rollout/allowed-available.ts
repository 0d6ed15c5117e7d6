import type { KubernetesObject } from '../../cluster/object.ts';
import type { Release } from '../../schema/release.ts';
import { surgeAndUnavailable } from '../controllers/daemonset/plan.ts';
import { isRollingUpdate, maxUnavailable } from '../controllers/deployment/rollout.ts';
import { mostUnavailable } from '../controllers/statefulset/pods.ts';
import { asKind, draft } from '../kind.ts';
import { DAEMON_SET, DEPLOYMENT, STATEFUL_SET } from '../kinds.ts';

/**
 * How few pods the strategy of a workload lets be available where so many are wanted: 3 replicas with `maxUnavailable: 1` leave 2, `Recreate` none.
 * What nobody replaces (OnDelete, a ReplicaSet) is to stay.
 */
export function allowedAvailable(workload: KubernetesObject | undefined, wanted: number, release: Release): number {
  return workload ? Math.max(0, wanted - mayBeMissing(workload, wanted, release)) : 0;
}

function mayBeMissing(workload: KubernetesObject, wanted: number, release: Release): number {
  const deployment = asKind(workload, DEPLOYMENT);
  if (deployment) {
    const rollout = draft(deployment);
    return isRollingUpdate(rollout) ? maxUnavailable(rollout) : wanted;
  }
  const statefulSet = asKind(workload, STATEFUL_SET);
  if (statefulSet) return statefulSet.spec?.updateStrategy?.type === 'OnDelete' ? 0 : mostUnavailable(statefulSet, release);
  const daemonSet = asKind(workload, DAEMON_SET);
  return daemonSet ? surgeAndUnavailable(daemonSet, wanted).unavailable : 0;
}
