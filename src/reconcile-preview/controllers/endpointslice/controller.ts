import type { Change } from '../../../cluster/store.ts';
import type { EndpointSlice } from '../../../model/kinds/discovery-v1.ts';
import type { Service } from '../../../model/kinds/core-v1.ts';
import { splitKey, type Controller } from '../../controller.ts';
import { busyFor, retry } from '../../intent.ts';
import { listObjects, type Typed } from '../../kind.ts';
import { ENDPOINT_SLICE, NODE, POD, SERVICE } from '../../kinds.ts';
import { familiesOf, selectingService, servicesOfPod, turnsFor } from '../service-pods.ts';
import { desiredEndpoints } from './desired.ts';
import { MANAGED_BY, MANAGER, SERVICE_NAME } from './labels.ts';
import { planSlices } from './plan.ts';
import { carryOut } from './carry-out.ts';
import { unbalancedServices, wantsTopologyHints, withoutHints, withTopologyHints } from './topology-hints.ts';

/** Lists the addresses behind Services in EndpointSlices, as `endpointslice-controller` of kube-controller-manager. */
export const endpointslice: Controller = {
  name: 'endpointslice-controller',
  watches: [
    { kind: SERVICE },
    { kind: POD, keys: servicesOfPod },
    { kind: ENDPOINT_SLICE, keys: serviceOfSlice },
    { kind: NODE, keys: unbalancedServices },
  ],
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const service = selectingService(view, namespace, name);
    if (!service) return;
    const slices = listObjects(view, ENDPOINT_SLICE, namespace).filter((slice) => isManagedFor(slice, service));
    const families = familiesOf(service);
    for (const family of families) {
      const { groups, missingNode } = desiredEndpoints(service, family, view, context);
      yield* busyFor(turnsFor([...groups.values()].reduce((sum, { endpoints }) => sum + endpoints.length, 0)));
      const existing = slices.filter(({ addressType }) => addressType === family);
      const plan = wantsTopologyHints(service)
        ? withTopologyHints(planSlices(service, family, groups, existing.map(withoutHints)), existing, view)
        : planSlices(service, family, groups, existing);
      yield* carryOut(plan, service, context);
      if (missingNode !== undefined) yield* retry(`node ${missingNode} not found`);
    }
    yield* carryOut(
      { create: [], update: [], remove: slices.filter(({ addressType }) => !families.some((family) => family === addressType)) },
      service,
      context,
    );
  },
};

const isManagedFor = ({ metadata }: Typed<EndpointSlice>, service: Typed<Service>): boolean =>
  metadata.labels?.[MANAGED_BY] === MANAGER &&
  metadata.labels[SERVICE_NAME] === service.metadata.name &&
  metadata.deletionTimestamp === undefined;

/** A slice that someone else changed or deleted is put right. */
function serviceOfSlice({ object }: Change): readonly string[] {
  const { labels, namespace = '' } = object.metadata;
  const name = labels?.[MANAGED_BY] === MANAGER ? labels[SERVICE_NAME] : undefined;
  return name === undefined ? [] : [`${namespace}/${name}`];
}
