import { createApiServer, type ApiServerOptions } from '../apiserver/create-api-server.ts';
import { createControlPlane } from '../apiserver/create-control-plane.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { oncePerObject } from '../model/once-per-object.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { Component } from './component.ts';
import { createComponents } from './components.ts';
import { DEFAULT_NODES } from './default-cluster.ts';
import { createEngine, type Engine } from './engine.ts';
import { restoreObject } from './restore.ts';

/** How long a new control plane is left to itself, and new nodes to be noticed. */
const START_PAUSE = 1000;
export const NODE_PAUSE = 500;

export interface StartOptions extends Omit<ApiServerOptions, 'cluster'> {
  readonly components: readonly Component[];
  readonly hasDefaultNodes: boolean;
}

/**
 * A cluster that is only just there and rests: its namespaces have their accounts, its roles their rules, and the three default workers are ready where they are
 * wanted. Starting one takes as long as a small preview, so where more than one is wanted one is started to be copied.
 */
export function startedCluster({ components, hasDefaultNodes, ...options }: StartOptions): Engine {
  const { registry } = options;
  if (!isFirst(registry)) {
    const engine = createEngine(createApiServer({ cluster: prepared(registry, hasDefaultNodes).fork(), ...options }), components);
    engine.run({ quietFor: 0 });
    return engine;
  }
  const engine = createEngine(createControlPlane(options), components);
  engine.run({ quietFor: START_PAUSE });
  if (hasDefaultNodes) addNodes(engine);
  return engine;
}

const known = new WeakSet<SchemaRegistry>();

function isFirst(registry: SchemaRegistry): boolean {
  if (known.has(registry)) return false;
  known.add(registry);
  return true;
}

const prepared = oncePerObject((registry: SchemaRegistry, hasDefaultNodes: boolean): Cluster => {
  const engine = createEngine(createControlPlane({ registry }), createComponents());
  engine.run({ quietFor: START_PAUSE });
  if (hasDefaultNodes) addNodes(engine);
  return engine.server.cluster;
});

function addNodes(engine: Engine): void {
  engine.act('cluster', (server) => {
    for (const node of DEFAULT_NODES) restoreObject(server, node);
  });
  engine.run({ quietFor: NODE_PAUSE });
}
