import { isObject, own, setOwn, type Json, type JsonObject } from '../model/json.ts';
import type { GoType, SchemaRegistry } from '../schema/registry.ts';

/**
 * The part of a value that has the type it should have: unknown and ill-typed fields are left out, items of lists stay where they are (an ill-typed one is
 * empty), so that every path into the result is a path into the value. Rules rely on the types and need not wait until a manifest is right.
 * A value without a known type (custom resources) is answered as it is.
 */
export function readable(value: JsonObject, type: GoType | undefined, registry: SchemaRegistry): JsonObject {
  return type ? readStruct(value, type.name, registry) : value;
}

function readStruct(value: JsonObject, name: string, registry: SchemaRegistry): JsonObject {
  const out: Record<string, Json> = {};
  const { byJson } = registry.struct(name);
  for (const key of Object.keys(value)) {
    const field = byJson.get(key)?.field;
    const read = field && readValue(own(value, key), field.type, registry);
    if (read !== undefined) setOwn(out, key, read);
  }
  return out;
}

function readValue(value: Json | undefined, type: GoType, registry: SchemaRegistry): Json | undefined {
  if (value === undefined || value === null) return undefined;
  switch (type.kind) {
    case 'pointer':
      return readValue(value, type.element, registry);
    case 'struct':
      return isObject(value) ? readStruct(value, type.name, registry) : undefined;
    case 'slice':
      return Array.isArray(value) ? value.map((item) => readValue(item, type.element, registry) ?? emptyOf(type.element)) : undefined;
    case 'map':
      return isObject(value) ? readMap(value, type.element, registry) : undefined;
    case 'string':
    case 'bytes':
    case 'time':
    case 'micro-time':
      return typeof value === 'string' ? value : undefined;
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'int32':
    case 'int64':
      return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
    case 'float64':
      return typeof value === 'number' ? value : undefined;
    case 'quantity':
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    case 'int-or-string':
      return typeof value === 'string' || typeof value === 'number' ? value : undefined;
    default:
      return value;
  }
}

function readMap(value: JsonObject, element: GoType, registry: SchemaRegistry): JsonObject {
  const out: Record<string, Json> = {};
  for (const key of Object.keys(value)) {
    const read = readValue(own(value, key), element, registry);
    if (read !== undefined) setOwn(out, key, read);
  }
  return out;
}

function emptyOf(type: GoType): Json {
  switch (type.kind) {
    case 'pointer':
      return emptyOf(type.element);
    case 'struct':
    case 'map':
      return {};
    case 'slice':
      return [];
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
      return 0;
    default:
      return '';
  }
}
