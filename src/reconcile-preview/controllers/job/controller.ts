import type { Job, JobCondition } from '../../../model/kinds/batch-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import { matchesLabelSelector } from '../../../model/label-selector.ts';
import { isSince } from '../../../schema/release.ts';
import { splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { emit, requeueAfter, retry, type Work } from '../../intent.ts';
import { getObject, type Typed } from '../../kind.ts';
import { JOB, POD } from '../../kinds.ts';
import { ownedOrOrphanedPods, workloadsOfPod } from '../owned-pods.ts';
import { claim } from '../ownership.ts';
import { jobTakenUpAfter } from '../taken-up.ts';
import { noPodEnds, noteEnds, type PodEnds } from './backoff.ts';
import { findCondition, isFinished, newCondition, withSuspension } from './conditions.ts';
import { orphanOfPod, orphansOfJob, releaseOrphan } from './orphans.ts';
import { deletePods, managePods, type PodStep } from './pods.ts';
import { tally, type Tally } from './tally.ts';
import { track, type Findings } from './track.ts';
import { endOf } from './verdict.ts';

/** Changes of pods are gathered for so long before the Job is looked at. */
const BATCH_PERIOD = 1000;

const matches = (job: Typed<Job>, pod: Typed<Pod>): boolean => matchesLabelSelector(job.spec?.selector, pod.metadata.labels);

/** Runs pods to their end, as `job-controller` of kube-controller-manager. */
export const job: Controller = jobController();

/** The controller with what it remembers of each Job. */
function jobController(): Controller {
  const endsOf = new Map<string, PodEnds>();
  return {
    name: 'job-controller',
    anew: jobController,
    watches: [
      { kind: JOB, delay: jobTakenUpAfter },
      { kind: JOB, keys: orphansOfJob },
      { kind: POD, keys: workloadsOfPod(JOB, matches), delay: BATCH_PERIOD },
      { kind: POD, keys: orphanOfPod },
    ],
    workers: 5,
    *reconcile(key, view, context) {
      const orphan = releaseOrphan(key, view);
      if (orphan) {
        yield* orphan;
        return;
      }
      const { namespace, name } = splitKey(key);
      const current = getObject(view, JOB, namespace, name);
      const { managedBy = 'kubernetes.io/job-controller' } = current?.spec ?? {};
      if (!current || isFinished(current)) endsOf.delete(key);
      if (!current || isFinished(current) || managedBy !== 'kubernetes.io/job-controller') return;
      const pods = yield* claim(current, JOB, ownedOrOrphanedPods(view, current), (pod) => matches(current, pod));
      const startTime = current.status?.startTime ?? (current.spec?.suspend ? undefined : context.timestamp());
      const ends = endsOf.get(key) ?? noPodEnds();
      endsOf.set(key, ends);
      noteEnds(ends, current, pods);
      yield* sync(current, startTime, pods, ends, context);
    },
  };
}

function* sync(current: Typed<Job>, startTime: string | undefined, pods: readonly Typed<Pod>[], ends: PodEnds, context: WorkContext): Work {
  const started: Typed<Job> = { ...current, status: { ...current.status, ...(startTime !== undefined && { startTime }) } };
  const counts = tally(started, pods);
  const target = endOf(started, pods, counts, context);
  const { activeDeadlineSeconds, suspend } = current.spec ?? {};
  if (!target && activeDeadlineSeconds !== undefined && !suspend) {
    yield* requeueAfter(Date.parse(startTime ?? '') + Number(activeDeadlineSeconds) * 1000 - context.now);
  }
  const going = current.metadata.deletionTimestamp !== undefined;
  const idle: PodStep = { active: counts.active.length, deleted: [] };
  const step = target
    ? yield* deletePods(current, counts.active, counts.active, 'the Job is over')
    : going
      ? idle
      : yield* managePods(started, ends, counts, context);
  const end = target ?? (isComplete(current, counts, step) ? completed(context) : undefined);
  const known: Noted = { conditions: current.status?.conditions ?? [], startTime };
  const noted = end || going ? known : yield* noteSuspension(current, known, context);
  yield* track(current, { pods, counts, step, end, ...noted }, context);
  if (step.failure) yield* retry(step.failure.message);
}

const completed = (context: WorkContext): JobCondition =>
  newCondition('SuccessCriteriaMet', 'True', 'CompletionsReached', 'Reached expected number of succeeded pods', context);

function isComplete({ spec }: Typed<Job>, { succeeded }: Tally, { active }: PodStep): boolean {
  return active === 0 && (spec?.completions === undefined ? succeeded > 0 : succeeded >= spec.completions);
}

/** What of the status tells whether and since when a Job runs. */
type Noted = Pick<Findings, 'conditions' | 'startTime'>;

/** Notes that a Job was suspended or resumed. Resuming starts its time anew; suspending ends it from 1.36 on. */
function* noteSuspension(current: Typed<Job>, known: Noted, context: WorkContext): Work<Noted> {
  const suspend = current.spec?.suspend === true;
  if ((findCondition(current, 'Suspended')?.status === 'True') === suspend) return known;
  yield* emit('Normal', suspend ? 'Suspended' : 'Resumed', suspend ? 'Job suspended' : 'Job resumed', current);
  const kept = isSince(context.release, '1.36') ? undefined : known.startTime;
  return { conditions: withSuspension(current, context), startTime: suspend ? kept : context.timestamp() };
}
