import { deepCopy } from '../../../model/json.ts';
import type { Job } from '../../../model/kinds/batch-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { Status } from '../../../model/status.ts';
import type { WorkContext } from '../../controller.ts';
import { requeueAfter, update, type Work } from '../../intent.ts';
import { draft, type Typed } from '../../kind.ts';
import { JOB } from '../../kinds.ts';
import { controllerReference } from '../ownership.ts';
import { createPods, deletePod, podFromTemplate } from '../pod-control.ts';
import { remainingBackoff, remainingIndexBackoff, type PodEnds } from './backoff.ts';
import { isTracked, replacesFailedOnly, TRACKING_FINALIZER } from './ended-pods.ts';
import { failureAnnotations, limitsEachIndex } from './index-failures.ts';
import { indexedTemplate, indexOf, isIndexed } from './indexes.ts';
import { podsToRemove } from './removal.ts';
import type { Tally } from './tally.ts';

const MAX_PODS_PER_SYNC = 500;

/** How one step changed the pods: how many are active now, which were deleted, and the first refusal. */
export interface PodStep {
  readonly active: number;
  readonly deleted: readonly Typed<Pod>[];
  readonly failure?: Status;
}

/** Creates pods up to parallelism, or deletes those there are too many of. */
export function* managePods(job: Typed<Job>, ends: PodEnds, counts: Tally, context: WorkContext): Work<PodStep> {
  const { active } = counts;
  const wanted = job.spec?.suspend ? 0 : wantedActive(job, counts);
  const going = podsToRemove(job, active, active.length - wanted, context.now).slice(0, MAX_PODS_PER_SYNC);
  if (job.spec?.suspend || going.length > 0) {
    // Pods that are not wanted any more do not count as failures: they are let go before they are deleted.
    for (const pod of going) if (isTracked(pod)) yield* release(pod, 'it is not wanted any more');
    return yield* deletePods(job, active, going, job.spec?.suspend ? 'the Job is suspended' : 'more pods than the Job needs');
  }
  const unchanged: PodStep = { active: active.length, deleted: [] };
  const room = wanted - active.length - (replacesFailedOnly(job) ? counts.terminating.length : 0);
  if (room <= 0) return unchanged;
  const wait = limitsEachIndex(job) ? 0 : remainingBackoff(ends, context.now);
  if (wait > 0) {
    yield* requeueAfter(wait);
    return unchanged;
  }
  const count = Math.min(room, MAX_PODS_PER_SYNC);
  if (!isIndexed(job)) return yield* addPods(job, active.length, Array.from({ length: count }), counts);
  const free = freeIndexes(job, counts, count);
  const waits = free.map((index) => remainingIndexBackoff(counts.replaceable.get(index), context.now));
  const due = free.filter((_, i) => waits[i] === 0);
  if (due.length === 0 && waits.length > 0) yield* requeueAfter(Math.min(...waits));
  return yield* addPods(job, active.length, due, counts);
}

function wantedActive({ spec }: Typed<Job>, { active, succeeded }: Tally): number {
  const parallelism = spec?.parallelism ?? 1;
  if (spec?.completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(parallelism, spec.completions - succeeded));
}

/** Creates a pod for each index; an index that is undefined stands for a pod without one. */
function* addPods(job: Typed<Job>, active: number, indexes: readonly (number | undefined)[], { replaceable }: Tally): Work<PodStep> {
  const template = deepCopy(job.spec?.template ?? {});
  const finalizers = [...new Set([...(template.metadata?.finalizers ?? []), TRACKING_FINALIZER])];
  const tracked = { ...template, metadata: { ...template.metadata, finalizers } };
  const owner = controllerReference(job, JOB);
  const failure = yield* createPods(indexes.length, job, (i) => {
    const index = indexes[i];
    if (index === undefined) return podFromTemplate(tracked, job, owner);
    const annotations = limitsEachIndex(job) ? failureAnnotations(job, replaceable.get(index)) : {};
    const indexed = indexedTemplate(job, tracked, index, annotations);
    const pod = podFromTemplate(indexed.template, job, owner);
    return { ...pod, metadata: { ...pod.metadata, generateName: indexed.generateName } };
  });
  return failure ? { active, deleted: [], failure } : { active: active + indexes.length, deleted: [] };
}

/** The first indexes for which no pod is active, that have not succeeded and are not given up. */
function freeIndexes(job: Typed<Job>, { active, terminating, succeededIndexes, failedIndexes }: Tally, count: number): number[] {
  const completions = job.spec?.completions ?? 0;
  const taken = new Set([
    ...succeededIndexes,
    ...(failedIndexes ?? []),
    ...[...active, ...(replacesFailedOnly(job) ? terminating : [])].map((pod) => indexOf(pod) ?? -1),
  ]);
  const free: number[] = [];
  for (let index = 0; index < completions && free.length < count; index++) if (!taken.has(index)) free.push(index);
  return free;
}

/** Deletes some of the active pods. */
export function* deletePods(job: Typed<Job>, active: readonly Typed<Pod>[], going: readonly Typed<Pod>[], why: string): Work<PodStep> {
  let failure: Status | undefined;
  for (const pod of going) {
    const refusal = yield* deletePod(job, pod, why);
    failure ??= refusal;
  }
  return { active: active.length - going.length, deleted: going, ...(failure && { failure }) };
}

/** Lets go of a pod: it can be removed from now on. */
export function* release(pod: Typed<Pod>, why: string): Work {
  const next = draft(pod);
  const finalizers = (next.metadata.finalizers ?? []).filter((finalizer) => finalizer !== TRACKING_FINALIZER);
  if (finalizers.length > 0) next.metadata.finalizers = finalizers;
  else delete next.metadata.finalizers;
  yield* update(next, why);
}
