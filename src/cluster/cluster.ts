import type { ObjectStore } from './store.ts';

/** Virtual time. It only moves when the engine moves it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** `2024-01-01T00:00:00Z`: whole seconds, as `metav1.Time` is written. */
  timestamp(): string;
  /** `2024-01-01T00:00:00.000000Z`, as `metav1.MicroTime` is written. */
  microTimestamp(): string;
  advance(milliseconds: number): void;
}

/** Everything a real cluster takes from chance or allocators, deterministic here: the same requests in the same order get the same answers. */
export interface Source {
  uid(): string;
  /** Five characters of the API server's alphabet (`bcdfghjklmnpqrstvwxz2456789`) for `generateName`. */
  suffix(): string;
}

/** A simulated cluster: state, time and chance. */
export interface Cluster {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly source: Source;
  /** An independent continuation of this cluster. */
  fork(): Cluster;
}
