import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SchemaRegistry } from '../../src/schema/registry.ts';
import { createSimulation, type Simulation } from '../../src/workspace/simulation.ts';

/** Files of a folder of admission fixtures: what exists, and the objects with the answers to them. */
export const SETUP = 'setup.yaml';
export const OBJECTS = 'objects.yaml';

/** The cluster that a folder of admission fixtures describes. */
export function clusterOfFixtures(folder: string, registry: SchemaRegistry): Simulation {
  const path = join(folder, SETUP);
  const setup = existsSync(path) ? [{ source: SETUP, text: readFileSync(path, 'utf8') }] : [];
  return createSimulation({ registry, setup });
}
