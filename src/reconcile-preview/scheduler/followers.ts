/** A value and up to which step it has followed. */
interface Follower<Value> {
  readonly value: Value;
  seen: number;
}

/** More steps than this are remembered in any case. */
const LEAST_STEPS = 1000;

/**
 * Values by key that follow what happens, each made when it is first asked for. A value that is asked for again catches up with the steps meanwhile; one that
 * nobody asks for costs nothing, and is made anew when it has fallen too far behind.
 */
export class Followers<Step, Value> {
  readonly #byKey = new Map<string, Follower<Value>>();
  readonly #most: number;
  #steps: Step[] = [];
  /** Steps before the first that is remembered. */
  #forgotten = 0;

  /** `most`: how many values there may be; the one that has fallen behind the furthest makes room for another. */
  constructor(most = Infinity) {
    this.#most = most;
  }

  /** The value of a key after all steps. `make` begins with how things are now. */
  of(key: string, make: () => Value, follow: (value: Value, step: Step) => void): Value {
    const now = this.#forgotten + this.#steps.length;
    let follower = this.#byKey.get(key);
    if (!follower || follower.seen < this.#forgotten) {
      this.#makeRoom();
      this.#byKey.set(key, (follower = { value: make(), seen: now }));
    }
    for (let i = follower.seen - this.#forgotten; i < this.#steps.length; i++) {
      const step = this.#steps[i];
      if (step !== undefined) follow(follower.value, step);
    }
    follower.seen = now;
    return follower.value;
  }

  /** Something has happened. `many`: so many steps that beginning anew is cheaper than catching up. */
  note(step: Step, many: number): void {
    if (this.#byKey.size === 0) return;
    this.#steps.push(step);
    if (this.#steps.length <= Math.max(LEAST_STEPS, many)) return;
    const half = this.#steps.length >> 1;
    this.#steps = this.#steps.slice(half);
    this.#forgotten += half;
    for (const [key, { seen }] of this.#byKey) if (seen < this.#forgotten) this.#byKey.delete(key);
  }

  /** All values are made anew. */
  clear(): void {
    this.#byKey.clear();
    this.#forgotten += this.#steps.length;
    this.#steps = [];
  }

  #makeRoom(): void {
    if (this.#byKey.size < this.#most) return;
    let [last, least] = ['', Infinity];
    for (const [key, { seen }] of this.#byKey) if (seen < least) [last, least] = [key, seen];
    this.#byKey.delete(last);
  }
}
