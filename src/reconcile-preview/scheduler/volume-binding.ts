import type { ReadView } from '../../cluster/store.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../model/kinds/core-v1.ts';
import { attempt, type Work } from '../intent.ts';
import { getObject, type Typed } from '../kind.ts';
import type { VolumePlan } from './volume-plan.ts';
import { BOUND_BY_CONTROLLER, isFullyBound, isVolumeFor, PERSISTENT_VOLUME_CLAIM, SELECTED_NODE } from './volumes.ts';

/** Reserves the volumes and asks provisioners for the rest; the volume controller does the binding. */
export function* bindVolumes({ nodeName, bindings, provisions }: VolumePlan): Work {
  for (const { volume, claim } of bindings) yield* attempt({ type: 'update', object: reserved(volume, claim) });
  for (const claim of provisions) {
    const annotations = { ...claim.metadata.annotations, [SELECTED_NODE]: nodeName };
    yield* attempt({ type: 'update', object: { ...claim, metadata: { ...claim.metadata, annotations } } });
  }
}

function reserved(volume: Typed<PersistentVolume>, claim: Typed<PersistentVolumeClaim>): Typed<PersistentVolume> {
  const { namespace, name, uid, resourceVersion } = claim.metadata;
  return {
    ...volume,
    metadata: isVolumeFor(volume, claim)
      ? volume.metadata
      : { ...volume.metadata, annotations: { ...volume.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' } },
    spec: { ...volume.spec, claimRef: { kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1', resourceVersion } },
  };
}

/** Whether all claims of a plan have their volumes by now. */
export const isBound = ({ bindings, provisions }: VolumePlan, view: ReadView): boolean =>
  [...bindings.map(({ claim }) => claim), ...provisions].every(({ metadata: { namespace = '', name = '' } }) => {
    const claim = getObject(view, PERSISTENT_VOLUME_CLAIM, namespace, name);
    return claim !== undefined && isFullyBound(claim);
  });
