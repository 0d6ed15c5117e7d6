import { parseApiVersion } from '../model/group-version-kind.ts';
import { deepEqual } from '../model/json.ts';
import { createChangeLog, type ChangeLog } from './change-log.ts';
import type { KindTable } from './kind-table.ts';
import { KindTables } from './kind-tables.ts';
import { DEFINITIONS, definitionsOfGroup, groupOfName, isDefinitions } from './definitions.ts';
import type { GroupKind, KubernetesObject, ObjectKey } from './object.ts';
import type { Seed } from './seed.ts';
import type { ObjectStore } from './store.ts';

/** The group and kind of an object, whatever its version. */
export const groupKindOf = ({ apiVersion, kind }: KubernetesObject): GroupKind => ({ group: groupOf(apiVersion), kind });

export const objectKeyOf = ({ apiVersion, kind, metadata }: KubernetesObject): ObjectKey => ({
  group: groupOf(apiVersion),
  kind,
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
});

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? (parseApiVersion(apiVersion)?.group ?? '') : '');

/** A store with nothing but what `seed` brings. Its first write has revision `revision` + 1. */
export function createStore(revision = 1, seed?: Seed): ObjectStore {
  return storeOf(new KindTables(), createChangeLog(), revision, seed, new Map());
}

type Deferred = Map<string, () => readonly KubernetesObject[]>;

function storeOf(tables: KindTables, log: ChangeLog, start: number, seed: Seed | undefined, deferred: Deferred): ObjectStore {
  let revision = start;
  let unread = seed;

  /** Takes over what the seed brings; others read its tables too. */
  function readSeed({ group, tables: read }: Seed): void {
    for (const [kind, table] of read()) tables.share({ group, kind }, table);
    unread = undefined;
  }

  function readDeferred(group: string): void {
    const load = deferred.get(group);
    if (!load) return;
    deferred.delete(group);
    for (const object of load()) tables.writable(DEFINITIONS).set(object);
  }

  /** The table for reading one object of it, or without `name` any. */
  function reading(kind: GroupKind, name?: string): KindTable | undefined {
    if (unread?.group === kind.group) readSeed(unread);
    if (deferred.size > 0 && isDefinitions(kind)) {
      for (const group of name === undefined ? [...deferred.keys()] : [groupOfName(name)]) readDeferred(group);
    }
    return tables.get(kind);
  }

  return {
    get revision() {
      return revision;
    },
    get: (key) => reading(key, key.name)?.get(key.namespace, key.name),
    list: (kind, namespace) => reading(kind)?.list(namespace) ?? [],
    byIndex: (kind, namespace, index, value) => reading(kind)?.byIndex(namespace, index, value) ?? [],
    all() {
      if (unread) readSeed(unread);
      reading(DEFINITIONS);
      return tables.list().flatMap((table) => table.list());
    },
    definitions(group) {
      if (unread?.group === DEFINITIONS.group) readSeed(unread);
      readDeferred(group);
      return definitionsOfGroup(tables.get(DEFINITIONS)?.list() ?? [], group);
    },
    put(object) {
      const key = objectKeyOf(object);
      const before = reading(key, key.name)?.get(key.namespace, key.name);
      if (before && sameContent(before, object)) return before;
      revision += 1;
      const stored: KubernetesObject = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
      tables.writable(key).set(stored);
      log.append({ type: before ? 'modified' : 'added', revision, object: stored, before });
      return stored;
    },
    remove(key) {
      const before = reading(key, key.name)?.get(key.namespace, key.name);
      if (!before) return undefined;
      revision += 1;
      tables.writable(key).delete(key.namespace, key.name);
      log.append({ type: 'deleted', revision, object: before, before });
      return before;
    },
    defer: (group, load) => void deferred.set(group, load),
    changesSince: (since) => log.since(since),
    fork: () => storeOf(tables.fork(), log.fork(), revision, unread, new Map(deferred)),
  };
}

/** Whether two states differ in nothing but their resource version. */
function sameContent(a: KubernetesObject, b: KubernetesObject): boolean {
  if (a === b) return true;
  for (const field of Object.keys({ ...a, ...b })) {
    if (field !== 'metadata' && !deepEqual(a[field], b[field])) return false;
  }
  return deepEqual({ ...a.metadata, resourceVersion: undefined }, { ...b.metadata, resourceVersion: undefined });
}
