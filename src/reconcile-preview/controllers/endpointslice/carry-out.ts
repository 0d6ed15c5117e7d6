import type { Service } from '../../../model/kinds/core-v1.ts';
import type { EndpointSlice } from '../../../model/kinds/discovery-v1.ts';
import type { WorkContext } from '../../controller.ts';
import { attempt, emit, retry, type Intent, type Work } from '../../intent.ts';
import { objectKey, type Draft, type Typed } from '../../kind.ts';
import { ENDPOINT_SLICE } from '../../kinds.ts';
import type { SlicePlan } from './plan.ts';

const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

/** Writes a plan; nothing new is made for a Service that is going away. The first refusal is noted as an event and tried again later. */
export function* carryOut(plan: SlicePlan, service: Typed<Service>, context: WorkContext): Work {
  const creates = service.metadata.deletionTimestamp === undefined ? plan.create : [];
  const intents: Intent[] = [
    ...creates.map((slice): Intent => ({ type: 'create', object: triggered(slice, context), why: 'new endpoints' })),
    ...plan.update.map((slice): Intent => ({ type: 'update', object: triggered(slice, context), why: 'endpoints changed' })),
    ...plan.remove.map((slice): Intent => ({ type: 'delete', key: objectKey(ENDPOINT_SLICE, slice), why: 'no endpoints left in it' })),
  ];
  for (const intent of intents) {
    const { refusal } = yield* attempt(intent);
    if (!refusal || refusal.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating')) continue;
    const { namespace = '', name = '' } = service.metadata;
    yield* emit(
      'Warning',
      'FailedToUpdateEndpointSlices',
      `Error updating Endpoint Slices for Service ${namespace}/${name}: ${refusal.message}`,
      service,
    );
    yield* retry(refusal.message);
    return;
  }
}

const triggered = (slice: Draft<EndpointSlice>, context: WorkContext): Draft<EndpointSlice> => ({
  ...slice,
  metadata: { ...slice.metadata, annotations: { ...slice.metadata.annotations, [TRIGGER_TIME]: context.timestamp() } },
});
