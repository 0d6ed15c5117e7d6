import { compareText } from '../model/json.ts';
import { NamedObjects } from './named-objects.ts';
import { ObjectIndex, type Index } from './object-index.ts';
import type { KubernetesObject } from './object.ts';

/**
 * The objects of one kind, by namespace and name. Lists that were handed out, and tables that were forked, never change:
 * the next write copies the one list of references that it touches.
 */
export interface KindTable {
  readonly size: number;
  get(namespace: string, name: string): KubernetesObject | undefined;
  /** Ordered by name within a namespace, by namespace and name without one. */
  list(namespace?: string): readonly KubernetesObject[];
  /** The objects of one namespace that an index knows under a value, ordered by name. */
  byIndex(namespace: string, index: Index, value: string): readonly KubernetesObject[];
  set(object: KubernetesObject): void;
  delete(namespace: string, name: string): void;
  fork(): KindTable;
}

/** The objects of one namespace. */
interface Bucket {
  readonly objects: NamedObjects;
  /** Made when they are first asked for. */
  readonly indexes: Map<Index, ObjectIndex>;
}

export function createKindTable(buckets = new Map<string, Bucket>()): KindTable {
  let everything: readonly KubernetesObject[] | undefined;

  function listAll(): readonly KubernetesObject[] {
    const namespaces = [...buckets.keys()].sort(compareText);
    return namespaces.flatMap((namespace) => buckets.get(namespace)?.objects.list ?? []);
  }

  return {
    get size() {
      let size = 0;
      for (const { objects } of buckets.values()) size += objects.size;
      return size;
    },
    get: (namespace, name) => buckets.get(namespace)?.objects.get(name),
    list: (namespace) => (namespace === undefined ? (everything ??= listAll()) : (buckets.get(namespace)?.objects.list ?? [])),
    byIndex(namespace, index, value) {
      const bucket = buckets.get(namespace);
      if (!bucket) return [];
      let objects = bucket.indexes.get(index);
      if (!objects) bucket.indexes.set(index, (objects = new ObjectIndex(index, bucket.objects.list)));
      return objects.objectsOf(value);
    },
    set(object) {
      const { namespace = '' } = object.metadata;
      everything = undefined;
      let bucket = buckets.get(namespace);
      if (!bucket) buckets.set(namespace, (bucket = { objects: new NamedObjects(), indexes: new Map() }));
      const before = bucket.objects.set(object);
      for (const index of bucket.indexes.values()) index.replace(before, object);
    },
    delete(namespace, name) {
      const bucket = buckets.get(namespace);
      const before = bucket?.objects.delete(name);
      if (!bucket || !before) return;
      everything = undefined;
      for (const index of bucket.indexes.values()) index.replace(before, undefined);
      if (bucket.objects.size === 0) buckets.delete(namespace);
    },
    fork: () =>
      createKindTable(
        new Map([...buckets].map(([namespace, { objects }]) => [namespace, { objects: objects.fork(), indexes: new Map() }])),
      ),
  };
}
