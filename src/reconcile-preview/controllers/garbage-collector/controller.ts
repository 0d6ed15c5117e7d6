import { findResource } from '../../../apiserver/find-resource.ts';
import type { KubernetesObject, ObjectKey } from '../../../cluster/object.ts';
import type { Change, ReadView } from '../../../cluster/store.ts';
import { parseApiVersion } from '../../../model/group-version-kind.ts';
import { deepCopy } from '../../../model/json.ts';
import type { OwnerReference } from '../../../model/kinds/meta-v1.ts';
import type { Controller, WorkContext } from '../../controller.ts';
import { removeOrRetry, update, type Work } from '../../intent.ts';
import { without } from '../../../model/without.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';
/** How long it takes to read an object and its owners from the server before anything is done. */
const LOOKUP_TIME = 10;

/** Deletes what belongs to nothing any more, as `garbage-collector-controller` of kube-controller-manager. */
export const garbageCollector: Controller = {
  name: 'garbage-collector-controller',
  watches: [{ kind: 'any', keys: objectsConcerned, delay: LOOKUP_TIME }],
  *reconcile(key, view, context) {
    const object = view.get(parseKey(key));
    if (!object) return;
    const finalizers = object.metadata.finalizers ?? [];
    if (object.metadata.deletionTimestamp) {
      if (finalizers.includes(ORPHAN)) yield* orphanDependents(object, view);
      else if (finalizers.includes(FOREGROUND)) yield* deleteDependents(object, view, context);
      return;
    }
    yield* collect(object, view, context);
  },
};

/** Deletes an object all of whose owners are gone, or goes on with owners that are not. One owner that cannot be looked up keeps everything as it is. */
function* collect(object: KubernetesObject, view: ReadView, context: WorkContext): Work {
  const owners = object.metadata.ownerReferences ?? [];
  if (owners.length === 0 || !owners.every((reference) => canBeLookedUp(reference, object, view, context))) return;
  const found = owners.map((reference) => ({ reference, owner: findOwner(view, object, reference) }));
  const waiting = found.filter(({ reference, owner }) => owner && reference.blockOwnerDeletion && isWaiting(owner));
  const solid = found.filter((entry) => entry.owner && !waiting.includes(entry));
  if (solid.length > 0) {
    if (solid.length < owners.length)
      yield* update(
        withOwners(
          object,
          solid.map(({ reference }) => reference),
        ),
        'owners that are gone are dropped',
      );
    return;
  }
  const finalizers = object.metadata.finalizers ?? [];
  const hasDependents = waiting.length > 0 && dependentsOf(object, view).length > 0;
  const propagation =
    hasDependents || finalizers.includes(FOREGROUND) ? 'Foreground' : finalizers.includes(ORPHAN) ? 'Orphan' : 'Background';
  yield* removeOrRetry(keyOfObject(object), { propagation }, 'all its owners are gone');
}

/** Foreground deletion: dependents first, then the owner. */
function* deleteDependents(owner: KubernetesObject, view: ReadView, context: WorkContext): Work {
  const blocking = dependentsOf(owner, view).filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ uid, blockOwnerDeletion }) => uid === owner.metadata.uid && blockOwnerDeletion),
  );
  for (const dependent of blocking) if (!dependent.metadata.deletionTimestamp) yield* collect(dependent, view, context);
  if (blocking.length === 0) yield* update(withoutFinalizer(owner, FOREGROUND), 'nothing depends on it any more');
}

function* orphanDependents(owner: KubernetesObject, view: ReadView): Work {
  for (const dependent of dependentsOf(owner, view)) {
    const others = (dependent.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
    yield* update(withOwners(dependent, others), 'orphaned');
  }
  yield* update(withoutFinalizer(owner, ORPHAN), 'its dependents are orphans now');
}

const isWaiting = ({ metadata }: KubernetesObject): boolean =>
  metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(FOREGROUND);

const dependentsOf = (owner: KubernetesObject, view: ReadView): readonly KubernetesObject[] =>
  view.all().filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid));

/** Whether it can be found out if an owner exists: its kind is served, and it is not a namespaced owner of a cluster-scoped object. */
function canBeLookedUp(
  { apiVersion = '', kind = '' }: OwnerReference,
  { metadata }: KubernetesObject,
  view: ReadView,
  { registry }: WorkContext,
): boolean {
  const { group = '', version = '' } = parseApiVersion(apiVersion) ?? {};
  const route = findResource({ group, version, kind }, registry, view);
  return route !== undefined && (metadata.namespace !== undefined || !route.resource.namespaced);
}

/** The owner a reference means: in the same namespace or without one, with that uid. */
function findOwner(
  view: ReadView,
  object: KubernetesObject,
  { apiVersion = '', kind = '', name = '', uid }: OwnerReference,
): KubernetesObject | undefined {
  const group = parseApiVersion(apiVersion)?.group ?? '';
  const namespaces = new Set([object.metadata.namespace ?? '', '']);
  return [...namespaces].map((namespace) => view.get({ group, kind, namespace, name })).find((owner) => owner?.metadata.uid === uid);
}

function withOwners(object: KubernetesObject, owners: readonly OwnerReference[]): KubernetesObject {
  const copy = deepCopy(object);
  const metadata = without(copy.metadata, 'ownerReferences');
  return { ...copy, metadata: owners.length > 0 ? { ...metadata, ownerReferences: [...owners] } : metadata };
}

function withoutFinalizer(object: KubernetesObject, finalizer: string): KubernetesObject {
  const copy = deepCopy(object);
  const { finalizers, ...metadata } = copy.metadata;
  const others = (finalizers ?? []).filter((name) => name !== finalizer);
  return { ...copy, metadata: others.length > 0 ? { ...metadata, finalizers: others } : metadata };
}

/** New objects with owners, objects on their way out, and what depended on an object that is gone. Nobody looks after events. */
function objectsConcerned({ type, object }: Change, view: ReadView): readonly string[] {
  if (object.kind === 'Event') return [];
  const { ownerReferences = [], deletionTimestamp } = object.metadata;
  if (type !== 'deleted') return ownerReferences.length > 0 || deletionTimestamp ? [textKey(keyOfObject(object))] : [];
  const waitingOwners = ownerReferences.flatMap((reference) => findOwner(view, object, reference) ?? []).filter(isWaiting);
  return [...waitingOwners, ...dependentsOf(object, view)].map((concerned) => textKey(keyOfObject(concerned)));
}

const keyOfObject = ({ apiVersion, kind, metadata }: KubernetesObject): ObjectKey => ({
  group: parseApiVersion(apiVersion)?.group ?? '',
  kind,
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
});

const textKey = ({ group, kind, namespace, name }: ObjectKey): string => [group, kind, namespace, name].join('|');

function parseKey(text: string): ObjectKey {
  const [group = '', kind = '', namespace = '', name = ''] = text.split('|');
  return { group, kind, namespace, name };
}
