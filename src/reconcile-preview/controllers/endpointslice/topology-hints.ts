import type { Change, ReadView } from '../../../cluster/store.ts';
import { compareText } from '../../../model/json.ts';
import type { Service } from '../../../model/kinds/core-v1.ts';
import type { Endpoint, EndpointSlice } from '../../../model/kinds/discovery-v1.ts';
import { without } from '../../../model/without.ts';
import { asKind, draft, listObjects, type Draft, type Typed } from '../../kind.ts';
import { ENDPOINT_SLICE, NODE, SERVICE } from '../../kinds.ts';
import { MANAGED_BY, MANAGER, SERVICE_NAME } from './labels.ts';
import type { SlicePlan } from './plan.ts';
import { allocate, isNodeReady, isOverloaded, ZONE, zoneShares, type Allocation } from './zone-shares.ts';

const ANNOTATIONS = ['service.kubernetes.io/topology-aware-hints', 'service.kubernetes.io/topology-mode'];

/** Whether a Service asks for hints by the CPUs of zones; the older annotation counts. */
export function wantsTopologyHints({ metadata: { annotations = {} } }: Typed<Service>): boolean {
  const name = ANNOTATIONS.find((annotation) => Object.hasOwn(annotations, annotation));
  return name !== undefined && /^[Aa]uto$/.test(annotations[name] ?? '');
}

type Counts = Map<string, number>;
const add = (counts: Counts, zone: string, count: number): void => void counts.set(zone, (counts.get(zone) ?? 0) + count);

const isReady = ({ conditions }: Endpoint): boolean => conditions?.ready === true;
const readyOf = ({ endpoints }: Pick<EndpointSlice, 'endpoints'>): Endpoint[] => (endpoints ?? []).filter(isReady);
const hintedZones = ({ hints }: Endpoint): string[] => (hints?.forZones ?? []).map(({ name = '' }) => name);

/** Slices as they would be without hints. */
export const withoutHints = <T extends Pick<EndpointSlice, 'endpoints'>>(slice: T): T => ({
  ...slice,
  ...(slice.endpoints && { endpoints: slice.endpoints.map((endpoint) => without(endpoint, 'hints')) }),
});

/**
 * Adds hints to a plan that was made without them: each endpoint serves its own zone, but for some of zones that have more than their share of CPUs asks for.
 * Slices that the plan leaves alone keep their hints as long as these leave room for all zones. No hints where endpoints or zones do not suffice.
 */
export function withTopologyHints(plan: SlicePlan, existing: readonly Typed<EndpointSlice>[], view: ReadView): SlicePlan {
  const touched = new Set([...plan.update, ...plan.remove].map(({ metadata }) => metadata.name));
  const unchanged = existing.filter(({ metadata }) => !touched.has(metadata.name));
  const shares = zoneShares(view);
  const total = [...plan.create, ...plan.update, ...unchanged].reduce((sum, slice) => sum + readyOf(slice).length, 0);
  const allocations = shares && allocate(total, shares);
  if (!allocations) return withNoHints(plan, unchanged);
  const counts: Counts = new Map();
  const update = [...plan.update];
  for (const slice of unchanged) {
    const kept = keptHints(slice, counts, allocations);
    if (kept) for (const [zone, count] of kept) add(counts, zone, count);
    else update.push(draft(slice));
  }
  const open = [...plan.create, ...update];
  if (open.some((slice) => readyOf(slice).some(({ zone = '' }) => zone === ''))) return withNoHints(plan, unchanged);
  for (const slice of open) for (const { zone = '' } of readyOf(slice)) add(counts, zone, 1);
  const { giving, receiving } = redistribution(allocations, counts);
  const hinted = (slice: Draft<EndpointSlice>): Draft<EndpointSlice> => ({
    ...slice,
    endpoints: (slice.endpoints ?? []).map((endpoint) => (isReady(endpoint) ? withHint(endpoint, giving, receiving) : endpoint)),
  });
  return { create: plan.create.map(hinted), update: update.map(hinted), remove: plan.remove };
}

const withNoHints = ({ create, update, remove }: SlicePlan, unchanged: readonly Typed<EndpointSlice>[]): SlicePlan => {
  const hinted = unchanged.filter(({ endpoints }) => endpoints?.some(({ hints }) => hints));
  return { create, update: [...update, ...hinted.map((slice) => withoutHints(draft(slice)))], remove };
};

/** The hints of a slice by zone; undefined when they have to be given anew. */
function keptHints(slice: Typed<EndpointSlice>, counts: Counts, allocations: ReadonlyMap<string, Allocation>): Counts | undefined {
  const kept: Counts = new Map();
  for (const endpoint of readyOf(slice)) {
    const zones = hintedZones(endpoint);
    if (zones.length === 0 || zones.some((zone) => !allocations.has(zone))) return undefined;
    for (const zone of zones) add(kept, zone, 1);
  }
  const fits = [...kept].every(([zone, count]) => count + (counts.get(zone) ?? 0) <= (allocations.get(zone)?.maximum ?? 0));
  return fits ? kept : undefined;
}

/** How many endpoints of zones that have too many are to serve zones that have too few. Upstream takes zones in no order, here they are taken by name. */
function redistribution(
  allocations: ReadonlyMap<string, Allocation>,
  counts: Counts,
): { readonly giving: Counts; readonly receiving: Counts } {
  const surplus: Counts = new Map();
  const need: Counts = new Map();
  for (const [zone, { desired }] of [...allocations].sort(([a], [b]) => compareText(a, b))) {
    const count = counts.get(zone) ?? 0;
    if (count > desired) surplus.set(zone, count - desired);
    if (count < desired) need.set(zone, desired - count);
  }
  const giving: Counts = new Map();
  const receiving: Counts = new Map();
  for (;;) {
    const [from, give] = most(surplus);
    const [to, take] = most(need);
    if ((give < 1 && take < 1) || give < 0.5 || take < 0.5) return { giving, receiving };
    add(giving, from, 1);
    add(surplus, from, -1);
    add(receiving, to, 1);
    add(need, to, -1);
  }
}

const most = (zones: Counts): readonly [string, number] =>
  [...zones].reduce<readonly [string, number]>((best, entry) => (entry[1] > best[1] ? entry : best), ['', 0]);

function withHint(endpoint: Endpoint, giving: Counts, receiving: Counts): Endpoint {
  const { zone = '' } = endpoint;
  const to = (giving.get(zone) ?? 0) > 0 ? [...receiving].find(([, count]) => count > 0)?.[0] : undefined;
  if (to !== undefined) {
    add(giving, zone, -1);
    add(receiving, to, -1);
  }
  return { ...endpoint, hints: { forZones: [{ name: to ?? zone }] } };
}

/** The Services whose hints no longer suit the zones when a node came, went, or changed its zone or readiness. */
export function unbalancedServices({ type, object, before }: Change, view: ReadView): readonly string[] {
  const [node, former] = [asKind(object, NODE), before && asKind(before, NODE)];
  const isNews =
    type !== 'modified' ||
    !node ||
    !former ||
    isNodeReady(node) !== isNodeReady(former) ||
    node.metadata.labels?.[ZONE] !== former.metadata.labels?.[ZONE];
  if (!isNews) return [];
  const services = listObjects(view, SERVICE).filter(wantsTopologyHints);
  if (services.length === 0) return [];
  const shares = zoneShares(view);
  return services
    .filter((service) => ['IPv4', 'IPv6'].some((family) => isOverloaded(hintsOf(service, family, view), shares)))
    .map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`);
}

function hintsOf({ metadata: { namespace, name } }: Typed<Service>, family: string, view: ReadView): Counts {
  const counts: Counts = new Map();
  for (const { metadata, addressType, endpoints = [] } of listObjects(view, ENDPOINT_SLICE, namespace)) {
    if (addressType !== family || metadata.labels?.[SERVICE_NAME] !== name || metadata.labels?.[MANAGED_BY] !== MANAGER) continue;
    for (const zone of endpoints.flatMap(hintedZones)) add(counts, zone, 1);
  }
  return counts;
}
