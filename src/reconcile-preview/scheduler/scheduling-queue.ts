import { KeyedHeap } from '../keyed-heap.ts';
import type { PodInfo } from './pod-info.ts';

/** How long a rejected pod is left alone the first time, and at most; in milliseconds. */
export interface Backoff {
  readonly first: number;
  readonly last: number;
}

const DEFAULT_BACKOFF: Backoff = { first: 1_000, last: 10_000 };
/** Pods whose back-off ends within the same second are ordered by priority. */
const WINDOW = 1_000;

/** A pod that waits for a node. */
export interface QueuedPod {
  readonly pod: PodInfo;
  /** Grows with each time a pod enters the queue: the order among pods of the same priority. */
  readonly sequence: number;
  /** Plugins that rejected it the last time. */
  readonly rejectors: ReadonlySet<string>;
  /** How often it was rejected, and how often in a row an attempt ended with an error. */
  readonly rejections: number;
  readonly errors: number;
  readonly backoffUntil: number;
}

/**
 * Pods without a node, as kube-scheduler's three queues hold them: active ones by priority, then by time; backing-off ones; and rejected ones until something
 * relevant changes. Like upstream from 1.33 on it does not let a rejected pod sit out its back-off when nothing else is to be done.
 */
export class SchedulingQueue {
  readonly #active = new KeyedHeap(keyOf, byPriority);
  readonly #backoff = new KeyedHeap(keyOf, byBackoff);
  /** Pods whose last attempt ended with an error: these do sit out their back-off. */
  readonly #errorBackoff = new KeyedHeap(keyOf, byBackoff);
  readonly #rejected = new Map<string, QueuedPod>();
  readonly #gated = new Map<string, QueuedPod>();
  readonly #pause: Backoff;
  #sequence = 0;

  constructor(pause: Backoff = DEFAULT_BACKOFF) {
    this.#pause = pause;
  }

  /** Whether any pod waits for a change. */
  get hasRejected(): boolean {
    return this.#rejected.size > 0;
  }

  /** Pods that wait for a change. */
  get rejected(): readonly QueuedPod[] {
    return [...this.#rejected.values()];
  }

  /** Pods that may not enter yet. */
  get gated(): readonly QueuedPod[] {
    return [...this.#gated.values()];
  }

  /** The newest version of a pod in any queue. */
  get(key: string): QueuedPod | undefined {
    return (
      this.#active.get(key) ?? this.#backoff.get(key) ?? this.#errorBackoff.get(key) ?? this.#rejected.get(key) ?? this.#gated.get(key)
    );
  }

  add(pod: PodInfo, isGated: boolean): void {
    const queued: QueuedPod = { pod, sequence: this.#sequence++, rejectors: new Set(), rejections: 0, errors: 0, backoffUntil: 0 };
    if (isGated) this.#gated.set(pod.key, queued);
    else this.#active.set(queued);
  }

  remove(key: string): void {
    this.#active.delete(key);
    this.#backoff.delete(key);
    this.#errorBackoff.delete(key);
    this.#rejected.delete(key);
    this.#gated.delete(key);
  }

  /** Replaces a pod by its new version where it is. */
  update(pod: PodInfo): void {
    for (const pods of [this.#active, this.#backoff, this.#errorBackoff]) {
      const queued = pods.get(pod.key);
      if (queued) pods.set({ ...queued, pod });
    }
    for (const pods of [this.#rejected, this.#gated]) {
      const queued = pods.get(pod.key);
      if (queued) pods.set(pod.key, { ...queued, pod });
    }
  }

  isGated(key: string): boolean {
    return this.#gated.has(key);
  }

  isRejected(key: string): boolean {
    return this.#rejected.has(key);
  }

  /** A gated pod may go. */
  ungate(key: string): void {
    const queued = this.#gated.get(key);
    this.#gated.delete(key);
    if (queued) this.#active.set(queued);
  }

  /** Takes back a pod that fits nowhere; without rejectors the attempt ended with an error and is repeated after the back-off. */
  addRejected(attempt: QueuedPod, rejectors: ReadonlySet<string>, isError: boolean, now: number): void {
    const rejections = attempt.rejections + (rejectors.size > 0 ? 1 : 0);
    const errors = rejectors.size > 0 ? 0 : attempt.errors + 1;
    const count = errors > 0 ? errors : rejections;
    const backoffUntil = floorToWindow(now + Math.min(this.#pause.first * 2 ** (count - 1), this.#pause.last));
    const queued: QueuedPod = { ...attempt, sequence: this.#sequence++, rejectors, rejections, errors, backoffUntil };
    if (!isError) this.#rejected.set(attempt.pod.key, queued);
    else this.#backOff(queued);
  }

  /** Something has happened that may help a rejected pod. */
  requeue(key: string, now: number): void {
    const queued = this.#rejected.get(key);
    if (!queued) return;
    this.#rejected.delete(key);
    if (queued.backoffUntil >= floorToWindow(now)) this.#backOff(queued);
    else this.#active.set(queued);
  }

  /** When there is a pod to schedule: at once, or when the back-off after an error ends. */
  nextAt(now: number): number | undefined {
    if (this.#active.size > 0 || this.#backoff.size > 0) return now;
    const { first } = this.#errorBackoff;
    return first && first.backoffUntil + WINDOW;
  }

  /** Takes out the next pod. */
  pop(now: number): QueuedPod | undefined {
    for (const pods of [this.#backoff, this.#errorBackoff]) {
      for (let { first } = pods; first && first.backoffUntil < floorToWindow(now); { first } = pods) {
        pods.pop();
        this.#active.set(first);
      }
    }
    return this.#active.pop() ?? this.#backoff.pop();
  }

  #backOff(queued: QueuedPod): void {
    (queued.errors > 0 ? this.#errorBackoff : this.#backoff).set(queued);
  }
}

const keyOf = ({ pod }: QueuedPod): string => pod.key;
const byPriority = (a: QueuedPod, b: QueuedPod): number => b.pod.priority - a.pod.priority || a.sequence - b.sequence;
const byBackoff = (a: QueuedPod, b: QueuedPod): number => a.backoffUntil - b.backoffUntil || byPriority(a, b);
const floorToWindow = (time: number): number => time - (time % WINDOW);
