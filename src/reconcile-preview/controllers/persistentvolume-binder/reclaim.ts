import type { PersistentVolume } from '../../../model/kinds/core-v1.ts';
import { deepEqual } from '../../../model/json.ts';
import type { WorkContext } from '../../controller.ts';
import { emit, remove, update, updateStatus, type Work } from '../../intent.ts';
import { draft, objectKey, type Typed } from '../../kind.ts';
import { PERSISTENT_VOLUME } from '../../scheduler/volumes.ts';
import { IN_TREE, isMigrated, provisionedBy, withoutOwnFinalizer } from './migration.ts';

type Volume = Typed<PersistentVolume>;

/** What may be deleted of a host. */
const DELETABLE_PATH = /\/tmp\/.+/;

/**
 * What becomes of a released volume by its reclaim policy: one that is kept, and one that a driver takes care of, stays as it is; the controller itself can
 * delete directories of hosts. Nobody is there to scrub a volume that is to be recycled.
 */
export function* reclaim(volume: Volume, context: WorkContext): Work {
  if (isMigrated(volume)) return;
  const { persistentVolumeReclaimPolicy, hostPath, nfs } = volume.spec ?? {};
  if (persistentVolumeReclaimPolicy === 'Recycle' && !hostPath && !nfs)
    yield* fail(volume, 'VolumeFailedRecycle', 'No recycler plugin found for the volume!', context);
  if (persistentVolumeReclaimPolicy !== 'Delete') return;
  const deleter = deleterOf(volume);
  if (deleter === 'driver') return;
  if (deleter !== 'host-path') yield* fail(volume, 'VolumeFailedDelete', deleter.problem, context);
  else if (!hostPath)
    yield* fail(
      volume,
      'VolumeFailedDelete',
      `failed to create deleter for volume "${nameOf(volume)}": spec.PersistentVolumeSource.HostPath is nil`,
      context,
    );
  else if (!DELETABLE_PATH.test(hostPath.path ?? ''))
    yield* fail(
      volume,
      'VolumeFailedDelete',
      `host_path deleter only supports /tmp/.+ but received provided ${hostPath.path ?? ''}`,
      context,
    );
  else yield* deleteVolume(volume);
}

const nameOf = ({ metadata }: Volume): string => metadata.name ?? '';

/** Who deletes a volume: whoever has made it, or else whoever knows its kind. */
function deleterOf(volume: Volume): 'driver' | 'host-path' | { readonly problem: string } {
  const provisioner = provisionedBy(volume);
  const { csi, hostPath, nfs } = volume.spec ?? {};
  if (provisioner !== '') {
    if (provisioner === 'kubernetes.io/host-path') return 'host-path';
    if (!provisioner.startsWith(IN_TREE)) return 'driver';
    return {
      problem: provisioner === 'kubernetes.io/nfs' ? 'no deletable volume plugin matched' : `no volume plugin matched name: ${provisioner}`,
    };
  }
  if (csi) return 'driver';
  if (hostPath) return 'host-path';
  const problem = nfs ? 'no deletable volume plugin matched' : 'no volume plugin matched';
  return { problem: `error getting deleter volume plugin for volume "${nameOf(volume)}": ${problem}` };
}

function* fail(volume: Volume, reason: string, message: string, context: WorkContext): Work {
  if (volume.status?.phase === 'Failed') return;
  const status = { ...volume.status, phase: 'Failed', message, lastPhaseTransitionTime: context.timestamp() };
  const failed = yield* updateStatus({ ...draft(volume), status });
  yield* emit('Warning', reason, message, failed);
}

function* deleteVolume(volume: Volume): Work {
  const { finalizers = [] } = volume.metadata;
  const kept = withoutOwnFinalizer(finalizers);
  if (!deepEqual(kept, finalizers)) {
    const next = draft(volume);
    next.metadata.finalizers = kept;
    yield* update(next);
  }
  yield* remove(objectKey(PERSISTENT_VOLUME, volume), {}, 'its claim is gone');
}
