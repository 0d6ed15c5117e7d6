import { timestampAt } from '../cluster/clock.ts';
import type { KubernetesObject, ObjectKey } from '../cluster/object.ts';
import type { Namespace, Pod } from '../model/kinds/core-v1.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';
import type { ServerContext } from './server-context.ts';

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';
/** Kinds whose dependents stay when a request does not say what to do with them. */
const ORPHANING_KINDS: readonly string[] = ['Job', 'ReplicationController'];
const SECOND = 1000;

/**
 * DELETE: an object that finalizers, a pod's grace period or foreground propagation hold is only marked; any other is removed.
 * Answers it as it is then or was last; undefined when there is none.
 */
export function deleteObject({ cluster }: ServerContext, key: ObjectKey, options: DeleteOptions): KubernetesObject | undefined {
  const { store, clock } = cluster;
  const existing = store.get(key);
  if (!existing) return undefined;
  if (key.group === '' && key.kind === 'Namespace') return deleteNamespace(existing, { cluster }, key);
  const grace = key.group === '' && key.kind === 'Pod' ? gracefulDeletion(existing, options, clock.now) : undefined;
  if (grace === 'pending') return existing;
  const metadata: ObjectMeta = { ...existing.metadata, ...grace };
  const finalizers = withPropagation(key, metadata.finalizers ?? [], options.propagation);
  setFinalizers(metadata, finalizers);
  if (grace) {
    if (existing.metadata.deletionTimestamp === undefined && metadata.generation) metadata.generation += 1;
    const marked = store.put({ ...existing, metadata });
    return finalizers.length > 0 || grace.deletionGracePeriodSeconds > 0 ? marked : store.remove(key);
  }
  if (finalizers.length === 0) return store.remove(key);
  if (metadata.deletionTimestamp === undefined && metadata.generation) metadata.generation += 1;
  if (metadata.deletionTimestamp === undefined || Date.parse(metadata.deletionTimestamp) > clock.now)
    metadata.deletionTimestamp = clock.timestamp();
  metadata.deletionGracePeriodSeconds = 0;
  return store.put({ ...existing, metadata });
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
  { group, kind }: ObjectKey,
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
function deleteNamespace(
  existing: KubernetesObject,
  { cluster }: Pick<ServerContext, 'cluster'>,
  key: ObjectKey,
): KubernetesObject | undefined {
  const namespace: Namespace = { ...existing, metadata: { ...existing.metadata } };
  if (existing.metadata.deletionTimestamp === undefined) {
    const metadata = { ...existing.metadata, deletionTimestamp: cluster.clock.timestamp() };
    return cluster.store.put({ ...existing, metadata, status: { ...namespace.status, phase: 'Terminating' } });
  }
  if (namespace.spec?.finalizers?.length || existing.metadata.finalizers?.length) return existing;
  return cluster.store.remove(key);
}
