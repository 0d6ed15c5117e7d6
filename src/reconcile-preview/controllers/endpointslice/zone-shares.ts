import type { ReadView } from '../../../cluster/store.ts';
import type { Node } from '../../../model/kinds/core-v1.ts';
import { milliValueOf, parseQuantity } from '../../../model/quantity.ts';
import { listObjects, type Typed } from '../../kind.ts';
import { NODE } from '../../kinds.ts';

export const ZONE = 'topology.kubernetes.io/zone';
const NOT_COUNTED = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];
/** A zone may get so much more traffic for each endpoint than it would if all zones were alike. */
const OVERLOAD_THRESHOLD = 0.2;

/** How many endpoints should serve a zone. */
export interface Allocation {
  readonly minimum: number;
  readonly maximum: number;
  readonly desired: number;
}

/** The share of each zone in the CPUs of ready workers; undefined where a node's zone or CPUs are unknown, or there is only one zone. */
export function zoneShares(view: ReadView): ReadonlyMap<string, number> | undefined {
  const cpus = new Map<string, number>();
  for (const node of listObjects(view, NODE).filter((each) => isCounted(each) && isNodeReady(each))) {
    const zone = node.metadata.labels?.[ZONE] ?? '';
    const quantity = parseQuantity(node.status?.allocatable?.cpu ?? '0');
    const cpu = typeof quantity === 'string' ? 0 : Number(milliValueOf(quantity));
    if (zone === '' || cpu === 0) return undefined;
    cpus.set(zone, (cpus.get(zone) ?? 0) + cpu);
  }
  const total = [...cpus.values()].reduce((sum, cpu) => sum + cpu, 0);
  return cpus.size < 2 ? undefined : new Map([...cpus].map(([zone, cpu]) => [zone, cpu / total]));
}

const isCounted = ({ metadata }: Typed<Node>): boolean => NOT_COUNTED.every((label) => metadata.labels?.[label] === undefined);

export const isNodeReady = ({ status }: Typed<Node>): boolean =>
  status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';

const leastOf = (desired: number): number => Math.ceil(desired / (1 + OVERLOAD_THRESHOLD));

/** How endpoints are shared out between zones; undefined where there are too few of them. */
export function allocate(endpoints: number, shares: ReadonlyMap<string, number>): ReadonlyMap<string, Allocation> | undefined {
  if (shares.size > endpoints) return undefined;
  const least = [...shares].map(([zone, share]) => ({ zone, desired: share * endpoints, minimum: leastOf(share * endpoints) }));
  const left = endpoints - least.reduce((sum, { minimum }) => sum + minimum, 0);
  if (left < 0) return undefined;
  return new Map(
    least.map(({ zone, desired, minimum }) => [zone, { minimum, maximum: minimum + left, desired: Math.max(desired, minimum) }]),
  );
}

/** Whether some zone has fewer endpoints by hints than it needs, now that nodes changed. */
export function isOverloaded(hints: ReadonlyMap<string, number>, shares: ReadonlyMap<string, number> | undefined): boolean {
  if (hints.size === 0) return false;
  const total = [...hints.values()].reduce((sum, count) => sum + count, 0);
  return !shares || [...shares].some(([zone, share]) => (hints.get(zone) ?? -1) < leastOf(total * share));
}
