import type { Json, JsonObject } from '../model/json.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';

/** An object as the store keeps it: decoded, defaulted, never changed in place. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<ObjectMeta>;
  readonly [field: string]: unknown;
}

/** The part of an identity that does not depend on a version. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** Names one object; `namespace` is empty for cluster-scoped kinds. */
export interface ObjectKey extends GroupKind {
  readonly namespace: string;
  readonly name: string;
}

export type { Json, JsonObject };
