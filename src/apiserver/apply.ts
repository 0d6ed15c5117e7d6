import type { Cluster } from '../cluster/cluster.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { JsonObject } from '../model/json.ts';
import { printObject } from './print-object.ts';
import { metadataText } from './find-resource.ts';
import { applyThreeWayJson } from './json-merge-patch.ts';
import { failed, type Outcome, type ServerContext, type Write } from './server-context.ts';
import { isFailure, readBody, type Started } from './start-write.ts';
import { patchSchemaOf } from './strategic-merge-patch/patch-schema.ts';
import { applyThreeWay } from './strategic-merge-patch/three-way.ts';
import { updateObject } from './update-object.ts';

/** The object that a document names, when there is one. */
export const existingIn = ({ store }: Cluster, { resource, namespace }: Write, body: JsonObject): KubernetesObject | undefined =>
  store.get({ group: resource.gvk.group, kind: resource.gvk.kind, namespace, name: metadataText(body, 'name') });

/** PATCH with the difference between what was applied before, what is there and what is wanted. */
export function applyPatch(
  server: ServerContext,
  started: Started,
  body: JsonObject,
  lastApplied: JsonObject | undefined,
  existing: KubernetesObject,
): Outcome {
  const { resource } = started.write;
  const live = printObject(server.registry, resource, existing);
  const patched = isPatchedStrategically(resource.type)
    ? applyThreeWay(lastApplied ?? {}, body, live, patchSchemaOf(server.registry, resource.type))
    : applyThreeWayJson(lastApplied ?? {}, body, live);
  const object = readBody(server, started, patched);
  return isFailure(object) ? failed(object.failure) : updateObject(server, started.write, object, existing);
}

/** Clients know merge rules of the kinds in `k8s.io/api`; CRDs, API services and custom resources get JSON merge patches. */
const isPatchedStrategically = (type: string): boolean => type.startsWith('k8s.io/api/');
