import type { ReplicaSet } from '../../../model/kinds/apps-v1.ts';
import type { ReadView } from '../../../cluster/store.ts';
import { podTemplateHash } from '../../../schema/go-hash.ts';
import type { WorkContext } from '../../controller.ts';
import { attempt, emit, retry, update, updateStatus, type Work } from '../../intent.ts';
import { getObject, sketch, type Draft } from '../../kind.ts';
import { DEPLOYMENT, REPLICA_SET } from '../../kinds.ts';
import { controllerReference, isControlledBy } from '../ownership.ts';
import { equalIgnoreHash } from '../pod-state.ts';
import { findCondition, newCondition, withCondition } from './conditions.ts';
import { annotateNewReplicaSet, maxRevision, REVISION } from './revision.ts';
import { byCreation, hasProgressDeadline, newReplicaCount, type Replicas, type Rollout } from './rollout.ts';

const HASH_LABEL = 'pod-template-hash';
const MAX_NAME_LENGTH = 253;

/** The ReplicaSets of a Deployment: the one with its template, if there is one, and the others. */
export interface Generations {
  readonly newSet: Replicas | undefined;
  readonly oldSets: Replicas[];
}

/** The oldest ReplicaSet that has the Deployment's template, and the rest. */
export function generationsOf(deployment: Rollout, sets: readonly Replicas[]): Generations {
  const ordered = [...sets].sort(byCreation);
  const newSet = ordered.find((set) => equalIgnoreHash(set.spec?.template, deployment.spec?.template));
  return { newSet, oldSets: ordered.filter((set) => set !== newSet) };
}

/**
 * Brings revision and annotations of the new ReplicaSet up to date, and creates it when there is none and `mayCreate`.
 * Answers undefined when the work has to be tried again.
 */
export function* syncRevision(
  deployment: Rollout,
  sets: readonly Replicas[],
  mayCreate: boolean,
  view: ReadView,
  context: WorkContext,
): Work<Generations | undefined> {
  const generations = generationsOf(deployment, sets);
  const { newSet, oldSets } = generations;
  const revision = maxRevision(oldSets) + 1;
  if (newSet) return { newSet: yield* updateNewReplicaSet(deployment, newSet, revision, context), oldSets };
  if (!mayCreate) return generations;
  const created = yield* createNewReplicaSet(deployment, oldSets, revision, view, context);
  return created && { newSet: created, oldSets };
}

function* updateNewReplicaSet(deployment: Rollout, set: Replicas, revision: number, context: WorkContext): Work<Replicas> {
  const next = sketch(set);
  const annotated = annotateNewReplicaSet(deployment, next, revision, true);
  const minReadySeconds = deployment.spec?.minReadySeconds ?? 0;
  if (annotated || (next.spec?.minReadySeconds ?? 0) !== minReadySeconds) {
    next.spec = { ...next.spec, minReadySeconds };
    return yield* update(next, 'annotations, revision or minReadySeconds of the Deployment changed');
  }
  let changed = setRevision(deployment, next.metadata.annotations?.[REVISION] ?? '');
  if (hasProgressDeadline(deployment) && !findCondition(deployment.status, 'Progressing')) {
    setProgressing(deployment, 'True', 'FoundNewReplicaSet', `Found new replica set "${next.metadata.name ?? ''}"`, context);
    changed = true;
  }
  if (changed) yield* updateStatus({ ...deployment });
  return next;
}

function* createNewReplicaSet(
  deployment: Rollout,
  oldSets: readonly Replicas[],
  revision: number,
  view: ReadView,
  context: WorkContext,
): Work<Replicas | undefined> {
  const set = newReplicaSet(deployment, context);
  const count = newReplicaCount(deployment, [...oldSets, set], set);
  set.spec = { ...set.spec, replicas: count };
  annotateNewReplicaSet(deployment, set, revision, false);
  const name = set.metadata.name ?? '';
  const { object, refusal } = yield* attempt({ type: 'create', object: set, why: 'the pod template of the Deployment is new' });
  if (refusal?.reason === 'AlreadyExists') return yield* resolveCollision(deployment, name, view);
  if (refusal?.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating')) {
    yield* retry(refusal.message);
    return undefined;
  }
  if (refusal) {
    const message = `Failed to create new replica set "${name}": ${refusal.message}`;
    if (hasProgressDeadline(deployment)) {
      setProgressing(deployment, 'False', 'ReplicaSetCreateError', message, context);
      yield* attempt({ type: 'updateStatus', object: { ...deployment } });
    }
    yield* emit('Warning', 'ReplicaSetCreateError', message, deployment);
    yield* retry(refusal.message);
    return undefined;
  }
  if (count > 0) yield* emit('Normal', 'ScalingReplicaSet', `Scaled up replica set ${name} from 0 to ${count}`, deployment);
  let changed = setRevision(deployment, String(revision));
  if (hasProgressDeadline(deployment)) {
    setProgressing(deployment, 'True', 'NewReplicaSetCreated', `Created new replica set "${name}"`, context);
    changed = true;
  }
  if (changed) yield* updateStatus({ ...deployment });
  const stored = object && getObject(view, REPLICA_SET, object.metadata.namespace ?? '', name);
  return stored ? sketch(stored) : set;
}

function newReplicaSet(deployment: Rollout, context: WorkContext): Draft<ReplicaSet> {
  const template = deployment.spec?.template ?? {};
  const hash = podTemplateHash(context.registry, template, deployment.status?.collisionCount);
  const labels = { ...template.metadata?.labels, [HASH_LABEL]: hash };
  const selector = deployment.spec?.selector ?? {};
  const name = deployment.metadata.name ?? '';
  const { minReadySeconds } = deployment.spec ?? {};
  return {
    apiVersion: REPLICA_SET.apiVersion,
    kind: REPLICA_SET.kind,
    metadata: {
      name: `${name.slice(0, MAX_NAME_LENGTH - 1 - hash.length)}-${hash}`,
      namespace: deployment.metadata.namespace ?? '',
      ownerReferences: [controllerReference(deployment, DEPLOYMENT)],
      labels,
    },
    spec: {
      replicas: 0,
      ...(minReadySeconds !== undefined && { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [HASH_LABEL]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

/** A ReplicaSet of that name is there: it is the Deployment's own, or another template has the same hash and the next one is tried with a count. */
function* resolveCollision(deployment: Rollout, name: string, view: ReadView): Work<Replicas | undefined> {
  const existing = getObject(view, REPLICA_SET, deployment.metadata.namespace ?? '', name);
  if (existing && isControlledBy(existing, deployment) && equalIgnoreHash(deployment.spec?.template, existing.spec?.template))
    return sketch(existing);
  deployment.status = { ...deployment.status, collisionCount: (deployment.status?.collisionCount ?? 0) + 1 };
  yield* attempt({ type: 'updateStatus', object: { ...deployment } });
  yield* retry(`replicasets.apps "${name}" already exists`);
  return undefined;
}

/** Notes the revision on the Deployment; answers whether it is new. */
function setRevision(deployment: Rollout, revision: string): boolean {
  if (deployment.metadata.annotations?.[REVISION] === revision) return false;
  deployment.metadata.annotations = { ...deployment.metadata.annotations, [REVISION]: revision };
  return true;
}

function setProgressing(deployment: Rollout, status: string, reason: string, message: string, context: WorkContext): void {
  const condition = newCondition('Progressing', status, reason, message, context);
  deployment.status = { ...deployment.status, conditions: withCondition(deployment.status?.conditions, condition) };
}
