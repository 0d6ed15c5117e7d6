import type { Index } from '../../cluster/object-index.ts';
import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import { compareText, deepEqual } from '../../model/json.ts';
import type { ObjectMeta, OwnerReference } from '../../model/kinds/meta-v1.ts';
import { attempt, retry, type Work } from '../intent.ts';
import { draft, getObject, indexedObjects, type Draft, type Kind, type Typed } from '../kind.ts';

interface HasMetadata {
  readonly metadata: Readonly<ObjectMeta>;
}

/** The owner that manages an object; undefined for orphans. */
export const controllerOf = ({ metadata }: HasMetadata): OwnerReference | undefined =>
  metadata.ownerReferences?.find((owner) => owner.controller);

export const isControlledBy = (object: HasMetadata, owner: HasMetadata): boolean => controllerOf(object)?.uid === owner.metadata.uid;

/** The reference with which `owner` controls what it makes, as `metav1.NewControllerRef` builds it. */
export const controllerReference = (owner: HasMetadata, { apiVersion, kind }: Kind<unknown>): OwnerReference => ({
  apiVersion,
  kind,
  name: owner.metadata.name ?? '',
  uid: owner.metadata.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
});

/** The object a controller reference means: of that kind, with that uid. */
export function ownerOf<T>(view: ReadView, kind: Kind<T>, object: KubernetesObject): Typed<T> | undefined {
  const reference = controllerOf(object);
  if (!reference || reference.kind !== kind.kind) return undefined;
  const owner = getObject(view, kind, object.metadata.namespace ?? '', reference.name ?? '');
  return owner?.metadata.uid === reference.uid ? owner : undefined;
}

/** Whether two versions of an object have different controllers. */
export const controllerChanged = (before: KubernetesObject | undefined, after: KubernetesObject): boolean =>
  before !== undefined && !deepEqual(controllerOf(before), controllerOf(after));

/** Objects by the uid of their controller; orphans under none. */
const BY_CONTROLLER: Index = { valuesOf: (object) => [controllerOf(object)?.uid ?? ''] };

/** The objects of a kind that `owner` controls, ordered by name. */
export const ownedObjects = <T>(
  view: ReadView,
  kind: Kind<T>,
  { metadata: { namespace = '', uid = '' } }: HasMetadata,
): readonly Typed<T>[] => indexedObjects(view, kind, namespace, BY_CONTROLLER, uid);

/** The same and orphans that it might adopt. */
export const ownedOrOrphaned = <T>(view: ReadView, kind: Kind<T>, owner: HasMetadata): Typed<T>[] =>
  [...ownedObjects(view, kind, owner), ...indexedObjects(view, kind, owner.metadata.namespace ?? '', BY_CONTROLLER, '')].sort((a, b) =>
    compareText(a.metadata.name ?? '', b.metadata.name ?? ''),
  );

/**
 * Which of `objects` belong to `owner`: its own that still match, and matching orphans, which it adopts; its own that no longer match are released.
 * As `BaseControllerRefManager.ClaimObject` does.
 */
export function* claim<T>(
  owner: HasMetadata,
  ownerKind: Kind<unknown>,
  objects: readonly Typed<T>[],
  matches: (object: Typed<T>) => boolean,
): Work<Typed<T>[]> {
  const claimed: Typed<T>[] = [];
  const ownerGoes = owner.metadata.deletionTimestamp !== undefined;
  for (const object of objects) {
    const reference = controllerOf(object);
    if (reference) {
      if (reference.uid !== owner.metadata.uid) continue;
      if (matches(object)) claimed.push(object);
      else if (!ownerGoes) yield* write(withoutOwner(object, owner), `released from ${ownerKind.kind} ${owner.metadata.name ?? ''}`);
    } else if (!ownerGoes && !object.metadata.deletionTimestamp && matches(object)) {
      const adopted = draft(object);
      adopted.metadata.ownerReferences = [...(adopted.metadata.ownerReferences ?? []), controllerReference(owner, ownerKind)];
      const stored = yield* write<T>(adopted, `adopted by ${ownerKind.kind} ${owner.metadata.name ?? ''}`);
      if (stored) claimed.push(stored);
    }
  }
  return claimed;
}

function withoutOwner<T>(object: Typed<T>, owner: HasMetadata): Draft<T> {
  const released = draft(object);
  const others = (released.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== owner.metadata.uid);
  if (others.length > 0) released.metadata.ownerReferences = others;
  else delete released.metadata.ownerReferences;
  return released;
}

function* write<T>(object: Draft<T>, why: string): Work<Typed<T> | undefined> {
  const outcome = yield* attempt({ type: 'update', object, why });
  if (outcome.refusal && outcome.refusal.code !== 404) yield* retry(outcome.refusal.message);
  return outcome.object as Typed<T> | undefined;
}
