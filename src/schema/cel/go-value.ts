import { encodeValue, isPrinted } from '../encode.ts';
import { isFields, type Fields } from '../crd/value.ts';
import type { GoType, SchemaRegistry, StructType } from '../registry.ts';
import { jsonValue, NOTHING_UNKNOWN } from './json-value.ts';
import { celError, NO_SUCH_OVERLOAD, type ListValue, type MapValue, type Value } from './value.ts';

/**
 * An object of a Go type as expressions see it, which is as the server would print it (`encode`). Its members are made when they are asked for: it must not
 * change meanwhile.
 */
export const goObject = (registry: SchemaRegistry, typeName: string, object: Fields): MapValue =>
  new StructMap(registry, registry.struct(typeName), object);

function goValue(registry: SchemaRegistry, type: GoType, value: unknown): Value {
  if (value === undefined || value === null)
    return type.kind === 'struct' ? goObject(registry, type.name, {}) : jsonValue(encodeValue(registry, type, value), true);
  switch (type.kind) {
    case 'struct':
      return goObject(registry, type.name, isFields(value) ? value : {});
    case 'pointer':
      return goValue(registry, type.element, value);
    case 'slice':
      return Array.isArray(value) ? goList(registry, type.element, value) : null;
    default:
      return jsonValue(encodeValue(registry, type, value), true);
  }
}

function goList(registry: SchemaRegistry, type: GoType, items: readonly unknown[]): ListValue {
  const members: Value[] = [];
  const at = (index: number): Value => {
    if (index < 0 || index >= items.length) return celError(`index out of bounds: ${index}`);
    return (members[index] ??= goValue(registry, type, items[index]));
  };
  return { kind: 'list', length: items.length, at, isTyped: true };
}

class StructMap implements MapValue {
  readonly kind = 'map';
  readonly raw = NOTHING_UNKNOWN;
  private readonly registry: SchemaRegistry;
  private readonly struct: StructType;
  private readonly fields: Fields;
  private readonly members = new Map<string, Value | undefined>();
  private names: string[] | undefined;

  constructor(registry: SchemaRegistry, struct: StructType, fields: Fields) {
    this.registry = registry;
    this.struct = struct;
    this.fields = fields;
  }
  get size(): number {
    return this.keys().length;
  }
  find(key: Value): Value | undefined {
    if (typeof key !== 'string') return NO_SUCH_OVERLOAD;
    const known = this.members.get(key);
    if (known !== undefined || this.members.has(key)) return known;
    const made = this.make(key);
    this.members.set(key, made);
    return made;
  }
  keys(): readonly string[] {
    return (this.names ??= [...this.struct.byJson.keys()].filter((name) => this.find(name) !== undefined));
  }
  private make(name: string): Value | undefined {
    const field = this.struct.byJson.get(name)?.field;
    if (!field) return undefined;
    const value = Object.hasOwn(this.fields, name) ? this.fields[name] : undefined;
    return isPrinted(field, value) ? goValue(this.registry, field.type, value) : undefined;
  }
}
