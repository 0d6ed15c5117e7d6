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

/** Amounts of one resource on a node: what there is, and what is taken without and with the pod. */
export interface Allocation {
  readonly allocatable: number;
  readonly allocated: number;
  readonly requested: number;
}

/** What a pod asks for of each resource that counts, in the units of `Resource`. */
export type Demand = readonly (readonly [name: string, wanted: number])[];

export const demandOf = (amounts: ResourceAmounts, names: readonly string[]): Demand =>
  names.map((name) => [name, name === 'cpu' ? milliValue(amounts.get(name)) : value(amounts.get(name))]);

/** The allocation of a resource; undefined where the node has none of it or the pod asks for none of a special one. */
export function allocationOf([name, wanted]: Demand[number], node: NodeInfo, useDefaults: boolean): Allocation | undefined {
  if (wanted === 0 && isScalarResource(name)) return undefined;
  const { allocatable, requested: sums } = node;
  const [has, taken] =
    name === 'cpu'
      ? [allocatable.milliCpu, useDefaults ? sums.nonZeroMilliCpu : sums.milliCpu]
      : name === 'memory'
        ? [allocatable.memory, useDefaults ? sums.nonZeroMemory : sums.memory]
        : name === 'ephemeral-storage'
          ? [allocatable.ephemeralStorage, sums.ephemeralStorage]
          : [allocatable.scalars.get(name) ?? 0, sums.scalars.get(name) ?? 0];
  return has === 0 ? undefined : { allocatable: has, allocated: taken, requested: taken + wanted };
}

/** The weighted mean of the scores of the resources, 0…100. `demand` is in the order of the strategy's resources. */
export function scoreResources(strategy: ScoringStrategy, demand: Demand, node: NodeInfo): number {
  let [sum, weights] = [0, 0];
  for (const [i, wanted] of demand.entries()) {
    const allocation = allocationOf(wanted, node, true);
    if (!allocation) continue;
    const weight = strategy.resources[i]?.weight ?? 0;
    const score = scoreOf(strategy, allocation);
    if (strategy.type === 'RequestedToCapacityRatio' && score <= 0) continue;
    sum += score * weight;
    weights += weight;
  }
  if (weights === 0) return 0;
  return strategy.type === 'RequestedToCapacityRatio' ? Math.round(sum / weights) : Math.trunc(sum / weights);
}

function scoreOf(strategy: ScoringStrategy, { allocatable, requested }: Allocation): number {
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
