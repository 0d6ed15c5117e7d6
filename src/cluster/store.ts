import type { Index } from './object-index.ts';
import type { GroupKind, KubernetesObject, ObjectKey } from './object.ts';

/** One write, in the order of resource versions. */
export interface Change {
  readonly type: 'added' | 'modified' | 'deleted';
  readonly revision: number;
  /** The object after the write, or as it was last when deleted. */
  readonly object: KubernetesObject;
  readonly before: KubernetesObject | undefined;
}

/** What readers may ask: admission, controllers, scheduler, lint. Lists are ordered by namespace, then name. */
export interface ReadView {
  get(key: ObjectKey): KubernetesObject | undefined;
  /** All objects of a kind, in one namespace or in all. */
  list(kind: GroupKind, namespace?: string): readonly KubernetesObject[];
  /** The objects of a kind in one namespace that an index knows under a value, ordered by name. */
  byIndex(kind: GroupKind, namespace: string, index: Index, value: string): readonly KubernetesObject[];
  /** All objects of all kinds, ordered by group, kind, namespace, name. */
  all(): readonly KubernetesObject[];
  /** The CRDs that define kinds of an API group, ordered by name. */
  definitions(group: string): readonly KubernetesObject[];
}

/**
 * The objects of a simulated cluster, as etcd keeps them. Objects are immutable values; a write replaces one and takes the next resource version.
 * `fork` shares everything until one side writes, so thousands of what-ifs are cheap.
 */
export interface ObjectStore extends ReadView {
  /** Resource version of the last write. */
  readonly revision: number;
  /** Creates or replaces; answers the object with its new `resourceVersion`. A write that changes nothing takes no version and answers the object as it is. */
  put(object: KubernetesObject): KubernetesObject;
  /** Removes and answers the object as it was; undefined when there is none. */
  remove(key: ObjectKey): KubernetesObject | undefined;
  /** Writes after `revision`, oldest first. */
  changesSince(revision: number): readonly Change[];
  /**
   * The CRDs of an API group are what `load` answers, which is asked when somebody looks for one of them. They take no resource version and are no changes.
   * A later one for the same group takes the place of an earlier one.
   */
  defer(group: string, load: () => readonly KubernetesObject[]): void;
  fork(): ObjectStore;
}
