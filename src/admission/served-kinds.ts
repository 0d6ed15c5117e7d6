import type { KubernetesObject } from '../cluster/object.ts';
import type { GroupVersionKind } from '../model/group-version-kind.ts';
import type { SchemaProps } from '../schema/crd/schema-props.ts';
import type { Resource } from '../schema/registry.ts';

/** What the API server knows of the kinds it serves, custom ones included, as far as admission asks. */
export interface ServedKinds {
  /** The resource of a kind; undefined when it is not served. */
  resource(gvk: GroupVersionKind): Resource | undefined;
  /** The same resource in other versions. */
  otherVersions(resource: Resource): readonly Resource[];
  /** The schema of a custom resource. */
  schema(resource: Resource): SchemaProps | undefined;
  /** An object of the same kind in the version of `resource`; the object itself where it has that. */
  convert(object: KubernetesObject, resource: Resource): KubernetesObject;
  /** Fills in the defaults of an object's kind and version. Changes `object`. */
  setDefaults(object: Record<string, unknown>, resource: Resource): void;
}
