import type { KubernetesObject } from '../cluster/object.ts';
import type { ReadView } from '../cluster/store.ts';
import { parseApiVersion } from '../model/group-version-kind.ts';
import { controllerOf } from './controllers/ownership.ts';
import { objectName, type ObjectName } from './network/finding.ts';

/** Owners may be written down in a circle. */
const MOST = 10;

/** The names of an object and of the controllers above it, from the nearest on; the last may be gone. */
export function ownerNames(object: KubernetesObject, view: Pick<ReadView, 'get'>): ObjectName[] {
  const names = [objectName(object)];
  for (let current = object; names.length < MOST;) {
    const { apiVersion = '', kind = '', name = '', uid } = controllerOf(current) ?? {};
    if (name === '') break;
    const namespace = current.metadata.namespace ?? '';
    names.push({ kind, namespace, name });
    const owner = view.get({ group: parseApiVersion(apiVersion)?.group ?? '', kind, namespace, name });
    if (owner?.metadata.uid !== uid || !owner) break;
    current = owner;
  }
  return names;
}
