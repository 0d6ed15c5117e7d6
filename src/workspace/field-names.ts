import type { FieldPath } from '../model/field-path.ts';
import { elementsOf } from '../model/field-path.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { resolveField, structOf } from '../schema/resolve-field.ts';

/** Names of the fields that `path`'s parent may have; empty where the schema does not say. */
export function siblingFieldNames(registry: SchemaRegistry, typeName: string, path: FieldPath): readonly string[] {
  if (typeName === '' || !path.parent) return [];
  const parent = resolveField(registry, typeName, elementsOf(path.parent));
  const struct = parent && structOf(registry, parent.type);
  return struct ? [...struct.byJson.keys()] : [];
}
