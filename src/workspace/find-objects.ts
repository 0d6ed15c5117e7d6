import { parseApiVersion } from '../model/group-version-kind.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { SchemaRegistry } from '../schema/registry.ts';

/** The objects that `KIND`, `KIND/NAME` or `KIND/NAMESPACE/NAME` names; the kind in any of its names (`deploy`, `pods`, `Node`). */
export function findObjects(query: string, objects: readonly JsonObject[], registry: SchemaRegistry): JsonObject[] {
  const [kind = '', ...rest] = query.split('/');
  const name = rest.at(-1);
  const namespace = rest.length > 1 ? rest[0] : undefined;
  const wanted = kind.toLowerCase();
  return objects.filter((object) => {
    const metadata = isObject(object.metadata) ? object.metadata : {};
    return (
      namesOf(object, registry).has(wanted) &&
      (name === undefined || metadata.name === name) &&
      (namespace === undefined || metadata.namespace === namespace)
    );
  });
}

function namesOf({ apiVersion, kind }: JsonObject, registry: SchemaRegistry): ReadonlySet<string> {
  const gvk = { ...(parseApiVersion(String(apiVersion)) ?? { group: '', version: '' }), kind: String(kind) };
  const resource = registry.resource(gvk);
  return new Set([gvk.kind.toLowerCase(), ...(resource ? [resource.plural, resource.singular, ...resource.shortNames] : [])]);
}
