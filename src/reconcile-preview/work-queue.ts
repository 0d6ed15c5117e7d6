import { compareText } from '../model/json.ts';

/** First delay of a key that failed, in milliseconds; doubled with each failure up to the last, as `DefaultControllerRateLimiter` does. */
const FIRST_DELAY = 5;
const LAST_DELAY = 1_000_000;

/** Keys that wait for work, each at most once, each from a time on. */
export class WorkQueue {
  readonly #dueAt = new Map<string, number>();
  readonly #failures = new Map<string, number>();
  /** The earliest time of all keys. */
  #next = Infinity;

  /** Puts a key in; one that waits already keeps the earlier time. */
  add(key: string, at: number): void {
    this.#dueAt.set(key, Math.min(at, this.#dueAt.get(key) ?? Infinity));
    this.#next = Math.min(this.#next, at);
  }

  /** Puts back a key whose work failed, later each time. */
  addAfterFailure(key: string, now: number): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.add(key, now + Math.min(FIRST_DELAY * 2 ** failures, LAST_DELAY));
  }

  /** The work on a key succeeded: its next failure counts as the first. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** When the next key is due. */
  nextAt(): number | undefined {
    return this.#dueAt.size === 0 ? undefined : this.#next;
  }

  /** All keys with the times from which on they are due. */
  entries(): readonly { readonly key: string; readonly at: number }[] {
    return [...this.#dueAt].map(([key, at]) => ({ key, at }));
  }

  /** Takes out all keys that are due, ordered by name. */
  takeDue(now: number): readonly string[] {
    if (this.#next > now) return [];
    const due = [...this.#dueAt].filter(([, at]) => at <= now).map(([key]) => key);
    for (const key of due) this.#dueAt.delete(key);
    this.#next = Infinity;
    for (const at of this.#dueAt.values()) this.#next = Math.min(this.#next, at);
    return due.sort(compareText);
  }

  /** Takes out the first of them. */
  take(now: number): string | undefined {
    const [key, ...others] = this.takeDue(now);
    for (const other of others) this.add(other, now);
    return key;
  }
}
