import type { KubernetesObject } from '../cluster/object.ts';
import { deepEqual } from '../model/json.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';

/** Whether an update does no more than the garbage collector does: it writes owner references and finalizers. */
export function changesOwnershipOnly(object: { readonly metadata?: ObjectMeta }, old: KubernetesObject): boolean {
  const { ownerReferences, finalizers } = old.metadata;
  return deepEqual({ ...object, metadata: { ...object.metadata, ownerReferences, finalizers } }, old);
}
