import { compareText } from '../model/json.ts';
import { NameIndex, type Index } from './name-index.ts';
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

/** The objects of one namespace ordered by name; `shared` once somebody else may hold the list. */
interface Bucket {
  objects: KubernetesObject[];
  shared: boolean;
  /** Made when they are first asked for. */
  readonly indexes: Map<Index, NameIndex>;
  /** The objects by name, once so many were asked for one by one that it is worth it. */
  byName?: Map<string, KubernetesObject>;
  asked: number;
}

/** Bisecting is quick in short lists. In longer ones it is done once for each so many objects before they are put into a map. */
const SHORT = 64;
const OBJECTS_PER_QUESTION = 4;

const nameOf = (object: KubernetesObject): string => object.metadata.name ?? '';
const namespaceOf = (object: KubernetesObject): string => object.metadata.namespace ?? '';

export function createKindTable(buckets = new Map<string, Bucket>()): KindTable {
  let everything: readonly KubernetesObject[] | undefined;

  function writable(namespace: string): Bucket {
    everything = undefined;
    const bucket = buckets.get(namespace) ?? { objects: [], shared: false, indexes: new Map(), asked: 0 };
    const own = bucket.shared ? { ...bucket, objects: bucket.objects.slice(), shared: false } : bucket;
    buckets.set(namespace, own);
    return own;
  }

  function listAll(): readonly KubernetesObject[] {
    const namespaces = [...buckets.keys()].sort(compareText);
    return namespaces.flatMap((namespace) => buckets.get(namespace)?.objects ?? []);
  }

  return {
    get size() {
      let size = 0;
      for (const bucket of buckets.values()) size += bucket.objects.length;
      return size;
    },
    get(namespace, name) {
      const bucket = buckets.get(namespace);
      return bucket && find(bucket, name);
    },
    list(namespace) {
      if (namespace === undefined) return (everything ??= listAll());
      const bucket = buckets.get(namespace);
      if (!bucket) return [];
      bucket.shared = true;
      return bucket.objects;
    },
    byIndex(namespace, index, value) {
      const bucket = buckets.get(namespace);
      if (!bucket) return [];
      const { objects, indexes } = bucket;
      let names = indexes.get(index);
      if (!names) indexes.set(index, (names = new NameIndex(index, objects)));
      return [...names.namesOf(value)].sort(compareText).flatMap((name) => objects[position(objects, name)] ?? []);
    },
    set(object) {
      const { objects, indexes, byName } = writable(namespaceOf(object));
      const at = position(objects, nameOf(object));
      const there = objects[at];
      const before = there && nameOf(there) === nameOf(object) ? there : undefined;
      if (before) objects[at] = object;
      else objects.splice(at, 0, object);
      byName?.set(nameOf(object), object);
      for (const index of indexes.values()) index.replace(before, object);
    },
    delete(namespace, name) {
      const { objects, indexes, byName } = writable(namespace);
      const at = position(objects, name);
      const there = objects[at];
      if (there && nameOf(there) === name) {
        objects.splice(at, 1);
        byName?.delete(name);
        for (const index of indexes.values()) index.replace(there, undefined);
      }
      if (objects.length === 0) buckets.delete(namespace);
    },
    fork() {
      for (const bucket of buckets.values()) bucket.shared = true;
      return createKindTable(
        new Map([...buckets].map(([namespace, { objects }]) => [namespace, { objects, shared: true, indexes: new Map(), asked: 0 }])),
      );
    },
  };
}

function find(bucket: Bucket, name: string): KubernetesObject | undefined {
  const { objects } = bucket;
  if (bucket.byName) return bucket.byName.get(name);
  bucket.asked += 1;
  if (objects.length > SHORT && bucket.asked * OBJECTS_PER_QUESTION > objects.length) {
    bucket.byName = new Map(objects.map((object) => [nameOf(object), object]));
    return bucket.byName.get(name);
  }
  const found = objects[position(objects, name)];
  return found && nameOf(found) === name ? found : undefined;
}

/** Where `name` is, or would be, in a list ordered by name. */
function position(objects: readonly KubernetesObject[], name: string): number {
  const last = objects[objects.length - 1];
  if (!last || nameOf(last) < name) return objects.length;
  let low = 0;
  let high = objects.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = objects[middle];
    if (there && nameOf(there) < name) low = middle + 1;
    else high = middle;
  }
  return low;
}
