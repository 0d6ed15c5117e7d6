import { timestampAt } from '../cluster/clock.ts';
import { objectKeyOf } from '../cluster/create-store.ts';
import type { GroupKind, KubernetesObject } from '../cluster/object.ts';
import type { Namespace, Pod } from '../model/kinds/core-v1.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';
import { admitDeletion } from './admission-phase.ts';
import type { DeleteOptions } from './api-server.ts';
import { recordAddresses } from './service-allocation/ip-addresses.ts';
import { failed, type Outcome, type ServerContext, type Write } from './server-context.ts';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';
/** Kinds whose dependents stay when a request does not say what to do with them. */
const ORPHANING_KINDS: readonly string[] = ['Job', 'ReplicationController'];
const SECOND = 1000;

/**
 * DELETE, from the deletion's admission to the store: an object that finalizers, a pod's grace period or foreground propagation hold is only marked; any other
 * is removed. Nobody is asked about pods that have no more time than before.
 */
export function deleteObject(server: ServerContext, write: Write, existing: KubernetesObject, options: DeleteOptions): Outcome {
  const { group, kind } = write.resource.gvk;
  const { now } = server.cluster.clock;
  const isPod = group === '' && kind === 'Pod';
  const grace = isPod ? gracefulDeletion(existing, options, now) : undefined;
  if (grace === 'pending') return { code: 200, object: existing };
  if (group === '' && kind === 'Namespace' && isHeld(existing)) return { code: 200, object: existing };
  const denied = admitDeletion(server, write, existing);
  if (denied) return failed(denied);
  const deleted = group === '' && kind === 'Namespace' ? deleteNamespace(existing, server) : mark(existing, write, grace, options, server);
  const object = write.dryRun ? deleted.object : keep(server, existing, deleted);
  if (deleted.isRemoved) return { code: 200, object: isAnsweredWhole(write) ? object : success(write, existing) };
  return { code: options.propagation === 'Foreground' ? 202 : 200, object };
}

/** Puts the marked object in the store, and takes it out when nothing holds it. */
function keep({ cluster }: ServerContext, existing: KubernetesObject, { object, isRemoved }: Deleted): KubernetesObject {
  const { store } = cluster;
  if (isRemoved) recordAddresses(cluster, existing, undefined);
  const marked = object === existing ? existing : store.put(object);
  return (isRemoved && store.remove(objectKeyOf(existing))) || marked;
}

/** What becomes of an object: as it is from now on, or was last. */
interface Deleted {
  readonly object: KubernetesObject;
  readonly isRemoved: boolean;
}

function mark(
  existing: KubernetesObject,
  { resource }: Write,
  grace: Grace | undefined,
  options: DeleteOptions,
  { cluster: { clock } }: ServerContext,
): Deleted {
  const metadata: ObjectMeta = { ...existing.metadata, ...grace };
  const finalizers = withPropagation(resource.gvk, metadata.finalizers ?? [], options.propagation);
  setFinalizers(metadata, finalizers);
  if (grace) {
    if (existing.metadata.deletionTimestamp === undefined && metadata.generation) metadata.generation += 1;
    return { object: { ...existing, metadata }, isRemoved: finalizers.length === 0 && grace.deletionGracePeriodSeconds === 0 };
  }
  if (finalizers.length === 0) return { object: existing, isRemoved: true };
  if (metadata.deletionTimestamp === undefined && metadata.generation) metadata.generation += 1;
  if (metadata.deletionTimestamp === undefined || Date.parse(metadata.deletionTimestamp) > clock.now)
    metadata.deletionTimestamp = clock.timestamp();
  metadata.deletionGracePeriodSeconds = 0;
  return { object: { ...existing, metadata }, isRemoved: false };
}

/** Kinds that are answered whole when they are gone; of others a `Status` tells so. */
const ANSWERED_WHOLE: Readonly<Record<string, readonly string[]>> = {
  '': ['Namespace', 'PersistentVolume', 'PersistentVolumeClaim', 'Pod', 'PodTemplate', 'ResourceQuota', 'Service', 'ServiceAccount'],
  'resource.k8s.io': ['DeviceClass', 'ResourceClaim', 'ResourceClaimTemplate', 'ResourcePoolStatusRequest', 'ResourceSlice'],
  'storage.k8s.io': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass'],
};

const isAnsweredWhole = ({ resource: { gvk } }: Write): boolean => ANSWERED_WHOLE[gvk.group]?.includes(gvk.kind) ?? false;

function success({ resource: { gvk, plural } }: Write, { metadata: { name = '', uid = '' } }: KubernetesObject): KubernetesObject {
  const details = { name, ...(gvk.group !== '' && { group: gvk.group }), kind: plural, uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

interface Grace {
  readonly deletionTimestamp: string;
  readonly deletionGracePeriodSeconds: number;
}

/** The mark of a pod that still has time to stop; `pending` when it has no more time than before, undefined when its time is over. */
function gracefulDeletion(existing: KubernetesObject, { gracePeriodSeconds }: DeleteOptions, now: number): Grace | 'pending' | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds: granted = 0 } = existing.metadata;
  const asked = gracePeriodSeconds !== undefined && gracePeriodSeconds < 0 ? 1 : gracePeriodSeconds;
  if (deletionTimestamp === undefined) {
    const seconds = gracePeriodOf({ ...existing, metadata: {} }, asked);
    return { deletionTimestamp: timestampAt(now + seconds * SECOND), deletionGracePeriodSeconds: seconds };
  }
  if (granted === 0) return undefined;
  if (asked === undefined || asked >= granted) return 'pending';
  const shortened = Date.parse(deletionTimestamp) + (asked - granted) * SECOND;
  if (shortened >= now) return { deletionTimestamp: timestampAt(shortened), deletionGracePeriodSeconds: asked };
  return { deletionTimestamp: timestampAt(now), deletionGracePeriodSeconds: asked === 0 ? 0 : 1 };
}

/** Seconds a pod gets: none when no kubelet runs it or it has ended. */
function gracePeriodOf({ spec = {}, status = {} }: Pod, asked: number | undefined): number {
  if (!spec.nodeName || status.phase === 'Failed' || status.phase === 'Succeeded') return 0;
  const seconds = asked ?? spec.terminationGracePeriodSeconds ?? 0;
  return seconds < 0 ? 1 : seconds;
}

/** Finalizers by which the garbage collector knows what to do with dependents. Events have none. */
function withPropagation(
  { group, kind }: GroupKind,
  finalizers: readonly string[],
  propagation: DeleteOptions['propagation'],
): readonly string[] {
  if (kind === 'Event' && (group === '' || group === 'events.k8s.io')) return finalizers;
  const asked = propagation ?? askedBefore(finalizers) ?? (ORPHANING_KINDS.includes(kind) ? 'Orphan' : 'Background');
  const [orphan, foreground] = [asked === 'Orphan', asked === 'Foreground'];
  if (finalizers.includes(ORPHAN) === orphan && finalizers.includes(FOREGROUND) === foreground) return finalizers;
  const others = finalizers.filter((name) => name !== ORPHAN && name !== FOREGROUND);
  return [...others, ...(orphan ? [ORPHAN] : []), ...(foreground ? [FOREGROUND] : [])];
}

function askedBefore(finalizers: readonly string[]): DeleteOptions['propagation'] {
  const first = finalizers.find((name) => name === ORPHAN || name === FOREGROUND);
  return first === undefined ? undefined : first === ORPHAN ? 'Orphan' : 'Foreground';
}

function setFinalizers(metadata: ObjectMeta, finalizers: readonly string[]): void {
  if (finalizers.length > 0) metadata.finalizers = [...finalizers];
  else delete metadata.finalizers;
}

/** A namespace goes in two steps: it is marked as terminating, and removed when its content and its finalizers are gone. */
function deleteNamespace(existing: KubernetesObject, { cluster }: Pick<ServerContext, 'cluster'>): Deleted {
  if (existing.metadata.deletionTimestamp !== undefined) return { object: existing, isRemoved: !existing.metadata.finalizers?.length };
  const namespace: Namespace = { ...existing, metadata: { ...existing.metadata } };
  const metadata = { ...existing.metadata, deletionTimestamp: cluster.clock.timestamp() };
  return { object: { ...existing, metadata, status: { ...namespace.status, phase: 'Terminating' } }, isRemoved: false };
}

/** Whether a namespace that goes has content left. */
function isHeld(existing: KubernetesObject): boolean {
  const { spec }: Namespace = { ...existing, metadata: { ...existing.metadata } };
  return existing.metadata.deletionTimestamp !== undefined && (spec?.finalizers ?? []).length > 0;
}
