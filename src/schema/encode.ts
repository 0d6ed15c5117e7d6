import { deepCopy, isObject, setOwn } from '../model/json.ts';
import { isZeroTimeText } from '../model/time.ts';
import { compareUtf8 } from '../model/utf8-order.ts';
import type { Field, GoType, SchemaRegistry } from './registry.ts';

/**
 * An object in canonical form as the API server prints it: fields in Go's order, what has no `omitempty` is there even when empty (null lists and times,
 * empty structs, zeros), empty lists and maps that have it are gone. Keys of maps are sorted. Private and mutable.
 */
export function encode(registry: SchemaRegistry, typeName: string, object: unknown): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  encodeFields(registry, typeName, isObject(object) ? object : {}, out);
  return out;
}

function encodeFields(
  registry: SchemaRegistry,
  typeName: string,
  object: Readonly<Record<string, unknown>>,
  out: Record<string, unknown>,
): void {
  for (const field of registry.struct(typeName).fields) {
    if (field.inline) {
      encodeFields(registry, field.type.name, object, out);
      continue;
    }
    const found = object[field.json];
    const value = found !== undefined && Object.hasOwn(object, field.json) ? found : undefined;
    if (isPrinted(field, value)) out[field.json] = encodeValue(registry, field.type, value);
  }
}

/** Whether a field is there at all in what is printed: `omitempty` leaves out what is empty. */
export const isPrinted = (field: Field, value: unknown): boolean => field.always === true || !isEmpty(field, value);

function isEmpty({ type }: Field, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  switch (type.kind) {
    case 'string':
    case 'bytes':
      return value === '';
    case 'bool':
      return value === false;
    case 'int32':
    case 'int64':
    case 'float64':
      return value === 0;
    case 'slice':
      return Array.isArray(value) && value.length === 0;
    case 'map':
      return isObject(value) && Object.keys(value).length === 0;
    default:
      return false;
  }
}

/** A value of `type` as it is printed; undefined and null stand for Go's zero value. */
export function encodeValue(registry: SchemaRegistry, type: GoType, value: unknown): unknown {
  const isAbsent = value === undefined || value === null;
  switch (type.kind) {
    case 'string':
      return isAbsent ? '' : value;
    case 'bool':
      return isAbsent ? false : value;
    case 'int32':
    case 'int64':
    case 'float64':
    case 'int-or-string':
      return isAbsent ? 0 : value;
    case 'quantity':
      return isAbsent ? '0' : value;
    case 'time':
    case 'micro-time':
      return isAbsent || isZeroTimeText(value) ? null : value;
    case 'struct':
      return encode(registry, type.name, value);
    case 'pointer':
      return isAbsent ? null : encodeValue(registry, type.element, value);
    case 'slice':
      return Array.isArray(value) ? value.map((item) => encodeValue(registry, type.element, item)) : null;
    case 'map':
      return isObject(value) ? encodeMap(registry, type.element, value) : null;
    case 'schema-or-array':
    case 'schema-or-bool':
    case 'schema-or-string-array':
      return encodeSchemaOr(registry, type, value);
    default:
      return isAbsent ? null : deepCopy(value);
  }
}

function encodeMap(registry: SchemaRegistry, element: GoType, map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(map).sort(compareUtf8)) setOwn(out, key, encodeValue(registry, element, map[key]));
  return out;
}

function encodeSchemaOr(registry: SchemaRegistry, type: GoType, value: unknown): unknown {
  const schema = type.name.replace(/Or\w+$/, '');
  if (Array.isArray(value))
    return value.length === 0 ? null : value.map((item) => (isObject(item) ? encode(registry, schema, item) : item));
  return isObject(value) ? encode(registry, schema, value) : (value ?? null);
}
