import { createClock } from './clock.ts';
import type { Clock, Cluster } from './cluster.ts';
import { createStore } from './create-store.ts';
import { createSource, type ForkableSource } from './source.ts';
import type { ObjectStore } from './store.ts';

/** An empty cluster. `start` is its first instant, in milliseconds since the epoch. */
export function createCluster({ start }: { readonly start?: number } = {}): Cluster {
  return clusterOf(createStore(), createClock(start), createSource());
}

const clusterOf = (store: ObjectStore, clock: Clock, source: ForkableSource): Cluster => ({
  store,
  clock,
  source,
  fork: () => clusterOf(store.fork(), createClock(clock.now), source.fork()),
});
