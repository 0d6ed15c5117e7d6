import { createApiServer } from '../apiserver/create-api-server.ts';
import { defineCustomResource } from '../apiserver/define-custom-resource.ts';
import { gvkOf, metadataText } from '../apiserver/find-resource.ts';
import { recordAddresses } from '../apiserver/service-allocation/ip-addresses.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { ObjectKey } from '../cluster/object.ts';
import type { JsonObject } from '../model/json.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { Definitions } from './neighbours.ts';
import { servedVersions } from './served-versions.ts';

export interface SurroundingsOptions {
  readonly registry: SchemaRegistry;
  /** The cluster without anything of the input. */
  readonly base: Cluster;
  /** Whether namespaces and service accounts that objects name are taken as existing. */
  readonly ensure: boolean;
  readonly definitions: readonly Definitions[];
}

/** The cluster as documents find it: with the neighbours, and with the CRDs of the kinds that were asked about. */
export interface Surroundings {
  /** A cluster of its own for judging one document, in which that document is not there yet. */
  around(value: JsonObject): Cluster;
  /** The versions in which CRDs serve a kind. */
  versionsOf(group: string, kind: string): readonly string[];
}

export function createSurroundings(
  { registry, base, ensure, definitions }: SurroundingsOptions,
  objects: readonly JsonObject[],
): Surroundings {
  let peopled: Cluster | undefined;
  const defined = new Set<string>();

  /** Objects that are refused are left out: they are told of on their own. */
  function people(): Cluster {
    const cluster = base.fork();
    const server = createApiServer({ cluster, registry });
    for (const object of objects) server.createOrReplace(object, { ensure });
    return cluster;
  }

  function define(cluster: Cluster, group: string, kind: string): void {
    const name = `${group}/${kind.toLowerCase()}`;
    if (kind === '' || defined.has(name)) return;
    defined.add(name);
    for (const source of definitions) {
      for (const value of source.definitionsOf(group, kind)) defineCustomResource(cluster, registry, value);
    }
  }

  function clusterFor(group: string, kind: string): Cluster {
    peopled ??= people();
    define(peopled, group, kind);
    // what is read now is there for all that fork from here
    peopled.store.definitions(group);
    return peopled;
  }

  return {
    around(value) {
      const { group, version, kind } = gvkOf(value);
      const resource = registry.resource({ group, version, kind });
      const cluster = (resource ? (peopled ??= people()) : clusterFor(group, kind)).fork();
      if (!resource) return cluster;
      const namespace = resource.namespaced ? metadataText(value, 'namespace') || 'default' : '';
      takeBack(cluster, base, { group, kind, namespace, name: metadataText(value, 'name') });
      return cluster;
    },
    versionsOf: (group, kind) => servedVersions(clusterFor(group, kind), registry, group, kind),
  };
}

/** An object that only the input brings is not there when it is judged itself; one that was there before is what it was. */
function takeBack(cluster: Cluster, base: Cluster, key: ObjectKey): void {
  const before = base.store.get(key);
  const now = cluster.store.get(key);
  if (now === before) return;
  recordAddresses(cluster, now, before);
  if (before) cluster.store.put(before);
  else cluster.store.remove(key);
}
