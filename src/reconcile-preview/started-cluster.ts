import { createApiServer } from '../apiserver/create-api-server.ts';
import { createControlPlane } from '../apiserver/create-control-plane.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { oncePerObject } from '../model/once-per-object.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { createComponents } from './components.ts';
import { DEFAULT_NODES } from './default-cluster.ts';
import { createEngine } from './engine.ts';
import { restoreObject } from './restore.ts';

/** How long a new control plane is left to itself, and new nodes to be noticed. */
const START_PAUSE = 1000;
export const NODE_PAUSE = 500;

/**
 * A cluster that is only just there and rests: its namespaces have their accounts, its roles their rules, and the three default workers are ready where they are
 * wanted. Starting one takes as long as a small preview, so each is started once, and then copied.
 */
export const startedCluster = (registry: SchemaRegistry, { hasDefaultNodes }: { readonly hasDefaultNodes: boolean }): Cluster =>
  prepared(registry, hasDefaultNodes).fork();

const prepared = oncePerObject((registry: SchemaRegistry, hasDefaultNodes: boolean): Cluster =>
  hasDefaultNodes ? startWithNodes(registry) : start(registry),
);

function start(registry: SchemaRegistry): Cluster {
  const server = createControlPlane({ registry });
  createEngine(server, createComponents()).run({ quietFor: START_PAUSE });
  return server.cluster;
}

function startWithNodes(registry: SchemaRegistry): Cluster {
  const server = createApiServer({ cluster: startedCluster(registry, { hasDefaultNodes: false }), registry });
  const engine = createEngine(server, createComponents());
  engine.run({ quietFor: 0 });
  engine.act('cluster', () => {
    for (const node of DEFAULT_NODES) restoreObject(server, node);
  });
  engine.run({ quietFor: NODE_PAUSE });
  return server.cluster;
}
