import { sketch } from '../../kind.ts';
import { emit, update, type Work } from '../../intent.ts';
import { annotateSize, hasSizeAnnotations, numberAnnotation } from './revision.ts';
import {
  active,
  byCreation,
  DESIRED_REPLICAS,
  isRollingUpdate,
  MAX_REPLICAS,
  maxSurge,
  size,
  sumOf,
  type Replicas,
  type Rollout,
} from './rollout.ts';
import type { Generations } from './new-replica-set.ts';

/** Gives a ReplicaSet a size; with `force` also when only the annotations about the Deployment's size are old. Answers it as it is then. */
export function* scaleReplicaSet(set: Replicas, to: number, deployment: Rollout, force = false): Work<Replicas> {
  const from = size(set);
  if (from === to && (!force || hasSizeAnnotations(set, deployment))) return set;
  const scaled = sketch(set);
  scaled.spec = { ...scaled.spec, replicas: to };
  annotateSize(scaled, deployment);
  const direction = from < to ? 'up' : 'down';
  const name = set.metadata.name ?? '';
  const stored = yield* update(scaled, from === to ? 'the size of the Deployment changed' : `scaled ${direction} from ${from} to ${to}`);
  if (from !== to) yield* emit('Normal', 'ScalingReplicaSet', `Scaled ${direction} replica set ${name} from ${from} to ${to}`, deployment);
  return stored;
}

/** Whether the Deployment got another size since its ReplicaSets were last told. */
export const isScalingEvent = (deployment: Rollout, sets: readonly Replicas[]): boolean =>
  active(sets).some((set) => {
    const desired = numberAnnotation(set, DESIRED_REPLICAS);
    return desired !== undefined && desired !== size(deployment);
  });

/**
 * Follows a change of size outside a rollout. One active ReplicaSet (or the latest) takes it all; several share it by their sizes.
 * Scaling 10 → 15 with surge 3 while 8 old and 5 new pods are there: room for 18 pods, so 5 more: 8 × 18/13 ≈ 11 old, and the other 2 new.
 */
export function* scale(deployment: Rollout, { newSet, oldSets }: Generations): Work {
  const sets = active([...oldSets, ...(newSet ? [newSet] : [])]);
  const latest = sets.length === 0 ? (newSet ?? [...oldSets].sort(byCreation).at(-1)) : sets.length === 1 ? sets[0] : undefined;
  if (latest) {
    yield* scaleReplicaSet(latest, size(deployment), deployment);
    return;
  }
  if (sets.length === 0) return;
  if (newSet && isSaturated(deployment, newSet)) {
    for (const old of active(oldSets)) yield* scaleReplicaSet(old, 0, deployment);
    return;
  }
  if (isRollingUpdate(deployment)) yield* scaleProportionally(deployment, sets);
}

function* scaleProportionally(deployment: Rollout, sets: readonly Replicas[]): Work {
  const allowed = size(deployment) > 0 ? size(deployment) + maxSurge(deployment) : 0;
  const toAdd = allowed - sumOf(sets, size);
  // Of equal ones the newer grows first, the older shrinks first.
  const ordered = [...sets].sort((a, b) => size(b) - size(a) || (toAdd > 0 ? byCreation(b, a) : byCreation(a, b)));
  let added = 0;
  const sizes = ordered.map((set) => {
    const share = proportion(set, deployment, toAdd, added);
    added += share;
    return size(set) + share;
  });
  for (const [i, set] of ordered.entries()) {
    const leftover = i === 0 ? toAdd - added : 0;
    yield* scaleReplicaSet(set, Math.max(0, (sizes[i] ?? 0) + leftover), deployment, true);
  }
}

/** How many of the pods to add (or, below 0, to remove) this ReplicaSet gets, given how many the ones before it got. */
function proportion(set: Replicas, deployment: Rollout, toAdd: number, added: number): number {
  if (size(set) === 0 || toAdd === 0 || toAdd === added) return 0;
  const share = fraction(set, deployment);
  return toAdd > 0 ? Math.min(share, toAdd - added) : Math.max(share, toAdd - added);
}

function fraction(set: Replicas, deployment: Rollout): number {
  if (size(deployment) === 0) return -size(set);
  const before = numberAnnotation(set, MAX_REPLICAS) || (deployment.status?.replicas ?? 0);
  if (before === 0) return 0;
  return roundHalfAway((size(set) * (size(deployment) + maxSurge(deployment))) / before) - size(set);
}

/** As Go's `math.Round`: halves away from zero. */
const roundHalfAway = (value: number): number => Math.sign(value) * Math.round(Math.abs(value));

/** The new ReplicaSet has all the pods the Deployment wants, and they are available. */
const isSaturated = (deployment: Rollout, set: Replicas): boolean =>
  size(set) === size(deployment) &&
  numberAnnotation(set, DESIRED_REPLICAS) === size(deployment) &&
  (set.status?.availableReplicas ?? 0) === size(deployment);
