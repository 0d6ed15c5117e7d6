import { compareText } from '../../model/json.ts';
import type { NodeSelector } from '../../model/kinds/core-v1.ts';
import type { CounterSet, Device, ResourceSlice } from '../../model/kinds/resource-v1.ts';
import type { Typed } from '../kind.ts';
import { matchesNodeSelector, type NodeIdentity } from '../scheduler/node-selector.ts';

type Slice = Typed<ResourceSlice>;

/** The devices of one driver that are managed together, as far as a node can use them. */
export interface Pool {
  readonly driver: string;
  readonly name: string;
  /** Not all of its slices are there. */
  readonly isIncomplete: boolean;
  /** Its slices contradict each other. */
  readonly isInvalid: boolean;
  /** Slices with devices for the node, by name. */
  readonly slices: readonly Slice[];
  /** Its other slices with devices. */
  readonly elsewhere: readonly Slice[];
  readonly counterSets: ReadonlyMap<string, CounterSet>;
}

interface Place {
  readonly nodeName?: string;
  readonly allNodes?: boolean;
  readonly nodeSelector?: NodeSelector;
}

/** Whether devices at a place are for a node. */
export function isAtNode({ nodeName, allNodes, nodeSelector }: Place, node: NodeIdentity): boolean {
  if (nodeName) return nodeName === node.name;
  return allNodes === true || (nodeSelector !== undefined && matchesNodeSelector(nodeSelector, node));
}

/**
 * The pools with devices for a node: of each the slices of its newest generation. They stand by driver and name, those with devices that need to be made ready
 * last: the first devices that fit are taken. `partitions`: devices may share counters and have places of their own.
 */
export function gatherPools(slices: readonly Slice[], node: NodeIdentity, partitions: boolean): Pool[] {
  const relevant = new Map<string, Slice[]>();
  for (const slice of slices) {
    if (!partitions && (slice.spec?.perDeviceNodeSelection !== undefined || slice.spec?.sharedCounters?.length)) continue;
    if (!isRelevant(slice, node)) continue;
    const known = relevant.get(poolKey(slice)) ?? [];
    const newest = generationOf(known[0]);
    if (known.length === 0 || generationOf(slice) > newest) relevant.set(poolKey(slice), [slice]);
    else if (generationOf(slice) === newest) known.push(slice);
  }
  const pools = [...relevant.values()].flatMap((own) => poolOf(own, slices, partitions));
  const byName = (a: Pool, b: Pool): number => compareText(a.driver, b.driver) || compareText(a.name, b.name);
  return [...pools.filter((pool) => !needsBinding(pool)).sort(byName), ...pools.filter(needsBinding).sort(byName)];
}

const poolKey = ({ spec }: Slice): string => `${spec?.driver ?? ''}/${spec?.pool?.name ?? ''}`;
const generationOf = (slice: Slice | undefined): number => slice?.spec?.pool?.generation ?? 0;
const devicesOf = ({ spec }: Slice): readonly Device[] => spec?.devices ?? [];

function isRelevant({ spec = {} }: Slice, node: NodeIdentity): boolean {
  if (spec.nodeName || spec.allNodes || spec.nodeSelector) return isAtNode(spec, node);
  return spec.perDeviceNodeSelection === true && (spec.devices ?? []).some((device) => isAtNode(device, node));
}

/** None when a newer generation, of which nothing is for the node, is on its way. */
function poolOf(own: readonly Slice[], slices: readonly Slice[], partitions: boolean): Pool[] {
  const [first] = own;
  if (!first) return [];
  const { driver = '', pool } = first.spec ?? {};
  const shape = { driver, name: pool?.name ?? '', slices: [], elsewhere: [], counterSets: new Map<string, CounterSet>() };
  let all = own;
  if (own.length !== (pool?.resourceSliceCount ?? 0)) {
    const ofPool = slices.filter((slice) => poolKey(slice) === poolKey(first));
    if (ofPool.some((slice) => generationOf(slice) > generationOf(first))) return [];
    all = ofPool.filter((slice) => generationOf(slice) === generationOf(first));
    if (all.length !== (pool?.resourceSliceCount ?? 0)) return [{ ...shape, isIncomplete: true, isInvalid: false }];
  }
  const hasCounters = ({ spec }: Slice): boolean => partitions && (spec?.sharedCounters ?? []).length > 0;
  const here = own.filter((slice) => !hasCounters(slice)).sort((a, b) => compareText(a.metadata.name ?? '', b.metadata.name ?? ''));
  const elsewhere = all.filter((slice) => !own.includes(slice) && !hasCounters(slice));
  const counterSets = all.filter(hasCounters).flatMap(({ spec }) => spec?.sharedCounters ?? []);
  const byName = new Map(counterSets.map((set) => [set.name ?? '', set]));
  const names = here.flatMap(devicesOf).map(({ name = '' }) => name);
  const isInvalid =
    new Set(names).size < names.length ||
    (partitions &&
      (byName.size < counterSets.length || ![...here, ...elsewhere].flatMap(devicesOf).every((device) => isCounted(device, byName))));
  return isInvalid
    ? [{ ...shape, isIncomplete: false, isInvalid }]
    : [{ ...shape, isIncomplete: false, isInvalid, slices: here, elsewhere, counterSets: byName }];
}

/** Whether all counters that a device consumes exist. */
const isCounted = ({ consumesCounters = [] }: Device, sets: ReadonlyMap<string, CounterSet>): boolean =>
  consumesCounters.every(({ counterSet = '', counters = {} }) => {
    const known = sets.get(counterSet)?.counters;
    return known !== undefined && Object.keys(counters).every((name) => Object.hasOwn(known, name));
  });

const needsBinding = ({ slices }: Pool): boolean =>
  slices.some((slice) => devicesOf(slice).some(({ bindingConditions }) => bindingConditions !== undefined));
