import type { ReadView } from '../../cluster/store.ts';
import { compareText } from '../../model/json.ts';
import type { Container, ContainerExtendedResourceRequest, Pod } from '../../model/kinds/core-v1.ts';
import type { DeviceClass, DeviceRequest, ResourceClaim } from '../../model/kinds/resource-v1.ts';
import { quantityOf } from '../../model/pod-resources.ts';
import { isExtendedResource, value } from '../scheduler/resource.ts';
import { isControlledBy } from '../controllers/ownership.ts';
import { listObjects, type Typed } from '../kind.ts';
import { POD } from '../kinds.ts';
import { DEVICE_CLASS, RESOURCE_CLAIM } from './kinds.ts';

/** Begins the name under which every class is an extended resource, whether it has another or not. */
const CLASS_PREFIX = 'deviceclass.resource.kubernetes.io/';
/** Says of a claim that the scheduler has made it for the extended resources of its pod. */
const EXTENDED_CLAIM_ANNOTATION = 'resource.kubernetes.io/extended-resource-claim';
/** The name of such a claim before it is made, which no object can have. */
const NAME_IN_MEMORY = '<extended-resources>';

export type ResourceClassLookup = (resource: string) => Typed<DeviceClass> | undefined;

/** Finds the class whose devices an extended resource is: of several the newest, then the first by name. */
export function resourceClasses(view: ReadView): ResourceClassLookup {
  const classes = new Map<string, Typed<DeviceClass>>();
  const isBefore = (a: Typed<DeviceClass>, b: Typed<DeviceClass>): boolean =>
    (compareText(b.metadata.creationTimestamp ?? '', a.metadata.creationTimestamp ?? '') ||
      compareText(a.metadata.name ?? '', b.metadata.name ?? '')) < 0;
  for (const each of listObjects(view, DEVICE_CLASS)) {
    classes.set(`${CLASS_PREFIX}${each.metadata.name ?? ''}`, each);
    const { extendedResourceName } = each.spec ?? {};
    if (extendedResourceName === undefined) continue;
    const other = classes.get(extendedResourceName);
    if (!other || isBefore(each, other)) classes.set(extendedResourceName, each);
  }
  return (resource) => classes.get(resource);
}

/** The extended resources that the devices of a class are. */
export const resourceNamesOf = ({ metadata, spec }: Typed<DeviceClass>): string[] => [
  `${CLASS_PREFIX}${metadata.name ?? ''}`,
  ...(spec?.extendedResourceName === undefined ? [] : [spec.extendedResourceName]),
];

/** Whether a resource may be one of devices, by its name. */
export const mayBeDevices = (resource: string): boolean => isExtendedResource(resource) || resource.startsWith(CLASS_PREFIX);

export const isExtendedClaim = ({ metadata }: Typed<ResourceClaim>): boolean =>
  metadata.annotations?.[EXTENDED_CLAIM_ANNOTATION] === 'true';

/** The claim that an earlier try has made for a pod's extended resources. */
export const madeExtendedClaim = (pod: Typed<Pod>, view: ReadView): Typed<ResourceClaim> | undefined =>
  listObjects(view, RESOURCE_CLAIM, pod.metadata.namespace).find((claim) => isExtendedClaim(claim) && isControlledBy(claim, pod));

/** What a pod's containers ask for as extended resources that a node has devices for. */
export interface ExtendedRequests {
  readonly requests: readonly DeviceRequest[];
  /** Which container gets which resource by which request. */
  readonly mappings: readonly ContainerExtendedResourceRequest[];
}

/** The claim for these requests as long as it is not made. */
export function extendedClaim({ metadata }: Typed<Pod>, { requests }: ExtendedRequests): Typed<ResourceClaim> {
  const { namespace = '', name = '', uid = '' } = metadata;
  return {
    apiVersion: RESOURCE_CLAIM.apiVersion,
    kind: RESOURCE_CLAIM.kind,
    metadata: {
      name: NAME_IN_MEMORY,
      namespace,
      generateName: `${name}-extended-resources-`,
      annotations: { [EXTENDED_CLAIM_ANNOTATION]: 'true' },
      ownerReferences: [{ apiVersion: POD.apiVersion, kind: POD.kind, name, uid, controller: true }],
    },
    spec: { devices: { requests: [...requests] } },
  };
}

/**
 * Requests for the devices behind `resources`, as the scheduler writes them: one for each container and resource, named by their places. Init containers use
 * what containers after them will have, and share what goes beyond: of i (3), j (2) and the container a (2), i and j use that of a, and i asks for one more.
 */
export function extendedRequests({ spec = {} }: Pod, resources: readonly string[], classes: ResourceClassLookup): ExtendedRequests {
  const inits = spec.initContainers ?? [];
  const containers = [...inits, ...(spec.containers ?? [])];
  const isShortLived = (i: number): boolean => i < inits.length && inits[i]?.restartPolicy !== 'Always';
  const requests: DeviceRequest[] = [];
  const mappings: ContainerExtendedResourceRequest[] = [];
  for (const resource of [...resources].sort(compareText)) {
    const className = classes(resource)?.metadata.name;
    if (className === undefined) continue;
    const asked = containers.map((container, i) => (isShortLived(i) ? NOTHING : askedBy(container, i, resource, className, [])));
    const lasting = asked.map(({ request }) => request);
    const passing = containers.flatMap((container, i) =>
      isShortLived(i) ? [askedBy(container, i, resource, className, lasting.slice(i))] : [],
    );
    const most = greatest(passing.flatMap(({ request }) => request ?? []));
    const merged = new Set(passing.flatMap(({ request }) => request?.name ?? []));
    if (most) requests.push(most);
    requests.push(...lasting.flatMap((request) => request ?? []));
    mappings.push(...asked.flatMap(({ mapped }) => mapped));
    for (const mapping of passing.flatMap(({ mapped }) => mapped))
      mappings.push(most?.name !== undefined && merged.has(mapping.requestName ?? '') ? { ...mapping, requestName: most.name } : mapping);
  }
  return { requests: requests.sort((a, b) => compareText(a.name ?? '', b.name ?? '')), mappings };
}

interface Asked {
  readonly request?: DeviceRequest;
  readonly mapped: readonly ContainerExtendedResourceRequest[];
}

const NOTHING: Asked = { mapped: [] };

/** What a container needs of a resource beyond what it may use of others' requests. */
function askedBy(
  { name = '', resources = {} }: Container,
  i: number,
  resource: string,
  className: string,
  usable: readonly (DeviceRequest | undefined)[],
): Asked {
  const all = resources.requests ?? {};
  const text = all[resource];
  const wanted = text === undefined ? 0 : value(quantityOf(text));
  if (wanted === 0) return NOTHING;
  const mapped: ContainerExtendedResourceRequest[] = [];
  const mapTo = (requestName: string): void => void mapped.push({ containerName: name, resourceName: resource, requestName });
  let had = 0;
  for (const request of usable) {
    if (!request) continue;
    had += countOf(request);
    mapTo(request.name ?? '');
    if (had >= wanted) return { mapped };
  }
  const requestName = `container-${i}-request-${Object.keys(all).sort(compareText).indexOf(resource)}`;
  mapTo(requestName);
  const exactly = { deviceClassName: className, allocationMode: 'ExactCount', count: wanted - had };
  return { request: { name: requestName, exactly }, mapped };
}

const countOf = ({ exactly }: DeviceRequest): number => exactly?.count ?? 0;

const greatest = (requests: readonly DeviceRequest[]): DeviceRequest | undefined =>
  requests.reduce<DeviceRequest | undefined>((most, each) => (most && countOf(most) >= countOf(each) ? most : each), undefined);
