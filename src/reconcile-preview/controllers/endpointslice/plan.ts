import { deepEqual } from '../../../model/json.ts';
import type { Service } from '../../../model/kinds/core-v1.ts';
import type { Endpoint, EndpointSlice } from '../../../model/kinds/discovery-v1.ts';
import { draft, type Draft, type Typed } from '../../kind.ts';
import { ENDPOINT_SLICE, SERVICE } from '../../kinds.ts';
import { controllerReference } from '../ownership.ts';
import { portKey, type EndpointGroup } from './desired.ts';
import { hasServiceLabels, sliceLabels } from './labels.ts';

const MAX_ENDPOINTS_PER_SLICE = 100;

/** What is to be done so that slices list what they should. */
export interface SlicePlan {
  readonly create: Draft<EndpointSlice>[];
  readonly update: Draft<EndpointSlice>[];
  readonly remove: Typed<EndpointSlice>[];
}

/**
 * Distributes endpoints over slices of one address family with as few writes as possible: kept ones stay where they are, new ones go first into slices
 * that change anyway, then into one with room, then into new ones. A Service without any endpoint keeps one empty slice.
 */
export function planSlices(
  service: Typed<Service>,
  family: string,
  groups: ReadonlyMap<string, EndpointGroup>,
  existing: readonly Typed<EndpointSlice>[],
): SlicePlan {
  const plan: SlicePlan = { create: [], update: [], remove: [] };
  const byPorts = new Map<string, Typed<EndpointSlice>[]>();
  for (const slice of existing) {
    if (!isOwned(slice, service)) plan.remove.push(slice);
    else byPorts.set(portKey(slice.ports), [...(byPorts.get(portKey(slice.ports)) ?? []), slice]);
  }
  for (const [key, group] of groups) planGroup(plan, service, family, group, byPorts.get(key) ?? []);
  for (const [key, slices] of byPorts) if (!groups.has(key)) plan.remove.push(...slices);
  if (existing.length === plan.remove.length && plan.create.length === 0) {
    const placeholder = newSlice(service, family, []);
    const [only, ...others] = plan.remove;
    if (only && others.length === 0 && isPlaceholder(only, placeholder)) plan.remove.length = 0;
    else plan.create.push(placeholder);
  }
  reuse(plan, service);
  return plan;
}

function planGroup(
  plan: SlicePlan,
  service: Typed<Service>,
  family: string,
  { ports, endpoints }: EndpointGroup,
  existing: readonly Typed<EndpointSlice>[],
): void {
  const waiting = new Map(endpoints.map((endpoint) => [identity(endpoint), endpoint]));
  const changed: Draft<EndpointSlice>[] = [];
  const unchanged: Typed<EndpointSlice>[] = [];
  for (const slice of existing) {
    const kept: Endpoint[] = [];
    for (const endpoint of slice.endpoints ?? []) {
      const wanted = waiting.get(identity(endpoint));
      if (wanted) kept.push(wanted);
      waiting.delete(identity(endpoint));
    }
    const same = deepEqual(kept, slice.endpoints ?? []);
    if (!same && kept.length === 0) plan.remove.push(slice);
    else if (!same || !hasServiceLabels(slice.metadata.labels, service)) changed.push(withEndpoints(slice, kept, service));
    else unchanged.push(slice);
  }
  const rest = [...waiting.values()];
  for (const slice of [...changed].sort((a, b) => (b.endpoints ?? []).length - (a.endpoints ?? []).length)) fill(slice, rest);
  while (rest.length > 0) {
    const roomy = rest.length < MAX_ENDPOINTS_PER_SLICE ? closestFit(unchanged, rest.length) : undefined;
    const slice = roomy ? withEndpoints(roomy, roomy.endpoints ?? [], service) : newSlice(service, family, ports);
    if (roomy) unchanged.splice(unchanged.indexOf(roomy), 1);
    fill(slice, rest);
    (roomy ? changed : plan.create).push(slice);
  }
  plan.update.push(...changed);
}

/** What makes two endpoints the same one, whatever its conditions are. */
const identity = ({ addresses, hostname = '', targetRef }: Endpoint): string =>
  [...[...(addresses ?? [])].sort(), hostname, targetRef?.namespace ?? '', targetRef?.name ?? ''].join(' ');

function fill(slice: Draft<EndpointSlice>, rest: Endpoint[]): void {
  const room = MAX_ENDPOINTS_PER_SLICE - (slice.endpoints ?? []).length;
  slice.endpoints = [...(slice.endpoints ?? []), ...rest.splice(0, room)];
}

/** The slice that is fullest after taking `count` more. */
function closestFit(slices: readonly Typed<EndpointSlice>[], count: number): Typed<EndpointSlice> | undefined {
  const room = (slice: Typed<EndpointSlice>): number => MAX_ENDPOINTS_PER_SLICE - count - (slice.endpoints ?? []).length;
  return slices.filter((slice) => room(slice) >= 0).sort((a, b) => room(a) - room(b))[0];
}

function withEndpoints(slice: Typed<EndpointSlice>, endpoints: readonly Endpoint[], service: Typed<Service>): Draft<EndpointSlice> {
  const next = draft(slice);
  next.endpoints = [...endpoints];
  next.metadata.labels = sliceLabels(service);
  return next;
}

const newSlice = (service: Typed<Service>, family: string, ports: readonly EndpointGroup['ports'][number][]): Draft<EndpointSlice> => ({
  apiVersion: ENDPOINT_SLICE.apiVersion,
  kind: ENDPOINT_SLICE.kind,
  metadata: {
    generateName: `${service.metadata.name ?? ''}-`,
    namespace: service.metadata.namespace ?? '',
    labels: sliceLabels(service),
    ownerReferences: [controllerReference(service, SERVICE)],
  },
  addressType: family,
  ...(ports.length > 0 && { ports: [...ports] }),
});

const isOwned = ({ metadata }: Typed<EndpointSlice>, service: Typed<Service>): boolean =>
  (metadata.ownerReferences ?? []).some(
    ({ uid, kind, apiVersion }) => uid === service.metadata.uid && kind === 'Service' && apiVersion === 'v1',
  );

const isPlaceholder = (slice: Typed<EndpointSlice>, placeholder: Draft<EndpointSlice>): boolean =>
  (slice.endpoints ?? []).length === 0 &&
  (slice.ports ?? []).length === 0 &&
  deepEqual(slice.metadata.labels, placeholder.metadata.labels) &&
  deepEqual(slice.metadata.ownerReferences, placeholder.metadata.ownerReferences);

/** A slice that would go takes the content of one that would come. */
function reuse(plan: SlicePlan, service: Typed<Service>): void {
  for (const old of [...plan.remove]) {
    const next = plan.create.at(-1);
    if (!next || old.addressType !== next.addressType || !isOwned(old, service)) continue;
    plan.create.pop();
    plan.remove.splice(plan.remove.indexOf(old), 1);
    next.metadata.name = old.metadata.name ?? '';
    plan.update.push(next);
  }
}
