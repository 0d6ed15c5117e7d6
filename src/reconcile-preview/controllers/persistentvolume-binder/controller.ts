import type { Change, ReadView } from '../../../cluster/store.ts';
import type { ObjectReference, PersistentVolume, PersistentVolumeClaim } from '../../../model/kinds/core-v1.ts';
import { without } from '../../../model/without.ts';
import { splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { HOST_PATH, provisionerName, provisioningProblem } from '../../in-tree-volumes/provisioner.ts';
import { emit, update, updateStatus, type Work } from '../../intent.ts';
import { draft, getObject, listObjects, type Typed } from '../../kind.ts';
import {
  BOUND_BY_CONTROLLER,
  classOfClaim,
  isVolumeFor,
  PERSISTENT_VOLUME,
  PERSISTENT_VOLUME_CLAIM,
  PRE_RESIZE_CAPACITY,
  SELECTED_NODE,
  STORAGE_CLASS,
} from '../../scheduler/volumes.ts';
import { findVolume, mismatch } from './match.ts';
import { annotateMigration, annotateVolume, BETA_PROVISIONER, migrated, PROVISIONER, provisionerOf } from './migration.ts';
import { reclaim } from './reclaim.ts';

type Volume = Typed<PersistentVolume>;
type Claim = Typed<PersistentVolumeClaim>;

const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';
/** Nobody tells a claim of new volumes and classes: it looks for itself every so often, in milliseconds. */
const RESYNC = 500;

const CLAIM = 'claim|';
const VOLUME = 'volume|';

/** Binds claims to volumes that are there, as `persistentvolume-binder-controller` of kube-controller-manager. No volume is ever provisioned: there is no driver. */
export const persistentvolumeBinder: Controller = {
  name: 'persistentvolume-binder-controller',
  watches: [
    { kind: PERSISTENT_VOLUME_CLAIM, keys: keysOfClaim },
    { kind: PERSISTENT_VOLUME, keys: keysOfVolume },
    { kind: PERSISTENT_VOLUME, keys: (_change, view) => pendingClaims(view), delay: RESYNC },
    { kind: STORAGE_CLASS, keys: (_change, view) => pendingClaims(view), delay: RESYNC },
  ],
  *reconcile(key, view, context) {
    if (key.startsWith(VOLUME)) {
      const volume = getObject(view, PERSISTENT_VOLUME, '', key.slice(VOLUME.length));
      if (volume) yield* syncVolume(yield* annotateVolume(volume), view, context);
      return;
    }
    const { namespace, name } = splitKey(key.slice(CLAIM.length));
    const stored = getObject(view, PERSISTENT_VOLUME_CLAIM, namespace, name);
    if (!stored || stored.metadata.deletionTimestamp) return;
    const claim = yield* annotateMigration(stored, provisionerOf(stored));
    if (claim.metadata.annotations?.[BIND_COMPLETED] === undefined) yield* syncUnbound(claim, view, context);
    else yield* syncBound(claim, view, context);
  },
};

function* syncUnbound(claim: Claim, view: ReadView, context: WorkContext): Work {
  const { volumeName } = claim.spec ?? {};
  if (!volumeName) {
    const waits = waitsForConsumer(claim, view);
    const found = findVolume(claim, listObjects(view, PERSISTENT_VOLUME), waits);
    if (found) yield* bind(found, claim, context);
    else yield* explainUnbound(claim, view, waits);
    return;
  }
  const volume = getObject(view, PERSISTENT_VOLUME, '', volumeName);
  if (!volume) return;
  if (volume.spec?.claimRef) {
    if (isVolumeFor(volume, claim)) yield* bind(volume, claim, context);
    else yield* emit('Warning', 'FailedBinding', `volume "${volumeName}" already bound to a different claim.`, claim);
    return;
  }
  const problem = mismatch(volume, claim);
  if (problem === undefined) yield* bind(volume, claim, context);
  else yield* emit('Warning', 'VolumeMismatch', `Cannot bind to requested volume "${volumeName}": ${problem}`, claim);
}

/** A claim of a class that binds late waits until the scheduler has chosen a node for a pod that uses it. */
function waitsForConsumer(claim: Claim, view: ReadView): boolean {
  if (claim.metadata.annotations?.[SELECTED_NODE] !== undefined) return false;
  return getObject(view, STORAGE_CLASS, '', classOfClaim(claim))?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** What becomes of a claim without a volume: it takes the default class, waits for a pod, or is left to a provisioner. */
function* explainUnbound(claim: Claim, view: ReadView, waits: boolean): Work {
  const className = classOfClaim(claim);
  const standard = listObjects(view, STORAGE_CLASS).find(({ metadata }) => metadata.annotations?.[DEFAULT_CLASS] === 'true');
  if (claim.spec?.storageClassName === undefined && className === '' && standard) {
    yield* update(
      { ...claim, spec: { ...claim.spec, storageClassName: standard.metadata.name ?? '' } },
      'there is a default storage class now',
    );
  } else if (waits) {
    yield* emit('Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding', claim);
  } else if (className === '') {
    yield* emit('Normal', 'FailedBinding', 'no persistent volumes available for this claim and no storage class is set', claim);
  } else yield* provision(claim, className, view);
}

function* provision(claim: Claim, className: string, view: ReadView): Work {
  const provisioner = getObject(view, STORAGE_CLASS, '', className)?.provisioner;
  if (provisioner === undefined) {
    yield* emit('Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io "${className}" not found`, claim);
    return;
  }
  const problem = provisioningProblem(provisioner);
  const name = provisionerName(provisioner);
  if ((problem === undefined || provisioner === HOST_PATH) && claim.metadata.annotations?.[PROVISIONER] !== name) {
    const next = draft(claim);
    next.metadata.annotations = migrated({ ...next.metadata.annotations, [BETA_PROVISIONER]: name, [PROVISIONER]: name }, name);
    yield* update(next, 'left to its provisioner');
  }
  if (problem !== undefined) {
    yield* emit('Warning', 'ProvisioningFailed', problem, claim);
    return;
  }
  const message = `Waiting for a volume to be created either by the external provisioner '${name}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  yield* emit('Normal', 'ExternalProvisioning', message, claim);
}

/** Ties a volume and a claim to each other, each first in its spec and then in its status. */
function* bind(volume: Volume, claim: Claim, context: WorkContext): Work {
  const tied = yield* tieVolume(volume, claim);
  yield* setPhase(tied, 'Bound', context);
  const next = draft(claim);
  const chosen = next.spec?.volumeName !== volume.metadata.name;
  next.spec = { ...next.spec, volumeName: volume.metadata.name ?? '' };
  next.metadata.annotations = { ...next.metadata.annotations, [BIND_COMPLETED]: 'yes', ...(chosen && { [BOUND_BY_CONTROLLER]: 'yes' }) };
  const bound = yield* update(next, `bound to volume ${volume.metadata.name ?? ''}`);
  yield* updateStatus({ ...bound, status: boundStatus(bound, volume) });
}

/** Size and class of a volume are taken over when a claim becomes bound; a resizer sees to them afterwards. */
function boundStatus({ status = {} }: Claim, { metadata, spec = {} }: Volume): NonNullable<PersistentVolumeClaim['status']> {
  const { accessModes, capacity, volumeAttributesClassName } = spec;
  const next = { ...status, phase: 'Bound', ...(accessModes && { accessModes }) };
  if (status.phase === 'Bound') return next;
  const storage = metadata.annotations?.[PRE_RESIZE_CAPACITY];
  return {
    ...next,
    ...(capacity && { capacity: storage === undefined ? capacity : { ...status.capacity, storage } }),
    ...(volumeAttributesClassName !== undefined && { currentVolumeAttributesClassName: volumeAttributesClassName }),
  };
}

function* tieVolume(volume: Volume, claim: Claim): Work<Volume> {
  const { claimRef } = volume.spec ?? {};
  if (claimRef?.uid === claim.metadata.uid && claimRef?.name === claim.metadata.name) return volume;
  const { namespace = '', name = '', uid = '', resourceVersion = '' } = claim.metadata;
  const reference: ObjectReference = { kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace, name, uid, resourceVersion };
  const next = draft(volume);
  next.spec = { ...next.spec, claimRef: reference };
  if (!claimRef) next.metadata.annotations = { ...next.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' };
  return yield* update(next, `bound to claim ${namespace}/${name}`);
}

function* setPhase(volume: Volume, phase: string, context: WorkContext): Work<Volume> {
  if (volume.status?.phase === phase) return volume;
  const status = { ...without(volume.status ?? {}, 'message'), phase, lastPhaseTransitionTime: context.timestamp() };
  return yield* updateStatus({ ...volume, status });
}

/** A volume that its claim has lost, or that the claim never got, is put right. */
function* syncBound(claim: Claim, view: ReadView, context: WorkContext): Work {
  const volume = getObject(view, PERSISTENT_VOLUME, '', claim.spec?.volumeName ?? '');
  if (volume && (!volume.spec?.claimRef || isVolumeFor(volume, claim))) {
    if (claim.status?.phase !== 'Bound' || volume.spec?.claimRef?.uid !== claim.metadata.uid) yield* bind(volume, claim, context);
    return;
  }
  if (claim.status?.phase === 'Lost') return;
  const why = volume
    ? 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!'
    : 'Bound claim has lost its PersistentVolume. Data on the volume is lost!';
  yield* updateStatus({ ...claim, status: { phase: 'Lost' } }, why);
  yield* emit('Warning', 'ClaimLost', why, claim);
}

function* syncVolume(volume: Volume, view: ReadView, context: WorkContext): Work {
  const { claimRef } = volume.spec ?? {};
  if (!claimRef?.uid) {
    yield* setPhase(volume, 'Available', context);
    return;
  }
  const claim = getObject(view, PERSISTENT_VOLUME_CLAIM, claimRef.namespace ?? '', claimRef.name ?? '');
  if (claim?.metadata.uid !== claimRef.uid) {
    const isReleased = volume.status?.phase === 'Released' || volume.status?.phase === 'Failed';
    yield* reclaim(isReleased ? volume : yield* setPhase(volume, 'Released', context), context);
  } else if (claim.spec?.volumeName === volume.metadata.name) yield* setPhase(volume, 'Bound', context);
}

/** Claims that wait for a volume. */
const pendingClaims = (view: ReadView): string[] =>
  listObjects(view, PERSISTENT_VOLUME_CLAIM)
    .filter(({ status }) => status?.phase !== 'Bound')
    .map(({ metadata }) => `${CLAIM}${metadata.namespace ?? ''}/${metadata.name ?? ''}`);

function keysOfClaim({ object }: Change, view: ReadView): readonly string[] {
  const { namespace = '', name = '', uid } = object.metadata;
  const volumes = listObjects(view, PERSISTENT_VOLUME).filter(({ spec }) => spec?.claimRef?.uid === uid);
  return [`${CLAIM}${namespace}/${name}`, ...volumes.map(({ metadata }) => `${VOLUME}${metadata.name ?? ''}`)];
}

function keysOfVolume({ object }: Change, view: ReadView): readonly string[] {
  const bound = listObjects(view, PERSISTENT_VOLUME_CLAIM).filter(({ spec }) => spec?.volumeName === object.metadata.name);
  const claims = bound.map(({ metadata }) => `${CLAIM}${metadata.namespace ?? ''}/${metadata.name ?? ''}`);
  return [...new Set([`${VOLUME}${object.metadata.name ?? ''}`, ...claims])];
}
