import { KeyedHeap } from './keyed-heap.ts';

/** First delay of a key that failed, in milliseconds; doubled with each failure up to the last, as `DefaultControllerRateLimiter` does. */
const FIRST_DELAY = 5;
const LAST_DELAY = 1_000_000;

interface Waiting {
  readonly key: string;
  readonly at: number;
  /** How many keys came before it. */
  readonly place: number;
}

/** Keys that wait for work, each at most once, each from a time on. First come, first served. */
export class WorkQueue {
  readonly #waiting = new KeyedHeap<Waiting>(
    ({ key }) => key,
    (a, b) => a.at - b.at || a.place - b.place,
  );
  readonly #failures = new Map<string, number>();
  #came = 0;

  /** Puts a key in; one that waits already keeps its place, and the earlier time. */
  add(key: string, at: number): void {
    const before = this.#waiting.get(key);
    if (!before) this.#waiting.set({ key, at, place: this.#came++ });
    else if (at < before.at) this.#waiting.set({ ...before, at });
  }

  /** The work on a key failed: after how many milliseconds to try again, longer each time. */
  delayAfterFailure(key: string): number {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    return Math.min(FIRST_DELAY * 2 ** failures, LAST_DELAY);
  }

  /** The work on a key succeeded: its next failure counts as the first. Answers whether it had failed before. */
  forget(key: string): boolean {
    return this.#failures.delete(key);
  }

  /** Takes a key out, due or not. */
  delete(key: string): void {
    this.#waiting.delete(key);
  }

  /** When the next key is due. */
  nextAt(): number | undefined {
    return this.#waiting.first?.at;
  }

  /** All keys with the times from which on they are due, as they came. */
  entries(): readonly { readonly key: string; readonly at: number }[] {
    return this.#waiting.items.toSorted((a, b) => a.place - b.place).map(({ key, at }) => ({ key, at }));
  }

  /** Takes out all keys that are due, the longest waiting first. */
  takeDue(now: number): readonly string[] {
    const due: string[] = [];
    for (let key = this.take(now); key !== undefined; key = this.take(now)) due.push(key);
    return due;
  }

  /** Takes them out one by one, as long as somebody asks; what comes in meanwhile stays. */
  *due(now: number): Generator<string, void> {
    const came = this.#came;
    for (let first = this.#waiting.first; first && first.at <= now && first.place < came; first = this.#waiting.first) {
      this.#waiting.pop();
      yield first.key;
    }
  }

  /** Takes out the first of them. */
  take(now: number): string | undefined {
    const { first } = this.#waiting;
    return first && first.at <= now ? this.#waiting.pop()?.key : undefined;
  }
}
