import { decodeBase64 } from '../../model/base64.ts';
import { itemsOf, propertyOf, valuesOf, type SchemaProps } from '../crd/schema-props.ts';
import { type Fields, goType, isFields, kindOfValue } from '../crd/value.ts';
import { escapeName, unescapeName } from './escape.ts';
import { parseFormatDuration } from './format-duration.ts';
import { asRuleResource } from './resource-schema.ts';
import { parseTimestamp } from './timestamp.ts';
import {
  celError,
  duration,
  isError,
  isMap,
  keyText,
  NO_SUCH_OVERLOAD,
  type ListKind,
  type ListValue,
  type MapValue,
  type Value,
} from './value.ts';

/** A value of a custom resource as rules see it by its schema. Members are made when they are asked for. */
export function typedValue(value: unknown, schema: SchemaProps): Value {
  if (value === null || value === undefined)
    return schema.nullable ? null : celError('invalid data, got null for schema with nullable=false');
  if (schema['x-kubernetes-int-or-string']) {
    if (typeof value === 'string') return value;
    return wholeNumber(value) ?? celError('invalid data, expected XIntOrString value to be either a string or integer');
  }
  switch (schema.type) {
    case 'object':
      return isFields(value) ? typedMap(value, schema) : celError('invalid data, expected a map for the provided schema with type=object');
    case 'array':
      return Array.isArray(value)
        ? typedList(value, schema)
        : celError('invalid data, expected an array for the provided schema with type=array');
    case 'string':
      return typeof value === 'string' ? typedText(value, schema) : celError(`invalid data, expected string, got ${goType(value)}`);
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint'
        ? Number(value)
        : celError(`invalid data, expected float, got ${goType(value)}`);
    case 'integer':
      return wholeNumber(value) ?? celError(`invalid data, expected int, got ${goType(value)}`);
    case 'boolean':
      return typeof value === 'boolean' ? value : celError(`invalid data, expected bool, got ${goType(value)}`);
  }
  if (schema['x-kubernetes-preserve-unknown-fields']) return { kind: 'unknown', value };
  const wanted =
    'object, array, number, integer, boolean or string, or no type with x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields is true';
  return celError(`invalid type, expected ${wanted}, got ${schema.type ?? ''}`);
}

const wholeNumber = (value: unknown): bigint | undefined =>
  kindOfValue(value) === 'int' && (typeof value === 'number' || typeof value === 'bigint') ? BigInt(value) : undefined;

function typedText(text: string, { format }: SchemaProps): Value {
  switch (format) {
    case 'duration': {
      const nanos = parseFormatDuration(text);
      return nanos === undefined ? celError(`Invalid duration ${text}: unable to parse ${text} as duration`) : duration(nanos);
    }
    case 'date':
      return (
        (/^\d{4}-\d\d-\d\d$/.test(text) ? parseTimestamp(`${text}T00:00:00Z`) : undefined) ??
        celError(`Invalid date formatted string ${text}`)
      );
    case 'date-time':
      return parseTimestamp(text) ?? celError(`Invalid date-time formatted string ${text}`);
    case 'byte': {
      const bytes = decodeBase64(text);
      return bytes instanceof Uint8Array
        ? bytes
        : celError(`Invalid byte formatted string ${text}: illegal base64 data at input byte ${bytes.corruptAt}`);
    }
    default:
      return text;
  }
}

function typedMap(value: Fields, given: SchemaProps): MapValue {
  const isEmbedded = given['x-kubernetes-embedded-resource'] === true;
  const schema = isEmbedded ? asRuleResource(given) : given;
  const isObject = schema.properties !== undefined;
  const values = isEmbedded || isObject ? undefined : valuesOf(schema);
  const schemaOf = (name: string): SchemaProps | undefined => values ?? propertyOf(schema, name);
  const members = new Map<string, Value>();
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  const find = (key: Value): Value | undefined => {
    if (typeof key !== 'string') return NO_SUCH_OVERLOAD;
    const name = isObject ? unescapeName(key) : key;
    if (name === undefined || !Object.hasOwn(value, name) || value[name] === undefined) return undefined;
    if (isObject && value[name] === null) return undefined;
    const below = schemaOf(name);
    if (!below) return undefined;
    let member = members.get(name);
    if (member === undefined) members.set(name, (member = typedValue(value[name], below)));
    return member;
  };
  return {
    kind: 'map',
    size: names.length,
    find,
    keys: () => names.filter((name) => schemaOf(name) !== undefined).map((name) => (isObject ? (escapeName(name) ?? name) : name)),
    raw: {
      unknownKeys: names.filter((name) => schemaOf(name) === undefined),
      get: (name) => (Object.hasOwn(value, name) ? value[name] : undefined),
    },
  };
}

function typedList(value: readonly unknown[], schema: SchemaProps): Value {
  const items = itemsOf(schema);
  if (!items) return celError('invalid array type, expected Items with a non-empty Schema');
  const members: Value[] = [];
  const list: ListValue = {
    kind: 'list',
    isTyped: true,
    length: value.length,
    at: (index) => {
      if (index < 0 || index >= value.length) return celError(`index out of bounds: ${index}`);
      let member = members[index];
      if (member === undefined) members[index] = member = typedValue(value[index], items);
      return member;
    },
  };
  const kind = listKind(schema);
  return kind ? { ...list, as: kind } : list;
}

function listKind(schema: SchemaProps): ListKind | undefined {
  if (schema['x-kubernetes-list-type'] === 'set') return { kind: 'set' };
  if (schema['x-kubernetes-list-type'] !== 'map') return undefined;
  const names = (schema['x-kubernetes-list-map-keys'] ?? []).map((name) => escapeName(name) ?? name);
  return { kind: 'map', keyOf: (element) => names.map((name) => keyPart(element, name)).join('\0') };
}

function keyPart(element: Value, name: string): string {
  const member = isMap(element) ? element.find(name) : undefined;
  return member === undefined || isError(member) ? '' : (keyText(member) ?? '');
}
