import type { GroupKind, KubernetesObject, ObjectKey } from '../cluster/object.ts';
import type { Index } from '../cluster/object-index.ts';
import type { ReadView } from '../cluster/store.ts';
import { deepCopy } from '../model/json.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';

/** A kind together with the generated type of its objects. */
export interface Kind<T> extends GroupKind {
  readonly apiVersion: string;
  /** Never there: carries the type. */
  readonly type?: T;
}

/** An object of the store whose fields have the generated types. */
export type Typed<T> = KubernetesObject & Readonly<T>;

/** A private copy of an object, to be changed and sent. */
export type Draft<T> = T & { apiVersion: string; kind: string; metadata: ObjectMeta; [field: string]: unknown };

export const draft = <T>(object: Typed<T>): Draft<T> => deepCopy(object) as unknown as Draft<T>;

/** A copy for changes of its fields and those of its metadata: what is below is shared with the object, and is replaced instead of changed. */
export const sketch = <T>({ metadata, ...fields }: Typed<T>): Draft<T> => ({ ...fields, metadata: { ...metadata } }) as unknown as Draft<T>;

export const kindOf = <T>(apiVersion: string, kind: string): Kind<T> => ({
  apiVersion,
  group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
  kind,
});

// The store decodes every object by the schema its generated type comes from; these are the only places where that becomes visible to the compiler.
export const getObject = <T>(view: ReadView, { group, kind }: Kind<T>, namespace: string, name: string): Typed<T> | undefined =>
  view.get({ group, kind, namespace, name }) as Typed<T> | undefined;

export const listObjects = <T>(view: ReadView, { group, kind }: Kind<T>, namespace?: string): readonly Typed<T>[] =>
  view.list({ group, kind }, namespace) as readonly Typed<T>[];

export const indexedObjects = <T>(
  view: ReadView,
  { group, kind }: Kind<T>,
  namespace: string,
  index: Index,
  value: string,
): readonly Typed<T>[] => view.byIndex({ group, kind }, namespace, index, value) as readonly Typed<T>[];

/** The object as `T` when it is of that kind. */
export const asKind = <T>(object: KubernetesObject, kind: Kind<T>): Typed<T> | undefined =>
  object.kind === kind.kind && object.apiVersion === kind.apiVersion ? (object as Typed<T>) : undefined;

/** Names an object of a known kind. */
export const objectKey = (kind: GroupKind, object: { readonly metadata: Readonly<ObjectMeta> }): ObjectKey => ({
  group: kind.group,
  kind: kind.kind,
  namespace: object.metadata.namespace ?? '',
  name: object.metadata.name ?? '',
});
