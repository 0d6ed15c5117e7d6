import { createAssumptions, type Assumption, type Assumptions } from './assumption.ts';
import type { World } from './kubelet/world.ts';
import { createMetrics, type GivenMetric } from './metrics.ts';

/** The world beneath one simulated cluster, of which more may get lost. */
export interface SimulatedWorld extends World, Assumptions {
  lose(nodeName: string): void;
}

export function createWorld(assumptions: readonly Assumption[], given: readonly GivenMetric[] = []): SimulatedWorld {
  const lost = new Set<string>();
  return {
    ...createAssumptions(assumptions),
    metrics: createMetrics(given),
    isLost: (nodeName) => lost.has(nodeName),
    lose: (nodeName) => void lost.add(nodeName),
  };
}
