import type { ApiServer } from '../apiserver/api-server.ts';
import { recordAddresses } from '../apiserver/service-allocation/ip-addresses.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import { parseApiVersion } from '../model/group-version-kind.ts';
import { isObject, own, type JsonObject } from '../model/json.ts';
import { inPreferredVersion } from './preferred-version.ts';
import { decode } from '../schema/decode.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';

/**
 * Puts objects of a real cluster, as `kubectl get -o yaml` prints them, into the store: with their uids, addresses and statuses. An object that no cluster
 * has printed (it has no uid) is created through the API server instead. Answers why an object was left out.
 */
export function restoreObject(server: ApiServer, printed: JsonObject): string | undefined {
  const value = inPreferredVersion(printed);
  const metadata = isObject(value.metadata) ? value.metadata : {};
  const gvk = { ...parseApiVersion(textOf(value.apiVersion)), kind: textOf(value.kind) };
  const resource = server.registry.resource({ group: gvk.group ?? '', version: gvk.version ?? '', kind: gvk.kind });
  if (textOf(own(metadata, 'uid')) === '' || !resource) {
    const answer = server.createOrReplace(value);
    return answer.verdict === 'accepted' ? undefined : answer.verdict === 'rejected' ? answer.status.message : answer.error;
  }
  const decoded = decode(server.registry, resource, value);
  if (decoded.error !== undefined) return decoded.error;
  const kept: ObjectMeta = isObject(decoded.object.metadata) ? { ...decoded.object.metadata } : {};
  delete kept.managedFields;
  const object: KubernetesObject = { ...decoded.object, apiVersion: textOf(value.apiVersion), kind: gvk.kind, metadata: kept };
  recordAddresses(server.cluster, undefined, server.cluster.store.put(object));
  return undefined;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
