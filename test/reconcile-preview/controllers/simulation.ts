import { createControlPlane } from '../../../src/apiserver/create-control-plane.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { createComponents } from '../../../src/reconcile-preview/components.ts';
import { createEngine, type Engine } from '../../../src/reconcile-preview/engine.ts';
import { loadSchemas } from '../../../src/schema/load.ts';

const registry = loadSchemas('1.37');

/** A cluster at rest with a node, 4 CPU, and these objects. */
export function clusterOf(...objects: readonly JsonObject[]): Engine {
  const engine = createEngine(createControlPlane({ registry }), createComponents());
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'anvil' },
    status: { capacity: { cpu: '4', memory: '8Gi', pods: '110' } },
  };
  for (const object of [node, ...objects]) {
    const answer = engine.act('user', (server) => server.create(object));
    if (answer.verdict !== 'accepted') throw new Error(JSON.stringify(answer));
    engine.run({ quietFor: 1000 });
  }
  return engine;
}

/** Lets time pass although the cluster rests; in milliseconds. */
export const pass = (engine: Engine, time: number): void => void engine.run({ quietFor: time, limit: time });
