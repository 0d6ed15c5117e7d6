import { encodeValue, isPrinted } from '../encode.ts';
import { isFields, type Fields } from '../crd/value.ts';
import type { GoType, SchemaRegistry, StructType } from '../registry.ts';
import { jsonValue, NOTHING_UNKNOWN, unfitKey } from './json-value.ts';
import { celError, type ListValue, type MapValue, type Value } from './value.ts';

/**
 * An object of a Go type as expressions see it, which is as the server would print it (`encode`), with the types of the server or as the JSON of them
 * (`jsonValue`). Its members are made when they are asked for: it must not change meanwhile.
 */
export const goObject = (registry: SchemaRegistry, typeName: string, object: Fields, isTyped: boolean): MapValue =>
  new StructMap({ registry, isTyped }, registry.struct(typeName), object);

interface Sight {
  readonly registry: SchemaRegistry;
  readonly isTyped: boolean;
}

function goValue(sight: Sight, type: GoType, value: unknown): Value {
  const { registry, isTyped } = sight;
  const isAbsent = value === undefined || value === null;
  switch (type.kind) {
    case 'struct':
      return goObject(registry, type.name, isFields(value) ? value : {}, isTyped);
    case 'pointer':
      return isAbsent ? null : goValue(sight, type.element, value);
    case 'slice':
      return Array.isArray(value) ? goList(sight, type.element, value) : null;
    default:
      return jsonValue(encodeValue(registry, type, value), isTyped);
  }
}

function goList(sight: Sight, type: GoType, items: readonly unknown[]): ListValue {
  const members: Value[] = [];
  const at = (index: number): Value => {
    if (index < 0 || index >= items.length) return celError(`index out of bounds: ${index}`);
    return (members[index] ??= goValue(sight, type, items[index]));
  };
  return { kind: 'list', length: items.length, at, ...(sight.isTyped && { isTyped: true }) };
}

class StructMap implements MapValue {
  readonly kind = 'map';
  readonly raw: MapValue['raw'];
  private readonly sight: Sight;
  private readonly struct: StructType;
  private readonly fields: Fields;
  private readonly members = new Map<string, Value | undefined>();
  private names: string[] | undefined;

  constructor(sight: Sight, struct: StructType, fields: Fields) {
    this.sight = sight;
    this.struct = struct;
    this.fields = fields;
    this.raw = sight.isTyped ? NOTHING_UNKNOWN : undefined;
  }
  get size(): number {
    return this.keys().length;
  }
  find(key: Value): Value | undefined {
    if (typeof key !== 'string') return this.sight.isTyped ? unfitKey(key) : undefined;
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
    return isPrinted(field, value) ? goValue(this.sight, field.type, value) : undefined;
  }
}
