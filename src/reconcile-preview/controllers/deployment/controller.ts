import type { Change, ReadView } from '../../../cluster/store.ts';
import { matchesLabelSelector } from '../../../model/label-selector.ts';
import { deepEqual } from '../../../model/json.ts';
import { keyOf, splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { attempt, emit, updateStatus, type Work } from '../../intent.ts';
import { asKind, getObject, listObjects, sketch } from '../../kind.ts';
import { DEPLOYMENT, POD, REPLICA_SET } from '../../kinds.ts';
import { claim, controllerChanged, controllerOf, ownedOrOrphaned, ownerOf } from '../ownership.ts';
import { cleanUp } from './clean-up.ts';
import { findCondition, newCondition, withCondition } from './conditions.ts';
import { syncRevision } from './new-replica-set.ts';
import { recreate } from './recreate.ts';
import { rollBack, rollbackTo } from './rollback.ts';
import { rollOut } from './rolling.ts';
import { hasProgressDeadline, type Replicas, type Rollout } from './rollout.ts';
import { isScalingEvent, scale } from './scale.ts';
import { syncStatus } from './status.ts';
import { takenUpAfter } from '../taken-up.ts';

/** Rolls pod templates of Deployments out through ReplicaSets, as `deployment-controller` of kube-controller-manager. */
export const deployment: Controller = {
  name: 'deployment-controller',
  watches: [
    { kind: DEPLOYMENT, delay: takenUpAfter },
    { kind: REPLICA_SET, keys: deploymentsOfReplicaSet },
    { kind: POD, keys: recreatedDeploymentOfPod },
  ],
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const stored = getObject(view, DEPLOYMENT, namespace, name);
    if (!stored) return;
    const rollout = sketch(stored);
    const { selector } = stored.spec ?? {};
    if (selector && deepEqual(selector, {})) {
      yield* emit('Warning', 'SelectingAll', 'This deployment is selecting all pods. A non-empty selector is required.', stored);
      const { generation = 0 } = rollout.metadata;
      if ((rollout.status?.observedGeneration ?? 0) < generation) {
        yield* attempt({ type: 'updateStatus', object: { ...rollout, status: { ...rollout.status, observedGeneration: generation } } });
      }
      return;
    }
    const owned = yield* claim(stored, DEPLOYMENT, ownedOrOrphaned(view, REPLICA_SET, stored), (set) =>
      matchesLabelSelector(selector, set.metadata.labels),
    );
    yield* sync(rollout, owned.map(sketch), view, context);
  },
};

function* sync(rollout: Rollout, sets: readonly Replicas[], view: ReadView, context: WorkContext): Work {
  if (rollout.metadata.deletionTimestamp) {
    const generations = yield* syncRevision(rollout, sets, false, view, context);
    if (generations)
      yield* syncStatus(
        [...generations.oldSets, ...(generations.newSet ? [generations.newSet] : [])],
        generations.newSet,
        rollout,
        context,
      );
    return;
  }
  yield* notePause(rollout, context);
  if (rollout.spec?.paused) {
    yield* scaleOnly(rollout, sets, view, context);
    return;
  }
  if (rollbackTo(rollout) !== undefined) {
    yield* rollBack(rollout, sets, view, context);
    return;
  }
  const generations = yield* syncRevision(rollout, sets, false, view, context);
  if (!generations) return;
  const { newSet, oldSets } = generations;
  const all = [...oldSets, ...(newSet ? [newSet] : [])];
  if (isScalingEvent(rollout, all)) yield* scaleOnly(rollout, all, view, context);
  else if (rollout.spec?.strategy?.type === 'Recreate') yield* recreate(rollout, all, view, context);
  else yield* rollOut(rollout, all, view, context);
}

/** Follows changes of size, not of the template. */
function* scaleOnly(rollout: Rollout, sets: readonly Replicas[], view: ReadView, context: WorkContext): Work {
  const generations = yield* syncRevision(rollout, sets, false, view, context);
  if (!generations) return;
  const { newSet, oldSets } = generations;
  yield* scale(rollout, generations);
  if (rollout.spec?.paused && rollbackTo(rollout) === undefined) yield* cleanUp(oldSets, rollout);
  yield* syncStatus([...oldSets, ...(newSet ? [newSet] : [])], newSet, rollout, context);
}

/** Notes in the Progressing condition that a rollout is paused or goes on, so that the pause does not count towards the deadline. */
function* notePause(rollout: Rollout, context: WorkContext): Work {
  if (!hasProgressDeadline(rollout)) return;
  const current = findCondition(rollout.status, 'Progressing');
  if (current?.reason === 'ProgressDeadlineExceeded') return;
  const paused = rollout.spec?.paused === true;
  if (paused === (current?.reason === 'DeploymentPaused')) return;
  const condition = paused
    ? newCondition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused', context)
    : newCondition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed', context);
  rollout.status = { ...rollout.status, conditions: withCondition(rollout.status?.conditions, condition) };
  yield* updateStatus({ ...rollout });
}

function deploymentsOfReplicaSet({ object, before }: Change, view: ReadView): readonly string[] {
  const keys = new Set<string>();
  const former = before && controllerChanged(before, object) ? ownerOf(view, DEPLOYMENT, before) : undefined;
  if (former) keys.add(keyOf(former));
  if (controllerOf(object)) {
    const owner = ownerOf(view, DEPLOYMENT, object);
    if (owner) keys.add(keyOf(owner));
  } else if (!before || former || !deepEqual(before.metadata.labels, object.metadata.labels)) {
    for (const candidate of listObjects(view, DEPLOYMENT, object.metadata.namespace)) {
      if (matchesLabelSelector(candidate.spec?.selector, object.metadata.labels)) keys.add(keyOf(candidate));
    }
  }
  return [...keys];
}

/** A Deployment that recreates its pods waits for the old ones to be gone. */
function recreatedDeploymentOfPod({ type, object }: Change, view: ReadView): readonly string[] {
  const pod = type === 'deleted' ? asKind(object, POD) : undefined;
  const set = pod && ownerOf(view, REPLICA_SET, pod);
  const owner = set && ownerOf(view, DEPLOYMENT, set);
  return owner?.spec?.strategy?.type === 'Recreate' ? [keyOf(owner)] : [];
}
