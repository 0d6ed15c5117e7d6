import { splitKey, type Controller } from '../../controller.ts';
import { update } from '../../intent.ts';
import { draft, getObject } from '../../kind.ts';
import { PERSISTENT_VOLUME } from '../../scheduler/volumes.ts';

const FINALIZER = 'kubernetes.io/pv-protection';

/** Keeps volumes that are bound although somebody deleted them, as `persistentvolume-protection-controller` of kube-controller-manager. */
export const persistentvolumeProtection: Controller = {
  name: 'persistentvolume-protection-controller',
  watches: [{ kind: PERSISTENT_VOLUME }],
  *reconcile(key, view) {
    const volume = getObject(view, PERSISTENT_VOLUME, '', splitKey(key).name);
    if (!volume) return;
    const finalizers = volume.metadata.finalizers ?? [];
    const going = volume.metadata.deletionTimestamp !== undefined;
    const next = draft(volume);
    if (!going && !finalizers.includes(FINALIZER)) {
      next.metadata.finalizers = [...finalizers, FINALIZER];
      yield* update(next, 'volumes are protected while they are in use');
    } else if (going && finalizers.includes(FINALIZER) && volume.status?.phase !== 'Bound') {
      const others = finalizers.filter((finalizer) => finalizer !== FINALIZER);
      if (others.length > 0) next.metadata.finalizers = others;
      else delete next.metadata.finalizers;
      yield* update(next, 'no claim is bound to it any more');
    }
  },
};
