import { MAX_NODE_SCORE } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import { isScalarResource, milliValue, value } from '../../resource.ts';
import type { ResourceAmounts } from '../../../../model/pod-resources.ts';
import type { ScoringStrategy, ShapePoint } from '../../../../model/scheduler-configuration.ts';

export const DEFAULT_STRATEGY: ScoringStrategy = {
  type: 'LeastAllocated',
  resources: [
    { name: 'cpu', weight: 1 },
    { name: 'memory', weight: 1 },
  ],
};

/** What a pod asks for of a resource, in the units of `Resource`. */
export type Wanted = readonly [name: string, wanted: number];

/** The same of each resource that counts. */
export type Demand = readonly Wanted[];

export const wantedOf = (amounts: ResourceAmounts, name: string): Wanted => [
  name,
  name === 'cpu' ? milliValue(amounts.get(name)) : value(amounts.get(name)),
];

export const demandOf = (amounts: ResourceAmounts, names: readonly string[]): Demand => names.map((name) => wantedOf(amounts, name));

/** What a node has of a resource that counts for the pod: none of a special resource that the pod does not ask for. */
export function allocatableOf({ allocatable }: NodeInfo, [name, wanted]: Wanted): number {
  if (wanted === 0 && isScalarResource(name)) return 0;
  switch (name) {
    case 'cpu':
      return allocatable.milliCpu;
    case 'memory':
      return allocatable.memory;
    case 'ephemeral-storage':
      return allocatable.ephemeralStorage;
    default:
      return allocatable.scalars.get(name) ?? 0;
  }
}

/** What the pods on a node take of a resource. */
export function allocatedOf({ requested }: NodeInfo, [name]: Wanted, useDefaults: boolean): number {
  switch (name) {
    case 'cpu':
      return useDefaults ? requested.nonZeroMilliCpu : requested.milliCpu;
    case 'memory':
      return useDefaults ? requested.nonZeroMemory : requested.memory;
    case 'ephemeral-storage':
      return requested.ephemeralStorage;
    default:
      return requested.scalars.get(name) ?? 0;
  }
}

/** The weighted mean of the scores of the resources, 0…100. `demand` is in the order of the strategy's resources. */
export function scoreResources(strategy: ScoringStrategy, demand: Demand, node: NodeInfo): number {
  let [sum, weights] = [0, 0];
  for (let i = 0; i < demand.length; i++) {
    const wanted = demand[i];
    const allocatable = wanted ? allocatableOf(node, wanted) : 0;
    if (!wanted || allocatable === 0) continue;
    const weight = strategy.resources[i]?.weight ?? 0;
    const score = scoreOf(strategy, allocatable, allocatedOf(node, wanted, true) + wanted[1]);
    if (strategy.type === 'RequestedToCapacityRatio' && score <= 0) continue;
    sum += score * weight;
    weights += weight;
  }
  if (weights === 0) return 0;
  return strategy.type === 'RequestedToCapacityRatio' ? Math.round(sum / weights) : Math.trunc(sum / weights);
}

function scoreOf(strategy: ScoringStrategy, allocatable: number, requested: number): number {
  switch (strategy.type) {
    case 'LeastAllocated':
      return requested > allocatable ? 0 : percentage(allocatable - requested, allocatable);
    case 'MostAllocated':
      return percentage(Math.min(requested, allocatable), allocatable);
    case 'RequestedToCapacityRatio':
      return scoreOnLine(strategy.shape, requested > allocatable ? 100 : percentage(requested, allocatable));
  }
}

/** `part * 100 / whole` in whole numbers; beyond what a double counts exactly in big ones. */
const percentage = (part: number, whole: number): number =>
  part <= Number.MAX_SAFE_INTEGER / MAX_NODE_SCORE
    ? Math.trunc((part * MAX_NODE_SCORE) / whole)
    : Number((BigInt(part) * BigInt(MAX_NODE_SCORE)) / BigInt(whole));

/** Value at `at` of the line through the points, flat before the first and after the last, 0…100. */
export function scoreOnLine(shape: readonly ShapePoint[], at: number): number {
  const points = shape.map(({ utilization, score }) => ({ utilization, score: score * 10 }));
  const next = points.findIndex(({ utilization }) => at <= utilization);
  const [before, after] = [points[next < 0 ? points.length - 1 : next - 1], points[next]];
  if (!before || !after) return (after ?? before)?.score ?? 0;
  return before.score + Math.trunc(((after.score - before.score) * (at - before.utilization)) / (after.utilization - before.utilization));
}
