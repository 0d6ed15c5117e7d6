import { DEFAULT_START } from '../cluster/clock.ts';
import { createCluster } from '../cluster/create-cluster.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { ApiServer } from './api-server.ts';
import { bootstrap } from './bootstrap.ts';
import { createApiServer } from './create-api-server.ts';
import { policySeed } from './policy-seed.ts';

/** The API server of a new cluster, as it is when the server has first started. `start` is the cluster's first instant (milliseconds since the epoch). */
export function createControlPlane({
  registry,
  start = DEFAULT_START,
}: {
  readonly registry: SchemaRegistry;
  readonly start?: number;
}): ApiServer {
  const api = createApiServer({ cluster: createCluster({ start, seed: policySeed(registry, start) }), registry });
  bootstrap(api);
  return api;
}
