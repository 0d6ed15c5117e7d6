import type { Source } from '../../cluster/cluster.ts';
import { deepEqual } from '../../model/json.ts';
import type { NodeSelector, NodeSelectorRequirement } from '../../model/kinds/core-v1.ts';
import type {
  AllocationResult,
  DeviceAllocationConfiguration,
  DeviceRequestAllocationResult,
  ResourceClaim,
} from '../../model/kinds/resource-v1.ts';
import { quantityText } from '../../model/quantity.ts';
import { isSince, type Release } from '../../schema/release.ts';
import type { Typed } from '../kind.ts';
import { deviceFeatures } from './features.ts';
import type { ClassLookup, Request } from './request.ts';
import type { Found } from './search.ts';

/** What is written into a claim's status for the devices that were found for it on a node. */
export function allocationResult(
  claim: Typed<ResourceClaim>,
  found: readonly Found[],
  nodeName: string,
  { release, classes, source }: { readonly release: Release; readonly classes: ClassLookup; readonly source: Pick<Source, 'uid'> },
): AllocationResult {
  const config = configOf(claim, found, classes, release);
  const nodeSelector = nodeSelectorOf(found, nodeName);
  return {
    devices: {
      ...(found.length > 0 && { results: found.map((each) => resultOf(each, release, source)) }),
      ...(config.length > 0 && { config }),
    },
    ...(nodeSelector && { nodeSelector }),
  };
}

function resultOf({ by, pool, device, share }: Found, release: Release, source: Pick<Source, 'uid'>): DeviceRequestAllocationResult {
  const { bindingConditions, bindingFailureConditions } = deviceFeatures(release).bindingConditions ? device : {};
  const consumed = [...(share ?? [])].map(([name, quantity]): [string, string] => [name, quantityText(quantity)]);
  return {
    request: by.fullName,
    driver: pool.driver,
    pool: pool.name,
    device: device.name ?? '',
    ...(by.isAdmin && { adminAccess: true }),
    ...(by.tolerations.length > 0 && { tolerations: [...by.tolerations] }),
    ...(bindingConditions?.length && { bindingConditions }),
    ...(bindingFailureConditions?.length && { bindingFailureConditions }),
    ...(share && { shareID: source.uid() }),
    ...(consumed.length > 0 && { consumedCapacity: Object.fromEntries(consumed) }),
  };
}

/**
 * The configuration of classes, then that of the claim. What goes for all requests names none since 1.37; before, what the claim configures for several requests
 * was listed once for each of them.
 */
function configOf(
  { spec }: Typed<ResourceClaim>,
  found: readonly Found[],
  classes: ClassLookup,
  release: Release,
): DeviceAllocationConfiguration[] {
  const isTidy = isSince(release, '1.37');
  const requests = [...new Map(found.map(({ by }) => [by.fullName, by])).values()];
  const all: DeviceAllocationConfiguration[] = [];
  for (const name of new Set(requests.map(({ className }) => className))) {
    const concerned = requests.filter(({ className }) => className === name).map(({ fullName }) => fullName);
    for (const config of classes(name)?.spec?.config ?? []) all.push({ source: 'FromClass', requests: concerned, ...config });
  }
  const isNamed = (named: readonly string[]) => (request: Request) => named.includes(request.base) || named.includes(request.fullName);
  for (const { requests: named = [], ...config } of spec?.devices?.config ?? []) {
    const times = named.length === 0 ? 1 : requests.filter(isNamed(named)).length;
    for (let i = 0; i < (isTidy ? Math.min(times, 1) : times); i++) all.push({ source: 'FromClaim', requests: named, ...config });
  }
  return all.map(({ source, requests: named = [], ...config }) => {
    const isForAll = isTidy && requests.every(isNamed(named));
    return { ...(source !== undefined && { source }), ...(named.length > 0 && !isForAll && { requests: named }), ...config };
  });
}

/** Where pods that use the devices may run: on this node when one of them is bound to it, else where all of them are; undefined for everywhere. */
function nodeSelectorOf(found: readonly Found[], nodeName: string): NodeSelector | undefined {
  const fields: NodeSelectorRequirement[] = [];
  const expressions: NodeSelectorRequirement[] = [];
  for (const { slice, device } of found) {
    const place = slice.spec?.perDeviceNodeSelection ? device : slice.spec;
    if (place?.nodeName !== undefined || device.bindsToNode) {
      return { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] }] };
    }
    const [term] = place?.nodeSelector?.nodeSelectorTerms ?? [];
    addNew(term?.matchFields ?? [], fields);
    addNew(term?.matchExpressions ?? [], expressions);
  }
  if (fields.length === 0 && expressions.length === 0) return undefined;
  return {
    nodeSelectorTerms: [
      { ...(expressions.length > 0 && { matchExpressions: expressions }), ...(fields.length > 0 && { matchFields: fields }) },
    ],
  };
}

function addNew(from: readonly NodeSelectorRequirement[], to: NodeSelectorRequirement[]): void {
  for (const requirement of from) if (!to.some((other) => deepEqual(other, requirement))) to.push(requirement);
}
