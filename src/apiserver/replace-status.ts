import type { KubernetesObject } from '../cluster/object.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';
import { conflict, notFoundStatus, type Status } from '../model/status.ts';
import { mutate, validateByAdmission } from './admission-phase.ts';
import { metadataText } from './find-resource.ts';
import { invalidObject } from './invalid-object.ts';
import { failed, groupResourceOf, type MutableObject, type Outcome, type ServerContext, type Write } from './server-context.ts';
import { isFailure, readBody, type Started } from './start-write.ts';
import { passThroughStorage } from './store-version.ts';
import { STALE, storeUpdate } from './update-object.ts';

/**
 * PUT of the `status` subresource. Controllers and kubelets send what they read of built-in kinds with another status, so nothing is decoded or
 * validated again; statuses of custom resources are. What a status update may not change stays as it is stored.
 */
export function replaceStatus(server: ServerContext, started: Started, body: JsonObject): Outcome {
  const { write } = started;
  const { resource, custom, strategy, namespace } = write;
  const name = metadataText(body, 'name');
  const existing = server.cluster.store.get({ group: resource.gvk.group, kind: resource.gvk.kind, namespace, name });
  if (!existing || custom?.hasStatus === false) return failed(notFoundStatus(groupResourceOf(resource), name));
  const stale = checkVersion(write, metadataText(body, 'resourceVersion'), existing);
  if (stale) return failed(stale);
  const old: MutableObject = { ...existing, metadata: existing.metadata };
  const object = custom ? readBody(server, started, body) : withStatusOf(body, old);
  if (isFailure(object)) return failed(object.failure);
  const denied = mutate(server, write, object, existing);
  if (denied) return failed(denied);
  strategy?.prepareForStatusUpdate?.(object, old, server.rules);
  const invalid = invalidObject(write, object, strategy?.validateStatusUpdate?.(object, old, server.rules) ?? [], server.rules.release);
  const refused = invalid ?? validateByAdmission(server, write, object, existing);
  if (refused) return failed(refused);
  const unstorable = custom && passThroughStorage(server, custom, object);
  if (unstorable) return failed(unstorable);
  return { code: 200, object: storeUpdate(server, write, object, existing) };
}

function withStatusOf(body: JsonObject, old: MutableObject): MutableObject {
  const object: MutableObject = { ...old, metadata: withAnnotations(old.metadata, body) };
  if (body.status === undefined) delete object.status;
  else object.status = body.status;
  return object;
}

/** A write over a newer version is refused; one that names no version is not asked. */
const checkVersion = ({ resource }: Write, version: string, { metadata }: KubernetesObject): Status | undefined =>
  version === '' || version === metadata.resourceVersion ? undefined : conflict(groupResourceOf(resource), metadata.name ?? '', STALE);

/** Annotations are part of what a status update may change: the Deployment controller notes the revision that way. */
function withAnnotations(stored: Readonly<ObjectMeta>, body: JsonObject): ObjectMeta {
  if (!isObject(body.metadata)) return { ...stored };
  const metadata = { ...stored };
  const sent = isObject(body.metadata.annotations) ? Object.entries(body.metadata.annotations) : [];
  const annotations = Object.fromEntries(sent.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  if (sent.length > 0) metadata.annotations = annotations;
  else delete metadata.annotations;
  return metadata;
}
