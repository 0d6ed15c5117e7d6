import { itemsOf, preservesUnknownFields, propertyOf, valuesOf, type SchemaProps } from '../crd/schema-props.ts';
import type { SchemaRegistry } from '../registry.ts';
import { builtInType } from './built-in-type.ts';
import { DEDUCED, UNTYPED, type ListMerge, type MapMerge, type MergeType } from './merge-type.ts';

const OBJECT_META = 'k8s.io/apimachinery/pkg/apis/meta/v1.ObjectMeta';
const known = new WeakMap<SchemaProps, MergeType>();

/** How custom resources of a schema are merged. */
export function customType(schema: SchemaProps, registry: SchemaRegistry): MergeType {
  let type = known.get(schema);
  if (!type) known.set(schema, (type = typeOf(schema, registry, false, true)));
  return type;
}

function typeOf(schema: SchemaProps, registry: SchemaRegistry, keepsUnknown: boolean, isResource: boolean): MergeType {
  const keeps = keepsUnknown || preservesUnknownFields(schema);
  const below = { registry, keeps, isResource: isResource || schema['x-kubernetes-embedded-resource'] === true };
  switch (schema['x-kubernetes-int-or-string'] ? undefined : schema.type) {
    case 'object':
      return { map: mapOf(schema, below) };
    case 'array':
      return { list: listOf(schema, below) };
    case 'string':
      return { scalar: schema.format === undefined || schema.format === 'byte' ? 'string' : 'untyped' };
    case 'integer':
    case 'number':
      return { scalar: 'numeric' };
    case 'boolean':
      return { scalar: 'boolean' };
    default:
      return { scalar: 'untyped', list: listOf(schema, below), map: mapOf(schema, below) };
  }
}

interface Below {
  readonly registry: SchemaRegistry;
  readonly keeps: boolean;
  readonly isResource: boolean;
}

function mapOf(schema: SchemaProps, { registry, keeps, isResource }: Below): MapMerge {
  const { properties = {}, additionalProperties } = schema;
  const values = valuesOf(schema);
  const isOpen = additionalProperties === undefined ? keeps || Object.keys(properties).length === 0 : additionalProperties === true;
  const members = new Map<string, MergeType | undefined>();
  function make(name: string): MergeType | undefined {
    if (isResource && (name === 'apiVersion' || name === 'kind')) return { scalar: 'string' };
    if (isResource && name === 'metadata') return builtInType(registry, OBJECT_META);
    const own = propertyOf(schema, name) ?? values;
    return own ? typeOf(own, registry, keeps, false) : isOpen ? DEDUCED : undefined;
  }
  return {
    isAtomic: schema['x-kubernetes-map-type'] === 'atomic',
    member(name) {
      if (!members.has(name)) members.set(name, make(name));
      return members.get(name);
    },
    isField: (name) => propertyOf(schema, name) !== undefined || (isResource && ['apiVersion', 'kind', 'metadata'].includes(name)),
    defaultOf: (name) => propertyOf(schema, name)?.default,
  };
}

function listOf(schema: SchemaProps, { registry, keeps }: Below): ListMerge {
  const items = itemsOf(schema);
  const listType = schema['x-kubernetes-list-type'];
  let element: MergeType | undefined;
  return {
    relation: listType === 'set' || listType === 'map' ? listType : 'atomic',
    keys: listType === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : [],
    element: () => (element ??= items ? typeOf(items, registry, keeps, false) : UNTYPED),
  };
}
