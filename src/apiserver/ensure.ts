import type { JsonObject } from '../model/json.ts';
import { isObject } from '../model/json.ts';
import type { ApiServer } from './api-server.ts';

/** Creates the namespace that a document goes to, its default service account, and the one that a pod names, where they can be created. */
export function ensureReferences(api: ApiServer, namespace: string, body: JsonObject): void {
  if (namespace === '') return;
  const { store } = api.cluster;
  if (!store.get({ group: '', kind: 'Namespace', namespace: '', name: namespace })) {
    api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  }
  const named = isObject(body.spec) && typeof body.spec.serviceAccountName === 'string' ? body.spec.serviceAccountName : '';
  for (const name of ['default', named]) {
    if (name === '' || store.get({ group: '', kind: 'ServiceAccount', namespace, name })) continue;
    api.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
  }
}
