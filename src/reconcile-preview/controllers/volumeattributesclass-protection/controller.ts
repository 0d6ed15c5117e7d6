import type { Change, ReadView } from '../../../cluster/store.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../model/kinds/core-v1.ts';
import type { VolumeAttributesClass } from '../../../model/kinds/storage-v1.ts';
import { keyOf, type Controller } from '../../controller.ts';
import { update } from '../../intent.ts';
import { draft, getObject, kindOf, listObjects } from '../../kind.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM } from '../../scheduler/volumes.ts';

const VOLUME_ATTRIBUTES_CLASS = kindOf<VolumeAttributesClass>('storage.k8s.io/v1', 'VolumeAttributesClass');
const FINALIZER = 'kubernetes.io/vac-protection';

/** Keeps classes that volumes still have although somebody deleted them, as `volumeattributesclass-protection-controller` of kube-controller-manager. */
export const volumeattributesclassProtection: Controller = {
  name: 'volumeattributesclass-protection-controller',
  watches: [
    { kind: VOLUME_ATTRIBUTES_CLASS },
    { kind: PERSISTENT_VOLUME_CLAIM, keys: deletedClasses },
    { kind: PERSISTENT_VOLUME, keys: deletedClasses },
  ],
  *reconcile(key, view) {
    const current = getObject(view, VOLUME_ATTRIBUTES_CLASS, '', key);
    if (!current) return;
    const finalizers = current.metadata.finalizers ?? [];
    const going = current.metadata.deletionTimestamp !== undefined;
    const next = draft(current);
    if (!going && !finalizers.includes(FINALIZER)) {
      next.metadata.finalizers = [...finalizers, FINALIZER];
      yield* update(next, 'classes are protected while they are in use');
    } else if (going && finalizers.includes(FINALIZER) && !isUsed(key, view)) {
      const others = finalizers.filter((finalizer) => finalizer !== FINALIZER);
      if (others.length > 0) next.metadata.finalizers = others;
      else delete next.metadata.finalizers;
      yield* update(next, 'no volume has it any more');
    }
  },
};

const isUsed = (name: string, view: ReadView): boolean =>
  listObjects(view, PERSISTENT_VOLUME_CLAIM).some((claim) => classesOfClaim(claim).includes(name)) ||
  listObjects(view, PERSISTENT_VOLUME).some(({ spec }: PersistentVolume) => spec?.volumeAttributesClassName === name);

const classesOfClaim = ({ spec, status }: PersistentVolumeClaim): readonly (string | undefined)[] => [
  spec?.volumeAttributesClassName,
  status?.currentVolumeAttributesClassName,
  status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
];

function deletedClasses(_change: Change, view: ReadView): readonly string[] {
  return listObjects(view, VOLUME_ATTRIBUTES_CLASS)
    .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
    .map(keyOf);
}
