import { deepCopy } from '../../../model/json.ts';
import type { Job } from '../../../model/kinds/batch-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { Status } from '../../../model/status.ts';
import type { WorkContext } from '../../controller.ts';
import { requeueAfter, update, type Work } from '../../intent.ts';
import { draft, type Typed } from '../../kind.ts';
import { JOB } from '../../kinds.ts';
import { podsToDelete } from '../deletion-rank.ts';
import { controllerReference } from '../ownership.ts';
import { createPods, deletePod, podFromTemplate } from '../pod-control.ts';
import { indexedTemplate, indexOf, isIndexed } from './indexes.ts';
import { remainingBackoff, replacesFailedOnly, TRACKING_FINALIZER, type Tally } from './tally.ts';

const MAX_PODS_PER_SYNC = 500;

/** How one step changed the pods: how many are active now, which were deleted, and the first refusal. */
export interface PodStep {
  readonly active: number;
  readonly deleted: readonly Typed<Pod>[];
  readonly failure?: Status;
}

/** Creates pods up to parallelism, or deletes those there are too many of. */
export function* managePods(job: Typed<Job>, pods: readonly Typed<Pod>[], counts: Tally, context: WorkContext): Work<PodStep> {
  const { active } = counts;
  if (job.spec?.suspend) return yield* deletePods(job, active, active, 'the Job is suspended');
  const surplus = active.length - wantedActive(job, counts);
  if (surplus > 0) return yield* deletePods(job, active, podsToDelete(active, [], surplus, context.now), 'more pods than the Job needs');
  const room = -surplus - (replacesFailedOnly(job) ? counts.terminating.length : 0);
  if (room <= 0) return { active: active.length, deleted: [] };
  const wait = remainingBackoff(job, pods, context.now);
  if (wait > 0) {
    yield* requeueAfter(wait);
    return { active: active.length, deleted: [] };
  }
  return yield* addPods(job, counts, Math.min(room, MAX_PODS_PER_SYNC));
}

function wantedActive({ spec }: Typed<Job>, { active, succeeded }: Tally): number {
  const parallelism = spec?.parallelism ?? 1;
  if (spec?.completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(parallelism, spec.completions - succeeded));
}

function* addPods(job: Typed<Job>, { active, terminating, succeededIndexes }: Tally, count: number): Work<PodStep> {
  const template = deepCopy(job.spec?.template ?? {});
  const finalizers = [...new Set([...(template.metadata?.finalizers ?? []), TRACKING_FINALIZER])];
  const tracked = { ...template, metadata: { ...template.metadata, finalizers } };
  const owner = controllerReference(job, JOB);
  const taken = new Set([
    ...succeededIndexes,
    ...[...active, ...(replacesFailedOnly(job) ? terminating : [])].map((pod) => indexOf(pod) ?? -1),
  ]);
  const free = isIndexed(job) ? freeIndexes(taken, job.spec?.completions ?? 0, count) : undefined;
  const total = free?.length ?? count;
  const failure = yield* createPods(total, job, (i) => {
    const index = free?.[i];
    if (index === undefined) return podFromTemplate(tracked, job, owner);
    const indexed = indexedTemplate(job, tracked, index);
    const pod = podFromTemplate(indexed.template, job, owner);
    return { ...pod, metadata: { ...pod.metadata, generateName: indexed.generateName } };
  });
  return failure ? { active: active.length, deleted: [], failure } : { active: active.length + total, deleted: [] };
}

function freeIndexes(taken: ReadonlySet<number>, completions: number, count: number): number[] {
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

/** Lets go of a pod that is counted. */
export function* release(pod: Typed<Pod>): Work {
  const next = draft(pod);
  const finalizers = (next.metadata.finalizers ?? []).filter((finalizer) => finalizer !== TRACKING_FINALIZER);
  if (finalizers.length > 0) next.metadata.finalizers = finalizers;
  else delete next.metadata.finalizers;
  yield* update(next, 'it is counted in the status of its Job');
}
