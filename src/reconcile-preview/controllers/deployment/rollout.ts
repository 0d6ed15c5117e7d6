import { scaledValue } from '../../../model/int-or-string.ts';
import type { Deployment, ReplicaSet } from '../../../model/kinds/apps-v1.ts';
import { compareText } from '../../../model/json.ts';
import type { Draft } from '../../kind.ts';

/** A Deployment on which one reconciliation works. */
export type Rollout = Draft<Deployment>;
/** One of its ReplicaSets. */
export type Replicas = Draft<ReplicaSet>;

export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';

const NEVER = 2 ** 31 - 1;

/** `spec.replicas` of a Deployment or ReplicaSet, which the server defaults to 1. */
export const size = ({ spec }: { readonly spec?: { readonly replicas?: number } }): number => spec?.replicas ?? 1;

export const sumOf = <T>(items: readonly T[], count: (item: T) => number): number => items.reduce((sum, item) => sum + count(item), 0);

/** Those that want pods. */
export const active = (sets: readonly Replicas[]): Replicas[] => sets.filter((set) => size(set) > 0);

export const isRollingUpdate = ({ spec }: Rollout): boolean => spec?.strategy?.type === 'RollingUpdate';

export const hasProgressDeadline = ({ spec }: Rollout): boolean =>
  spec?.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NEVER;

export const hasHistoryLimit = ({ spec }: Rollout): boolean =>
  spec?.revisionHistoryLimit !== undefined && spec.revisionHistoryLimit !== NEVER;

/**
 * How many pods a rolling update may have above `replicas`, and how many of them may be missing.
 * Surge rounds up, unavailable down; when both come to 0 one pod may be missing, or nothing would ever move.
 * 10 replicas with 25% each: surge 3, unavailable 2. 2 replicas with surge 0 and unavailable 1%: 0 and 1.
 */
export function fenceposts(deployment: Rollout): { readonly surge: number; readonly unavailable: number } {
  const { maxSurge, maxUnavailable } = deployment.spec?.strategy?.rollingUpdate ?? {};
  const surge = scaledValue(maxSurge ?? 0, size(deployment), 'up') ?? 0;
  const unavailable = scaledValue(maxUnavailable ?? 0, size(deployment), 'down') ?? 0;
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

export const maxSurge = (deployment: Rollout): number => (isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0);

export const maxUnavailable = (deployment: Rollout): number =>
  isRollingUpdate(deployment) && size(deployment) > 0 ? Math.min(fenceposts(deployment).unavailable, size(deployment)) : 0;

/** How many pods the new ReplicaSet should have now: as many as fit below `replicas` + surge, never more than `replicas`. */
export function newReplicaCount(deployment: Rollout, all: readonly Replicas[], newSet: Replicas): number {
  if (!isRollingUpdate(deployment)) return size(deployment);
  const room =
    size(deployment) +
    (scaledValue(deployment.spec?.strategy?.rollingUpdate?.maxSurge ?? 0, size(deployment), 'up') ?? 0) -
    sumOf(all, size);
  return room <= 0 ? size(newSet) : size(newSet) + Math.min(room, size(deployment) - size(newSet));
}

/** Orders by age, oldest first, then by name. */
export const byCreation = (a: Replicas, b: Replicas): number =>
  compareText(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
  compareText(a.metadata.name ?? '', b.metadata.name ?? '');
