import type { Clock } from './cluster.ts';

/** Where a simulated cluster's time begins when the caller names no instant: 2026-01-01T00:00:00Z. */
export const DEFAULT_START = 1_767_225_600_000;

/** A clock that stands at `start` (milliseconds since the epoch) until it is advanced. */
export function createClock(start: number = DEFAULT_START): Clock {
  let now = start;
  let text: string | undefined;
  return {
    get now() {
      return now;
    },
    timestamp: () => (text ??= timestampAt(now)),
    microTimestamp: () => `${new Date(now).toISOString().slice(0, 23)}000Z`,
    advance(milliseconds) {
      now += milliseconds;
      text = undefined;
    },
  };
}

/** An instant as `metav1.Time` is written: whole seconds. */
export const timestampAt = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
