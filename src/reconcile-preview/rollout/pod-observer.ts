import type { KubernetesObject, ObjectKey } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import { parseApiVersion } from '../../model/group-version-kind.ts';
import type { Pod } from '../../model/kinds/core-v1.ts';
import { isPodActive, isPodAvailable, isPodReady, readySince } from '../controllers/pod-state.ts';
import { asKind, listObjects, type Typed } from '../kind.ts';
import { POD } from '../kinds.ts';
import type { ObjectName } from '../network/finding.ts';
import { ownerNames } from '../owner-names.ts';
import type { TimelineEntry } from '../timeline.ts';

/** How many pods of a workload there are at a moment. Pods that have ended or are to go do not count. */
export interface PodCount {
  /** Of an earlier revision than the one that is wanted in the end. */
  readonly old: number;
  readonly new: number;
  /** Of both. */
  readonly ready: number;
  /** Ready for `minReadySeconds`. */
  readonly available: number;
}

/** The pods of one workload, as far as a timeline has come. */
export interface Tally extends PodCount {
  readonly workload: ObjectName;
  readonly pods: ReadonlyMap<string, Typed<Pod>>;
}

/** What is to be known of a workload before its pods are counted. */
export interface CountingRule {
  readonly minReadySeconds: number;
  /** Whether a pod is of the revision that is wanted in the end. */
  isNew(pod: Typed<Pod>): boolean;
}

export interface PodObserverOptions {
  /** What was there before the timeline; nothing without it. */
  readonly before?: ReadView;
  /** Asked once for each workload. */
  readonly ruleFor: (workload: ObjectName) => CountingRule;
  /** Told after each change of a count, with its time in milliseconds. */
  readonly onChange: (tally: Tally, at: number) => void;
}

type Counts = { -readonly [Field in keyof PodCount]: number };
interface MutableTally extends Counts {
  readonly workload: ObjectName;
  readonly pods: Map<string, Typed<Pod>>;
  readonly rule: CountingRule;
  /** When ready pods become available, by uid, the first one first. */
  readonly waiting: Map<string, number>;
}
interface Share {
  readonly tally: MutableTally;
  readonly owner: string | undefined;
  readonly count: PodCount;
}

const NONE: PodCount = { old: 0, new: 0, ready: 0, available: 0 };

/** Counts the pods of each workload along a timeline: every write once, whatever is asked of the counts. */
export class PodObserver {
  readonly #options: PodObserverOptions;
  readonly #tallies = new Map<string, MutableTally>();
  readonly #waiting = new Set<MutableTally>();
  /** No pod becomes available before that. */
  #nextAvailable = Infinity;
  readonly #shares = new Map<string, Share>();
  /** The latest of each object but pods, those that are gone among them: pods outlive their controllers. */
  readonly #seen = new Map<string, KubernetesObject>();
  readonly #view = { get: (key: ObjectKey) => this.#seen.get(keyText(key)) ?? this.#options.before?.get(key) };

  constructor(options: PodObserverOptions) {
    this.#options = options;
    for (const pod of options.before ? listObjects(options.before, POD) : []) this.#count(pod, true, Infinity, () => undefined);
  }

  get tallies(): readonly Tally[] {
    return [...this.#tallies.values()];
  }

  /** A workload as it was last. */
  get(key: ObjectKey): KubernetesObject | undefined {
    return this.#view.get(key);
  }

  observe({ at, type, object }: TimelineEntry): void {
    this.passTo(at);
    const pod = asKind(object, POD);
    if (pod) this.#count(pod, type !== 'DELETED', at, this.#options.onChange);
    else this.#seen.set(keyText(keyOf(object)), object);
  }

  /** Lets pods become available up to a time. */
  passTo(now: number): void {
    if (now < this.#nextAvailable) return;
    for (const tally of this.#waiting) {
      for (const [uid, at] of tally.waiting) {
        if (at > now) break;
        tally.waiting.delete(uid);
        const pod = tally.pods.get(uid);
        if (pod) this.#count(pod, true, at, this.#options.onChange);
      }
      if (tally.waiting.size === 0) this.#waiting.delete(tally);
    }
    this.#nextAvailable = Math.min(...[...this.#waiting].flatMap(({ waiting }) => waiting.values().next().value ?? []));
  }

  #count(pod: Typed<Pod>, isThere: boolean, now: number, onChange: PodObserverOptions['onChange']): void {
    const { uid = '', ownerReferences = [] } = pod.metadata;
    const before = this.#shares.get(uid);
    const owner = ownerReferences.find(({ controller }) => controller)?.uid;
    const tally = before && before.owner === owner ? before.tally : this.#tallyOf(pod);
    const counts = isThere && isPodActive(pod);
    const after = counts ? shareOf(pod, tally.rule, now) : NONE;
    this.#shares.set(uid, { tally, owner, count: after });
    if (counts) tally.pods.set(uid, pod);
    else tally.pods.delete(uid);
    if (before && before.tally !== tally) {
      before.tally.pods.delete(uid);
      if (add(before.tally, before.count, NONE)) onChange(before.tally, now);
    }
    if (add(tally, before?.tally === tally ? before.count : NONE, after)) onChange(tally, now);
    if (after.ready > after.available) this.#await(tally, pod, uid);
  }

  #await(tally: MutableTally, pod: Typed<Pod>, uid: string): void {
    const since = readySince(pod);
    if (since === undefined) return;
    const at = since + tally.rule.minReadySeconds * 1000;
    if (tally.waiting.get(uid) === at) return;
    tally.waiting.delete(uid);
    tally.waiting.set(uid, at);
    this.#waiting.add(tally);
    this.#nextAvailable = Math.min(this.#nextAvailable, at);
  }

  #tallyOf(pod: Typed<Pod>): MutableTally {
    const workload = workloadOf(pod, this.#view);
    const key = [workload.namespace, workload.name, workload.kind].join('/');
    const known = this.#tallies.get(key);
    if (known) return known;
    const tally: MutableTally = { workload, ...NONE, pods: new Map(), waiting: new Map(), rule: this.#options.ruleFor(workload) };
    this.#tallies.set(key, tally);
    return tally;
  }
}

/** The uppermost controller of a pod below a CronJob, whose Jobs are workloads of their own; or the pod itself. */
function workloadOf(pod: Typed<Pod>, view: Pick<ReadView, 'get'>): ObjectName {
  const names = ownerNames(pod, view);
  const top = names.at(-1);
  return (top?.kind === 'CronJob' ? names.at(-2) : top) ?? { kind: 'Pod', namespace: '', name: '' };
}

function shareOf(pod: Typed<Pod>, { isNew, minReadySeconds }: CountingRule, now: number): PodCount {
  const [fresh, ready] = [isNew(pod), isPodReady(pod)];
  return {
    old: fresh ? 0 : 1,
    new: fresh ? 1 : 0,
    ready: ready ? 1 : 0,
    available: ready && isPodAvailable(pod, minReadySeconds, now) ? 1 : 0,
  };
}

const FIELDS = ['old', 'new', 'ready', 'available'] as const;

/** Replaces what a pod counted for; answers whether that changes anything. */
function add(counts: Counts, before: PodCount, after: PodCount): boolean {
  let changed = false;
  for (const field of FIELDS) {
    if (before[field] === after[field]) continue;
    counts[field] += after[field] - before[field];
    changed = true;
  }
  return changed;
}

const keyText = ({ group, kind, namespace, name }: ObjectKey): string => `${group}/${kind}/${namespace}/${name}`;

const keyOf = ({ apiVersion, kind, metadata: { namespace = '', name = '' } }: KubernetesObject): ObjectKey => ({
  group: parseApiVersion(apiVersion)?.group ?? '',
  kind,
  namespace,
  name,
});
