import type { ReadView } from '../../../cluster/store.ts';
import { scaledValue } from '../../../model/int-or-string.ts';
import type { StatefulSet } from '../../../model/kinds/apps-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { Status } from '../../../model/status.ts';
import { isSince, type Release } from '../../../schema/release.ts';
import type { WorkContext } from '../../controller.ts';
import { attempt, emit, removeOrRetry, update, type Work } from '../../intent.ts';
import { draft, objectKey, type Draft, type Typed } from '../../kind.ts';
import { POD } from '../../kinds.ts';
import { isPodAvailable, isPodReady } from '../pod-state.ts';
import { templateOf } from '../revision-history.ts';
import { createClaims, retainClaims } from './claims.ts';
import { identityLabels, lacksIdentity, newPod, ordinalOf, revisionOf, startOrdinal } from './identity.ts';
import type { Revisions } from './revisions.ts';

/** Most pods asked for at once. */
const MAX_BATCH_SIZE = 500;

/** What one pass did: pods it created, how many of an old revision it deleted, and the refusal that ended it. */
export interface Pass {
  readonly created: readonly Typed<Pod>[];
  readonly replaced: number;
  readonly failure?: Status;
}

interface Site {
  readonly set: Typed<StatefulSet>;
  readonly view: ReadView;
  readonly context: WorkContext;
  /** One after the other, each once the ones before are available. */
  readonly ordered: boolean;
}

/** How one step of a pass ends: go on with the next pod, stop here for now, or stop because of a refusal. */
type Step = 'next' | 'stop' | Status;

/** Brings the pods of a set one step further: missing ones are created, surplus ones deleted from the highest down, old ones replaced. */
export function* managePods(
  set: Typed<StatefulSet>,
  pods: readonly Typed<Pod>[],
  revisions: Revisions,
  view: ReadView,
  context: WorkContext,
): Work<Pass> {
  const site: Site = { set, view, context, ordered: set.spec?.podManagementPolicy !== 'Parallel' };
  const start = startOrdinal(set);
  const count = set.spec?.replicas ?? 1;
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(pod), pod]));
  const isWanted = (ordinal: number): boolean => ordinal >= start && ordinal < start + count;
  const condemned = pods.filter((pod) => ordinalOf(pod) >= 0 && !isWanted(ordinalOf(pod))).sort((a, b) => ordinalOf(b) - ordinalOf(a));
  const created: Typed<Pod>[] = [];
  const { failure, stopped } = yield* processReplicas(site, { byOrdinal, revisions, start, count, created });
  if (failure || stopped) return { created, replaced: 0, ...(failure && { failure }) };
  const firstUnavailable = [...byOrdinal.keys()]
    .sort((a, b) => Number(isWanted(b)) - Number(isWanted(a)) || a - b)
    .map((ordinal) => byOrdinal.get(ordinal))
    .find((pod) => pod && isUnavailable(site, pod));
  for (const pod of condemned) yield* retainClaims(set, pod, view);
  for (const pod of condemned) {
    const step = yield* processCondemned(site, pod, firstUnavailable);
    if (step !== 'next' && site.ordered) return { created, replaced: 0 };
  }
  const living = [...byOrdinal].filter(([ordinal]) => isWanted(ordinal)).map(([, pod]) => pod);
  const missing = count - living.length;
  return { created, replaced: set.spec?.updateStrategy?.type === 'OnDelete' ? 0 : yield* replaceOld(site, living, missing, revisions) };
}

interface Replicas {
  readonly byOrdinal: ReadonlyMap<number, Typed<Pod>>;
  readonly revisions: Revisions;
  readonly start: number;
  readonly count: number;
  /** Takes the pods that are created. */
  readonly created: Typed<Pod>[];
}

/**
 * Creates missing pods and looks after those that are there. In order the first that is not steady ends the pass; in parallel a refusal ends it only after its
 * batch: of 7 pods the first, the next two and the other four are asked for together.
 */
function* processReplicas(
  site: Site,
  { byOrdinal, revisions, start, count, created }: Replicas,
): Work<{ readonly failure?: Status; readonly stopped?: boolean }> {
  let refused: Status | undefined;
  for (let position = 0, batch = 1, batchEnd = 1; position < count; position++) {
    if (position === batchEnd) {
      if (refused) break;
      batch = Math.min(2 * batch, MAX_BATCH_SIZE);
      batchEnd += batch;
    }
    const ordinal = start + position;
    const existing = byOrdinal.get(ordinal);
    const step = existing
      ? yield* processReplica(site, existing)
      : yield* createReplica(site, versionedPod(site.set, revisions, ordinal), created);
    if (typeof step === 'object') refused ??= step;
    if (step !== 'next' && site.ordered) return refused ? { failure: refused } : { stopped: true };
  }
  return refused ? { failure: refused } : {};
}

function* createReplica(site: Site, wanted: Draft<Pod>, created: Typed<Pod>[]): Work<Step> {
  const { pod, failure } = yield* createPod(site, wanted);
  if (pod) created.push(pod);
  return failure ?? 'stop';
}

/** A pod below the partition, or below how far the rollout has come, gets the current revision; others the new one. */
function versionedPod(set: Typed<StatefulSet>, { current, update: next }: Revisions, ordinal: number): Draft<Pod> {
  const { type, rollingUpdate } = set.spec?.updateStrategy ?? {};
  const limit = rollingUpdate ? (rollingUpdate.partition ?? 0) : type === 'RollingUpdate' ? (set.status?.currentReplicas ?? 0) : 0;
  const revision = ordinal < startOrdinal(set) + limit ? current : next;
  return newPod(set, templateOf(revision) ?? set.spec?.template, revision.metadata.name ?? '', ordinal);
}

function* createPod({ set, view }: Site, wanted: Draft<Pod>): Work<{ readonly pod?: Typed<Pod>; readonly failure?: Status }> {
  const subject = `Pod ${wanted.metadata.name ?? ''} in StatefulSet ${set.metadata.name ?? ''}`;
  const claimFailure = yield* createClaims(set, wanted, view);
  const why = `StatefulSet ${set.metadata.name ?? ''} needs a pod`;
  const { object: pod, refusal } = claimFailure ? { refusal: claimFailure } : yield* attempt({ type: 'create', object: wanted, why });
  if (pod) {
    yield* retainClaims(set, pod, view);
    yield* emit('Normal', 'SuccessfulCreate', `create ${subject} successful`, set);
    return { pod };
  }
  if (refusal && refusal.reason !== 'AlreadyExists')
    yield* emit('Warning', 'FailedCreate', `create ${subject} failed error: ${refusal.message}`, set);
  return refusal ? { failure: refusal } : {};
}

function* processReplica({ set, view, context, ordered }: Site, pod: Typed<Pod>): Work<Step> {
  const { phase } = pod.status ?? {};
  if (phase === 'Failed' || phase === 'Succeeded') {
    if (!pod.metadata.deletionTimestamp) yield* deletePod(set, pod, 'it has ended');
    return 'stop';
  }
  if (phase === 'Pending') {
    const failure = yield* createClaims(set, pod, view);
    if (failure) return failure;
    yield* retainClaims(set, pod, view);
  }
  const isSteady =
    pod.metadata.deletionTimestamp === undefined && phase === 'Running' && isPodAvailable(pod, set.spec?.minReadySeconds ?? 0, context.now);
  if (ordered && !isSteady) return 'stop';
  if (lacksIdentity(pod)) {
    const next = draft(pod);
    next.metadata.labels = identityLabels(pod);
    yield* update(next, 'it lacks the labels of its identity');
  }
  yield* retainClaims(set, pod, view);
  return 'next';
}

function* processCondemned(site: Site, pod: Typed<Pod>, firstUnavailable: Typed<Pod> | undefined): Work<Step> {
  if (pod.metadata.deletionTimestamp) return site.ordered ? 'stop' : 'next';
  const isHealthy = pod.status?.phase === 'Running' && isPodReady(pod) && !isUnavailable(site, pod);
  if (site.ordered && !isHealthy && pod !== firstUnavailable) return 'stop';
  yield* deletePod(site.set, pod, 'beyond spec.replicas');
  return 'stop';
}

/** How many pods may be missing at once while others take their place. */
export const mostUnavailable = ({ spec }: Typed<StatefulSet>, release: Release): number =>
  isSince(release, '1.37')
    ? Math.max(1, scaledValue(spec?.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, spec?.replicas ?? 1, 'down') ?? 1)
    : 1;

/** Deletes pods of old revisions from the highest ordinal down to the partition, as many as may be missing at once; answers how many. */
function* replaceOld(site: Site, pods: readonly Typed<Pod>[], missing: number, { update: next }: Revisions): Work<number> {
  const { set, context } = site;
  const { partition = 0 } = set.spec?.updateStrategy?.rollingUpdate ?? {};
  const unavailable = pods.filter((pod) => isUnavailable(site, pod));
  const needsUpdate = (pod: Typed<Pod>): boolean => revisionOf(pod) !== next.metadata.name && pod.metadata.deletionTimestamp === undefined;
  const candidates = pods
    .filter((pod) => ordinalOf(pod) - startOrdinal(set) >= partition && needsUpdate(pod))
    .sort((a, b) => ordinalOf(b) - ordinalOf(a));
  const budget = mostUnavailable(set, context.release) - unavailable.length - missing;
  const parallel = !site.ordered && isSince(context.release, '1.37');
  const broken = parallel ? candidates.filter((pod) => unavailable.includes(pod)) : [];
  const sound = candidates.filter((pod) => !broken.includes(pod)).slice(0, Math.max(0, budget));
  for (const pod of [...broken, ...sound]) yield* deletePod(set, pod, 'its revision is old');
  return broken.length + sound.length;
}

const isUnavailable = ({ set, context }: Site, pod: Typed<Pod>): boolean =>
  pod.metadata.deletionTimestamp !== undefined || !isPodAvailable(pod, set.spec?.minReadySeconds ?? 0, context.now);

function* deletePod(set: Typed<StatefulSet>, pod: Typed<Pod>, why: string): Work {
  yield* removeOrRetry(objectKey(POD, pod), {}, why);
  yield* emit(
    'Normal',
    'SuccessfulDelete',
    `delete Pod ${pod.metadata.name ?? ''} in StatefulSet ${set.metadata.name ?? ''} successful`,
    set,
  );
}
