import type { PathElement } from '../model/field-path.ts';
import type { Field, GoType, SchemaRegistry, StructType } from './registry.ts';

/** What a place in an object is by its schema. */
export interface ResolvedField {
  readonly type: GoType;
  /** The field that the place is, or an element of; absent at the root. */
  readonly field?: Field;
  /** The struct that has the field. */
  readonly owner?: StructType;
}

/**
 * Walks from the struct `typeName` along `path`. A field step on a map is a key of it. Undefined where the schema ends (unknown field,
 * value below a scalar, free-form JSON).
 */
export function resolveField(registry: SchemaRegistry, typeName: string, path: readonly PathElement[]): ResolvedField | undefined {
  let at: ResolvedField = { type: { kind: 'struct', name: typeName } };
  for (const element of path) {
    const next = step(registry, at, element);
    if (!next) return undefined;
    at = next;
  }
  return at;
}

function step(registry: SchemaRegistry, at: ResolvedField, element: PathElement): ResolvedField | undefined {
  const type = target(at.type);
  if (element.kind === 'index') return type.kind === 'slice' ? { ...at, type: type.element } : undefined;
  if (type.kind === 'map') return { ...at, type: type.element };
  if (type.kind !== 'struct') return undefined;
  const owner = registry.struct(type.name);
  const field = owner.byJson.get(element.kind === 'field' ? element.name : element.key)?.field;
  return field && { type: field.type, field, owner };
}

/** The type behind pointers. */
export const target = (type: GoType): Exclude<GoType, { kind: 'pointer' }> => (type.kind === 'pointer' ? target(type.element) : type);

/** The struct that `type`, or what it points to, is. */
export function structOf(registry: SchemaRegistry, type: GoType): StructType | undefined {
  const pointed = target(type);
  return pointed.kind === 'struct' ? registry.struct(pointed.name) : undefined;
}

/** A type as people write it: `[]Container`, `map[string]string`, `int32`, `Quantity`. */
export function typeLabel(type: GoType): string {
  switch (type.kind) {
    case 'pointer':
      return typeLabel(type.element);
    case 'slice':
      return `[]${typeLabel(type.element)}`;
    case 'map':
      return `map[string]${typeLabel(type.element)}`;
    case 'struct':
    case 'quantity':
    case 'time':
    case 'micro-time':
    case 'int-or-string':
      return type.name.slice(type.name.lastIndexOf('.') + 1);
    case 'raw':
    case 'fields':
    case 'json':
      return 'object';
    case 'schema-or-array':
    case 'schema-or-bool':
    case 'schema-or-string-array':
      return 'JSONSchemaProps';
    case 'bytes':
      return 'string (base64)';
    case 'string':
    case 'bool':
    case 'int32':
    case 'int64':
    case 'float64':
      return type.kind;
  }
}
