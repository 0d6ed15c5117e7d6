import { deepEqual } from '../../../model/json.ts';
import type { Endpoints } from '../../../model/kinds/core-v1.ts';
import { splitKey, type Controller } from '../../controller.ts';
import { attempt, busyFor, emit, removeOrRetry, retry } from '../../intent.ts';
import { draft, getObject, type Draft } from '../../kind.ts';
import { ENDPOINTS, POD, SERVICE } from '../../kinds.ts';
import { isHeadless, selectingService, servicesOfPod, turnsFor } from '../service-pods.ts';
import { subsetsOf } from './subsets.ts';

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const HEADLESS = 'service.kubernetes.io/headless';
const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

/** Lists the addresses behind Services in Endpoints, as `endpoints-controller` of kube-controller-manager. */
export const endpoints: Controller = {
  name: 'endpoints-controller',
  watches: [{ kind: SERVICE }, { kind: POD, keys: servicesOfPod }, { kind: ENDPOINTS }],
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const current = getObject(view, ENDPOINTS, namespace, name);
    if (!getObject(view, SERVICE, namespace, name)) {
      if (current?.metadata.labels?.[MANAGED_BY]) yield* removeOrRetry({ ...ENDPOINTS, namespace, name }, {}, 'the Service is gone');
      return;
    }
    const service = selectingService(view, namespace, name);
    if (!service) return;
    const subsets = subsetsOf(service, view);
    yield* busyFor(
      turnsFor(subsets.reduce((sum, { addresses = [], notReadyAddresses = [] }) => sum + addresses.length + notReadyAddresses.length, 0)),
    );
    const labels = { ...service.metadata.labels, ...(isHeadless(service) && { [HEADLESS]: '' }), [MANAGED_BY]: 'endpoint-controller' };
    if (current && deepEqual(current.subsets ?? [], subsets) && deepEqual(current.metadata.labels, labels)) return;
    const next: Draft<Endpoints> = current
      ? draft(current)
      : { apiVersion: ENDPOINTS.apiVersion, kind: ENDPOINTS.kind, metadata: { name, namespace } };
    next.metadata = {
      ...next.metadata,
      labels,
      annotations: { ...current?.metadata.annotations, [TRIGGER_TIME]: context.timestamp() },
    };
    if (subsets.length > 0) next.subsets = subsets;
    else delete next.subsets;
    const { refusal } = yield* attempt({ type: current ? 'update' : 'create', object: next, why: 'endpoints changed' });
    if (!refusal || refusal.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating')) return;
    if (current)
      yield* emit('Warning', 'FailedToUpdateEndpoint', `Failed to update endpoint ${namespace}/${name}: ${refusal.message}`, current);
    else
      yield* emit(
        'Warning',
        'FailedToCreateEndpoint',
        `Failed to create endpoint for service ${namespace}/${name}: ${refusal.message}`,
        service,
      );
    yield* retry(refusal.message);
  },
};
