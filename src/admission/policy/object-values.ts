import type { KubernetesObject } from '../../cluster/object.ts';
import type { ObjectMeta } from '../../model/kinds/meta-v1.ts';
import { goObject } from '../../schema/cel/go-value.ts';
import { jsonValue } from '../../schema/cel/json-value.ts';
import type { Value } from '../../schema/cel/value.ts';
import { isSince } from '../../schema/release.ts';
import type { Resource, SchemaRegistry } from '../../schema/registry.ts';
import { typed } from '../typed.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Whether expressions see the server's own types; before 1.37 they see the JSON of them. */
export const isTyped = ({ release }: SchemaRegistry): boolean => isSince(release, '1.37');

/** An object of a resource as expressions see it: as the server would print it. Custom resources are plain JSON. It must not change while expressions look at it. */
export function objectValue(object: Fields | undefined, { type }: Resource, registry: SchemaRegistry): Value {
  if (object === undefined) return null;
  return type === '' ? jsonValue(object, false) : goObject(registry, type, object, isTyped(registry));
}

const values = new WeakMap<object, Value>();

/** The same for an object of the store, which never changes. */
export function storedValue(object: KubernetesObject | undefined, resource: Resource, registry: SchemaRegistry): Value {
  if (object === undefined) return null;
  let value = values.get(object);
  if (value === undefined) values.set(object, (value = objectValue(object, resource, registry)));
  return value;
}

const NAMESPACE_METADATA = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'finalizers',
] as const satisfies readonly (keyof ObjectMeta)[];

const namespaces = new WeakMap<object, Value>();

/** `namespaceObject`: the namespace of the request without what is not for policies; null for cluster-scoped objects. */
export function namespaceValue(namespace: KubernetesObject | undefined, registry: SchemaRegistry): Value {
  if (!namespace) return null;
  const known = namespaces.get(namespace);
  if (known !== undefined) return known;
  const { spec, status } = typed<{ readonly spec?: unknown; readonly status?: unknown }>(namespace);
  const metadata = Object.fromEntries(NAMESPACE_METADATA.map((name) => [name, namespace.metadata[name]]));
  const value = goObject(registry, 'k8s.io/api/core/v1.Namespace', { metadata, spec, status }, isTyped(registry));
  namespaces.set(namespace, value);
  return value;
}
