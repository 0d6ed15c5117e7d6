import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import { compareText } from '../../model/json.ts';
import type { Release } from '../../schema/release.ts';
import { controllerOf } from '../controllers/ownership.ts';
import { asKind, listObjects } from '../kind.ts';
import { JOB, POD_DISRUPTION_BUDGET } from '../kinds.ts';
import { objectName, objectText, type ObjectName } from '../network/finding.ts';
import type { Timeline, TimelineEntry } from '../timeline.ts';
import { allowedAvailable } from './allowed-available.ts';
import { BUDGET_FIELDS, budgetDips, budgetMoment, type BudgetMoment } from './budget-dips.ts';
import { countingRule } from './counting-rule.ts';
import { jobRun, jobStep, JOB_FIELDS } from './job-run.ts';
import { desiredPods, isLasting, lastingWorkload } from './lasting-workload.ts';
import { PodObserver, type PodCount, type Tally } from './pod-observer.ts';
import { missedDeadline, rolloutEnd } from './rollout-end.ts';
import type { JobStep, PodRollout, Rollout, RolloutReason, RolloutStep } from './rollout.ts';
import { addStep, secondsOf } from './steps.ts';

export interface RolloutsOptions {
  readonly timeline: Timeline;
  /** Where in the timeline that begins of which is told. */
  readonly firstEntry: number;
  /** The cluster in the end. */
  readonly view: ReadView;
  /** When that is, in virtual milliseconds. */
  readonly now: number;
  readonly settled: boolean;
  readonly release: Release;
}

/**
 * How the pods of each workload that changes go from what they were to what they are in the end, ordered by namespace, name, kind. All of it is read from the
 * timeline when somebody asks, so that a preview of which nobody asks it pays nothing.
 */
export function rolloutsOf(options: RolloutsOptions): Rollout[] {
  const { timeline, firstEntry, now } = options;
  const recorder = new RolloutRecorder(options);
  timeline.entries.forEach((entry, i) => {
    if (i === firstEntry) recorder.begin(entry.at);
    recorder.observe(entry);
  });
  if (timeline.entries.length <= firstEntry) recorder.begin(now);
  return recorder.finish().sort((a, b) => compareText(sortKey(a.workload), sortKey(b.workload)));
}

const sortKey = ({ namespace, name, kind }: ObjectName): string => [namespace, name, kind].join('\0');

interface Track {
  readonly workload: ObjectName;
  readonly existed: boolean;
  readonly steps: RolloutStep[];
  /** Its pods; absent where it never had any. */
  tally: Tally | undefined;
  /** Whether somebody wrote the workload, and not only its status. */
  touched: boolean;
  /** That it took longer than its deadline at some time. */
  missed: RolloutReason | undefined;
}

/** What is known of a workload, whether or not it has pods. */
interface Wish {
  readonly desired: number;
  readonly generation: number | undefined;
}

const FIELDS = ['desired', 'old', 'new', 'ready', 'available'] as const;

class RolloutRecorder {
  readonly #options: RolloutsOptions;
  readonly #observer: PodObserver;
  readonly #wishes = new Map<string, Wish>();
  readonly #tracks = new Map<string, Track>();
  readonly #jobs = new Map<string, JobStep[]>();
  #oldJobs: ReadonlySet<string> = new Set();
  readonly #budgets = new Map<string, BudgetMoment[]>();
  /** When the story begins; before it only the last of everything is kept. */
  #begun: number | undefined;

  constructor(options: RolloutsOptions) {
    this.#options = options;
    this.#observer = new PodObserver({
      ruleFor: (workload) => countingRule(workload, options.view),
      onChange: (tally, at) => {
        if (this.#begun !== undefined && isRollable(tally.workload)) this.#note(this.#trackOf(tally.workload, tally), at);
      },
    });
  }

  begin(at: number): void {
    this.#observer.passTo(at);
    for (const tally of this.#observer.tallies) if (isRollable(tally.workload)) this.#trackOf(tally.workload, tally, tally);
    this.#oldJobs = new Set(this.#jobs.keys());
    this.#begun = at;
  }

  observe(entry: TimelineEntry): void {
    const { at, type, object } = entry;
    if (isRollable(objectName(object)) && !controllerOf(object)) this.#wish(object, type === 'DELETED', at);
    const job = asKind(object, JOB);
    if (job) this.#step(this.#jobs, job.metadata.uid ?? '', jobStep(job, this.#seconds(at)), JOB_FIELDS);
    const budget = asKind(object, POD_DISRUPTION_BUDGET);
    if (budget) this.#step(this.#budgets, budget.metadata.uid ?? '', budgetMoment(budget, this.#seconds(at)), BUDGET_FIELDS);
    this.#observer.observe(entry);
  }

  finish(): Rollout[] {
    const { view, now } = this.#options;
    this.#observer.passTo(now);
    const pods = new Map(this.#observer.tallies.map((tally) => [objectText(tally.workload), tally.pods]));
    const jobs = listObjects(view, JOB).flatMap((job) => {
      const { uid = '' } = job.metadata;
      const steps = this.#jobs.get(uid) ?? [];
      return steps.length > 1 || !this.#oldJobs.has(uid)
        ? [jobRun(job, steps, [...(pods.get(objectText(objectName(job)))?.values() ?? [])], this.#options.settled)]
        : [];
    });
    return [...[...this.#tracks.values()].flatMap((track) => this.#rollout(track)), ...jobs];
  }

  #step<T extends { readonly at: number }>(all: Map<string, T[]>, key: string, step: T, fields: readonly (keyof T)[]): void {
    const steps = all.get(key);
    if (steps && this.#begun !== undefined) addStep(steps, step, fields);
    else all.set(key, [step]);
  }

  #seconds(at: number): number {
    return this.#begun === undefined ? 0 : Math.max(0, at - this.#begun) / 1000;
  }

  #wish(object: KubernetesObject, isGone: boolean, at: number): void {
    const workload = objectName(object);
    const key = objectText(workload);
    const { generation } = object.metadata;
    const track = this.#begun === undefined ? undefined : this.#trackOf(workload);
    if (track && (isGone || this.#wishes.get(key)?.generation !== generation)) track.touched = true;
    if (isGone) this.#wishes.delete(key);
    else this.#wishes.set(key, { desired: desiredPods(object), generation });
    if (!track) return;
    track.missed ??= missedDeadline(object, (time) => this.#seconds(time))[0];
    this.#note(track, at);
  }

  /** The track of a workload. Where there is none yet it begins with the pods that the workload had, `before`, and with its wish so far. */
  #trackOf(workload: ObjectName, tally?: Tally, before: PodCount = NO_PODS): Track {
    const key = objectText(workload);
    const known = this.#tracks.get(key);
    if (known) {
      known.tally ??= tally;
      return known;
    }
    const wish = this.#wishes.get(key);
    const first = stepOf(0, wish?.desired ?? 0, before);
    const track: Track = { workload, existed: wish !== undefined, steps: [first], tally, touched: false, missed: undefined };
    this.#tracks.set(key, track);
    return track;
  }

  #note({ workload, steps, tally }: Track, at: number): void {
    addStep(steps, stepOf(this.#seconds(at), this.#wishes.get(objectText(workload))?.desired ?? 0, tally ?? NO_PODS), FIELDS);
  }

  #rollout({ workload, existed, steps, touched, tally, missed }: Track): PodRollout[] {
    const { timeline, view, settled, release } = this.#options;
    const [first, last] = [steps[0], steps.at(-1)];
    if (!first || !last) return [];
    const object = lastingWorkload(workload, view);
    const end = rolloutEnd(object, last, [...(tally?.pods.values() ?? [])], {
      events: timeline.events,
      settled,
      seconds: (at) => this.#seconds(at),
    });
    if (steps.length === 1 && !(touched && end.state !== 'complete')) return [];
    const total = this.#seconds(this.#options.now);
    const allowed = allowedAvailable(object, Math.min(first.desired, last.desired), release);
    return [
      {
        workload,
        change: !object ? 'deleted' : !existed ? 'created' : changeOf(steps),
        steps,
        minAvailable: Math.min(...steps.map(({ available }) => available)),
        allowedAvailable: allowed,
        belowDesired: secondsOf(steps, total, ({ available, desired }) => available < desired),
        belowAllowed: secondsOf(steps, total, ({ available }) => available < allowed),
        surge: Math.max(0, ...steps.map(({ old, new: fresh }) => old + fresh - Math.max(first.desired, last.desired))),
        budgets: object ? budgetDips(object, this.#budgets, view, total) : [],
        end: { ...end, ...(end.state === 'complete' && missed && { reasons: [missed] }), at: last.at },
      },
    ];
  }
}

/** Workloads that replace their pods. */
const isRollable = (workload: ObjectName): boolean => isLasting(workload) && workload.kind !== 'Pod';

const NO_PODS: PodCount = { old: 0, new: 0, ready: 0, available: 0 };

const stepOf = (at: number, desired: number, { old, new: fresh, ready, available }: PodCount): RolloutStep => ({
  at,
  desired,
  old,
  new: fresh,
  ready,
  available,
});

function changeOf(steps: readonly RolloutStep[]): PodRollout['change'] {
  if (steps.some(({ old }) => old > 0)) return 'updated';
  return steps[0]?.desired === steps.at(-1)?.desired ? 'replaced' : 'scaled';
}
