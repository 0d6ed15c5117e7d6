import { DEFAULT_START } from '../cluster/clock.ts';
import { createCluster } from '../cluster/create-cluster.ts';
import type { ApiServer } from './api-server.ts';
import { bootstrap } from './bootstrap.ts';
import { createApiServer, type ApiServerOptions } from './create-api-server.ts';
import { policySeed } from './policy-seed.ts';

export type ControlPlaneOptions = Omit<ApiServerOptions, 'cluster'> & { readonly start?: number };

/** The API server of a new cluster, as it is when the server has first started. `start` is the cluster's first instant (milliseconds since the epoch). */
export function createControlPlane({ start = DEFAULT_START, ...options }: ControlPlaneOptions): ApiServer {
  const api = createApiServer({ cluster: createCluster({ start, seed: policySeed(options.registry, start) }), ...options });
  bootstrap(api);
  return api;
}
