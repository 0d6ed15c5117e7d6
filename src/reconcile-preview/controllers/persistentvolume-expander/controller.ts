import type { Change } from '../../../cluster/store.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../model/kinds/core-v1.ts';
import { quantityOf } from '../../../model/pod-resources.ts';
import { compareQuantities } from '../../../model/quantity.ts';
import { keyOf, splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { inTreePluginOf } from '../../in-tree-volumes/translate.ts';
import { emit, update, updateStatus, type Work } from '../../intent.ts';
import { asKind, draft, getObject, type Typed } from '../../kind.ts';
import { isVolumeFor, PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, PRE_RESIZE_CAPACITY } from '../../scheduler/volumes.ts';
import { inProgress, pendingOnNode, resized } from './resize-status.ts';

type Volume = Typed<PersistentVolume>;
type Claim = Typed<PersistentVolumeClaim>;

const RESIZER = 'volume.kubernetes.io/storage-resizer';

/**
 * Says who expands a volume whose claim asks for more, as `persistentvolume-expander-controller` of kube-controller-manager: a driver's resizer, which does not
 * run here. Only the volumes of FlexVolume drivers, which do it on the node, are expanded by the controller itself.
 */
export const persistentvolumeExpander: Controller = {
  name: 'persistentvolume-expander-controller',
  watches: [{ kind: PERSISTENT_VOLUME_CLAIM, keys: (change) => (mayExpand(change) ? [keyOf(change.object)] : []) }],
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const claim = getObject(view, PERSISTENT_VOLUME_CLAIM, namespace, name);
    const volume = getObject(view, PERSISTENT_VOLUME, '', claim?.spec?.volumeName ?? '');
    if (!claim || !volume || !isVolumeFor(volume, claim)) return;
    const isResized = volume.metadata.annotations?.[PRE_RESIZE_CAPACITY] !== undefined;
    if (compareQuantities(requested(claim), current(claim)) <= 0 && !isResized) return;
    const plugin = inTreePluginOf(volume.spec ?? {});
    if (plugin) {
      const message = `CSI migration enabled for ${plugin.name}; waiting for external resizer to expand the pvc`;
      yield* emit('Normal', 'ExternalExpanding', message, claim);
      if (claim.metadata.annotations?.[RESIZER] !== plugin.driver) yield* updateStatus(withResizer(claim, plugin.driver));
    } else if (!volume.spec?.flexVolume) {
      yield* emit('Normal', 'ExternalExpanding', 'waiting for an external controller to expand this PVC', claim);
    } else if (isResized && isComplete(claim, volume)) {
      yield* forgetCapacity(volume);
    } else {
      yield* expand(claim, volume, volume.spec.flexVolume.driver ?? '', context);
    }
  },
};

const requested = ({ spec }: Claim): ReturnType<typeof quantityOf> => quantityOf(spec?.resources?.requests?.storage);

const current = ({ status }: Claim): ReturnType<typeof quantityOf> => quantityOf(status?.capacity?.storage);

const sizeOf = ({ spec }: Volume): ReturnType<typeof quantityOf> => quantityOf(spec?.capacity?.storage);

function mayExpand({ type, object, before }: Change): boolean {
  const claim = asKind(object, PERSISTENT_VOLUME_CLAIM);
  const old = before && asKind(before, PERSISTENT_VOLUME_CLAIM);
  if (type === 'deleted' || claim?.status?.phase !== 'Bound') return false;
  return !old || compareQuantities(requested(claim), requested(old)) > 0 || compareQuantities(current(claim), current(old)) > 0;
}

function withResizer(claim: Claim, resizer: string): Claim {
  return { ...claim, metadata: { ...claim.metadata, annotations: { ...claim.metadata.annotations, [RESIZER]: resizer } } };
}

/** A volume on whose node the file system has grown to what the claim asks for. */
const isComplete = (claim: Claim, volume: Volume): boolean =>
  compareQuantities(current(claim), requested(claim)) >= 0 && compareQuantities(current(claim), sizeOf(volume)) >= 0;

function* forgetCapacity(volume: Volume): Work {
  const next = draft(volume);
  delete next.metadata.annotations?.[PRE_RESIZE_CAPACITY];
  yield* update(next, 'its file system has grown');
}

/** Step by step, each told in the status of the claim, so that it can be taken up again where it ended. */
function* expand(claim: Claim, volume: Volume, resizer: string, context: WorkContext): Work {
  const { allocatedResources, allocatedResourceStatuses } = claim.status ?? {};
  const state = allocatedResourceStatuses?.storage;
  const isGrown = compareQuantities(sizeOf(volume), requested(claim)) >= 0;
  if (isGrown && (state === 'NodeResizeInProgress' || state === 'NodeResizePending')) return;
  if (isGrown && state === 'NodeResizeInfeasible') {
    yield* leaveToNode(claim, volume, context);
    return;
  }
  const goesOn = isGrown || (state !== undefined && state !== 'ControllerResizeInfeasible');
  const size = (goesOn ? allocatedResources?.storage : undefined) ?? claim.spec?.resources?.requests?.storage ?? '0';
  const marked = yield* updateStatus({ ...withResizer(claim, resizer), status: inProgress(claim.status, size, context.timestamp()) });
  const grown = yield* update({ ...draft(volume), spec: { ...volume.spec, capacity: { ...volume.spec?.capacity, storage: size } } });
  if (volume.spec?.volumeMode !== 'Block') {
    yield* leaveToNode(marked, grown, context);
    return;
  }
  const done = yield* updateStatus({ ...marked, status: resized(marked.status, size) });
  yield* emit('Normal', 'VolumeResizeSuccessful', `ExpandVolume succeeded for volume ${keyOf(claim)}`, done);
}

/** The file system grows when a pod mounts the volume; until then the volume remembers how large it was. */
function* leaveToNode(claim: Claim, volume: Volume, context: WorkContext): Work {
  yield* updateStatus({ ...claim, status: pendingOnNode(claim.status, context.timestamp()) });
  if (volume.metadata.annotations?.[PRE_RESIZE_CAPACITY] !== undefined) return;
  const next = draft(volume);
  next.metadata.annotations = { ...next.metadata.annotations, [PRE_RESIZE_CAPACITY]: claim.status?.capacity?.storage ?? '0' };
  yield* update(next, 'its file system has still to grow');
}
