import type { Change, ReadView } from '../../../cluster/store.ts';
import { deepEqual } from '../../../model/json.ts';
import type { Endpoints } from '../../../model/kinds/core-v1.ts';
import type { EndpointSlice } from '../../../model/kinds/discovery-v1.ts';
import { splitKey, type Controller } from '../../controller.ts';
import { create, removeOrRetry, update, type Work } from '../../intent.ts';
import { getObject, listObjects, objectKey, type Draft, type Typed } from '../../kind.ts';
import { ENDPOINTS, ENDPOINT_SLICE, SERVICE } from '../../kinds.ts';
import { portKey } from '../endpointslice/desired.ts';
import { desiredSlices, MANAGED_BY, MANAGER, SERVICE_NAME } from './desired.ts';

/** Copies Endpoints that someone wrote for a Service without selector into EndpointSlices, as `endpointslice-mirroring-controller` of kube-controller-manager. */
export const endpointsliceMirroring: Controller = {
  name: 'endpointslice-mirroring-controller',
  watches: [{ kind: ENDPOINTS }, { kind: SERVICE }, { kind: ENDPOINT_SLICE, keys: mirroredService }],
  *reconcile(key, view) {
    const { namespace, name } = splitKey(key);
    const existing = listObjects(view, ENDPOINT_SLICE, namespace).filter(
      ({ metadata }) => metadata.labels?.[MANAGED_BY] === MANAGER && metadata.labels[SERVICE_NAME] === name,
    );
    const wanted = mirrored(view, namespace, name);
    yield* replaceSlices(existing, wanted ? desiredSlices(wanted) : [], `${name}-`);
  },
};

/** The Endpoints of a name when they are to be mirrored. */
function mirrored(view: ReadView, namespace: string, name: string): Typed<Endpoints> | undefined {
  const endpoints = getObject(view, ENDPOINTS, namespace, name);
  const service = getObject(view, SERVICE, namespace, name);
  if (!service || service.spec?.selector || !endpoints) return undefined;
  const { labels, annotations } = endpoints.metadata;
  const isLeft =
    labels?.['endpointslice.kubernetes.io/skip-mirror'] === 'true' ||
    annotations?.['control-plane.alpha.kubernetes.io/leader'] !== undefined;
  return isLeft ? undefined : endpoints;
}

/** Each wanted slice takes the place of one with its ports and family, else of one that would go, else it is new. */
function* replaceSlices(existing: readonly Typed<EndpointSlice>[], wanted: readonly Draft<EndpointSlice>[], prefix: string): Work {
  const free = new Set(existing);
  const placed = new Map<Draft<EndpointSlice>, Typed<EndpointSlice>>();
  const place = (fits: (slice: Typed<EndpointSlice>, next: Draft<EndpointSlice>) => boolean): void => {
    for (const next of wanted) {
      const slice = placed.has(next)
        ? undefined
        : [...free].find((candidate) => candidate.addressType === next.addressType && fits(candidate, next));
      if (!slice) continue;
      placed.set(next, slice);
      free.delete(slice);
    }
  };
  place((slice, next) => portKey(slice.ports) === portKey(next.ports));
  place(() => true);
  for (const next of wanted) {
    const slice = placed.get(next);
    if (!slice) yield* create({ ...next, metadata: { ...next.metadata, generateName: prefix } }, 'Endpoints are mirrored');
    else if (!isSame(slice, next)) {
      yield* update({ ...next, metadata: { ...next.metadata, name: slice.metadata.name ?? '' } }, 'the mirrored Endpoints changed');
    }
  }
  for (const slice of free) yield* removeOrRetry(objectKey(ENDPOINT_SLICE, slice), {}, 'it mirrors nothing any more');
}

const isSame = (slice: Typed<EndpointSlice>, next: Draft<EndpointSlice>): boolean =>
  deepEqual(
    [slice.endpoints, slice.ports ?? [], slice.metadata.labels, slice.metadata.annotations ?? {}, slice.metadata.ownerReferences],
    [next.endpoints, next.ports ?? [], next.metadata.labels, next.metadata.annotations ?? {}, next.metadata.ownerReferences],
  );

function mirroredService({ object }: Change): readonly string[] {
  const { labels, namespace = '' } = object.metadata;
  const name = labels?.[MANAGED_BY] === MANAGER ? labels[SERVICE_NAME] : undefined;
  return name === undefined ? [] : [`${namespace}/${name}`];
}
