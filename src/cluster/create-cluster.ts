import { createClock } from './clock.ts';
import type { Clock, Cluster } from './cluster.ts';
import { createStore } from './create-store.ts';
import type { Seed } from './seed.ts';
import { createSource, type ForkableSource } from './source.ts';
import type { ObjectStore } from './store.ts';

/** A cluster with nothing but what `seed` brings. `start` is its first instant, in milliseconds since the epoch. */
export function createCluster({ start, seed }: { readonly start?: number; readonly seed?: Seed } = {}): Cluster {
  return clusterOf(createStore(1, seed), createClock(start), createSource());
}

const clusterOf = (store: ObjectStore, clock: Clock, source: ForkableSource): Cluster => ({
  store,
  clock,
  source,
  fork: () => clusterOf(store.fork(), createClock(clock.now), source.fork()),
});
