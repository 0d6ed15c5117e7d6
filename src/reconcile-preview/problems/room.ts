import { fromInteger, fromMilli, quantityText } from '../../model/quantity.ts';
import type { NodeInfo } from '../scheduler/node-info.ts';
import type { Resource } from '../scheduler/resource.ts';

/** One resource that a pod asks for, as the scheduler counts it, with what a node has of it. */
export interface Need {
  readonly resource: string;
  readonly wanted: number;
  /** What the node has in all, and what its pods leave. */
  readonly size: number;
  readonly free: number;
}

/** Everything that a pod asks of a node; that it is one more pod, too. */
export function needsOf(pod: Resource, { allocatable, requested, podCount }: NodeInfo): Need[] {
  const need = (resource: string, wanted: number, size: number, used: number): Need => ({ resource, wanted, size, free: size - used });
  return [
    need('pods', 1, allocatable.allowedPods, podCount),
    need('cpu', pod.milliCpu, allocatable.milliCpu, requested.milliCpu),
    need('memory', pod.memory, allocatable.memory, requested.memory),
    need('ephemeral-storage', pod.ephemeralStorage, allocatable.ephemeralStorage, requested.ephemeralStorage),
    ...[...pod.scalars].map(([name, wanted]) => need(name, wanted, allocatable.scalars.get(name) ?? 0, requested.scalars.get(name) ?? 0)),
  ].filter(({ wanted }) => wanted > 0);
}

/** How many pods with these needs a node has room for, `wanted` of one resource being another amount. */
export const roomFor = (needs: readonly Need[], resource: string, wanted: number): number =>
  Math.max(0, Math.min(...needs.map((need) => Math.floor(need.free / (need.resource === resource ? wanted : need.wanted)))));

/** The most of a resource that each of `count` pods may ask for if all are to find room on these nodes; 0 where they never do. */
export function mostThatFits(nodes: readonly (readonly Need[])[], resource: string, count: number): number {
  const fits = (wanted: number): boolean => nodes.reduce((sum, needs) => sum + roomFor(needs, resource, wanted), 0) >= count;
  let [low, high] = [0, Math.max(0, ...nodes.flat().map((need) => (need.resource === resource ? need.free : 0)))];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

const MEBI = 1024 * 1024;

/** An amount of a resource, as the scheduler counts it, in the way people write it. */
export function amountText(resource: string, amount: number): string {
  if (resource === 'cpu') return quantityText(fromMilli(amount));
  const isBytes = resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-');
  return quantityText(fromInteger(amount, isBytes ? 'BinarySI' : 'DecimalSI'));
}

/** No more than an amount, and short: whole Mi of memory. */
export const shortAmount = (resource: string, amount: number): number =>
  resource === 'memory' || resource === 'ephemeral-storage' ? (amount >= MEBI ? Math.floor(amount / MEBI) * MEBI : amount) : amount;
