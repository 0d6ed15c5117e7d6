import type { ReadView } from '../../cluster/store.ts';
import type { ReplicaSetStatus } from '../../model/kinds/apps-v1.ts';
import type { Pod, PodTemplateSpec } from '../../model/kinds/core-v1.ts';
import type { ObjectMeta } from '../../model/kinds/meta-v1.ts';
import type { Status } from '../../model/status.ts';
import { isSince } from '../../schema/release.ts';
import { splitKey, type Controller, type WorkContext } from '../controller.ts';
import { busyFor, requeueAfter, retry, updateStatus, type Work } from '../intent.ts';
import { getObject, listObjects, type Kind, type Typed } from '../kind.ts';
import { POD } from '../kinds.ts';
import { podsToDelete } from './deletion-rank.ts';
import { ownedOrOrphanedPods, workloadsOfPod } from './owned-pods.ts';
import { claim, controllerOf, controllerReference, ownedObjects } from './ownership.ts';
import { createPods, deletePod, podFromTemplate } from './pod-control.ts';
import { isPodActive, isPodTerminating, nextAvailability } from './pod-state.ts';
import { calculateStatus, sameStatus } from './replica-status.ts';

/** So many pods take as long to go through as anything else takes: of large workloads several changes of pods are followed at once. */
const PODS_PER_TURN = 50;
/** Most pods created or deleted at once. */
const BURST_REPLICAS = 500;

/** What a workload that keeps a number of pods is made of, ReplicaSet or ReplicationController. */
export interface ReplicaWorkload {
  metadata?: ObjectMeta;
  spec?: { replicas?: number; minReadySeconds?: number; template?: PodTemplateSpec };
  status?: ReplicaSetStatus;
}

export interface ReplicaKind<T extends ReplicaWorkload> {
  readonly name: string;
  readonly kind: Kind<T>;
  readonly matches: (workload: Typed<T>, pod: Typed<Pod>) => boolean;
  /** Whether the status counts pods on their way out, from 1.35 on. */
  readonly countsTerminating: boolean;
}

/** A controller that keeps as many pods as its workloads ask for. */
export function replicaController<T extends ReplicaWorkload>(replicas: ReplicaKind<T>): Controller {
  const { name: controllerName, kind, matches } = replicas;
  return {
    name: controllerName,
    watches: [{ kind }, { kind: POD, keys: workloadsOfPod(kind, matches) }],
    workers: 5,
    *reconcile(key, view, context) {
      const { namespace, name } = splitKey(key);
      const workload = getObject(view, kind, namespace, name);
      if (!workload) return;
      const isOwn = (pod: Typed<Pod>): boolean => matches(workload, pod);
      const pods = ownedOrOrphanedPods(view, workload);
      yield* busyFor(Math.floor(pods.length / PODS_PER_TURN));
      const activePods = yield* claim(workload, kind, pods.filter(isPodActive), isOwn);
      const terminating = pods.filter((pod) => isPodTerminating(pod) && controllerOf(pod) !== undefined && isOwn(pod)).length;
      const failure = workload.metadata.deletionTimestamp
        ? undefined
        : yield* manageReplicas(replicas, workload, activePods, view, context);
      const counted = replicas.countsTerminating && isSince(context.release, '1.35') ? terminating : undefined;
      yield* syncStatus(workload, activePods, counted, failure, context);
    },
  };
}

/** Creates missing pods or deletes surplus ones; answers the first refusal. */
function* manageReplicas<T extends ReplicaWorkload>(
  replicas: ReplicaKind<T>,
  workload: Typed<T>,
  pods: readonly Typed<Pod>[],
  view: ReadView,
  context: WorkContext,
): Work<Status | undefined> {
  const surplus = pods.length - (workload.spec?.replicas ?? 1);
  if (surplus < 0) {
    const owner = controllerReference(workload, replicas.kind);
    return yield* createPods(Math.min(-surplus, BURST_REPLICAS), workload, () => podFromTemplate(workload.spec?.template, workload, owner));
  }
  let failure: Status | undefined;
  const going =
    surplus > 0 ? podsToDelete(pods, relatedPods(replicas, workload, view), Math.min(surplus, BURST_REPLICAS), context.now) : [];
  for (const pod of going) {
    const refusal = yield* deletePod(workload, pod, 'more pods than spec.replicas');
    failure ??= refusal;
  }
  return failure;
}

/** The pods of all workloads of the same controller: doubling up on a node counts across a rollout. */
function relatedPods<T extends ReplicaWorkload>(
  { kind, matches }: ReplicaKind<T>,
  workload: Typed<T>,
  view: ReadView,
): readonly Typed<Pod>[] {
  const owner = controllerOf(workload);
  const siblings = owner ? ownedObjects(view, kind, { metadata: { namespace: workload.metadata.namespace, uid: owner.uid } }) : [workload];
  return listObjects(view, POD, workload.metadata.namespace).filter((pod) => siblings.some((sibling) => matches(sibling, pod)));
}

function* syncStatus<T extends ReplicaWorkload>(
  workload: Typed<T>,
  pods: readonly Typed<Pod>[],
  terminating: number | undefined,
  failure: Status | undefined,
  context: WorkContext,
): Work {
  const status = calculateStatus(workload, pods, terminating, failure, context);
  const { generation = 0 } = workload.metadata;
  const isCurrent = (workload.status?.observedGeneration ?? 0) === generation && sameStatus(workload.status, status);
  if (!isCurrent) yield* updateStatus({ ...workload, status: { ...status, observedGeneration: generation } });
  if (failure) {
    yield* retry(failure.message);
    return;
  }
  const minReadySeconds = workload.spec?.minReadySeconds ?? 0;
  if (minReadySeconds > 0 && (status.readyReplicas ?? 0) !== (status.availableReplicas ?? 0)) {
    yield* requeueAfter(nextAvailability(pods, minReadySeconds, context.now) ?? minReadySeconds * 1000);
  }
}
