import { isFields, kindOfValue, type Fields } from '../crd/value.ts';
import { goTypeName } from './go-type-name.ts';
import { celError, type CelError, type ListValue, type MapValue, type Value } from './value.ts';

/**
 * JSON as expressions see it that know no schema of it: whole numbers are int, all others double. Members are made when they are asked for. What comes
 * from a type of the server (`isTyped`) cannot be compared to values of other kinds, as lists and maps of a schema cannot.
 */
export function jsonValue(value: unknown, isTyped: boolean): Value {
  switch (kindOfValue(value)) {
    case 'int':
      return typeof value === 'bigint' ? value : BigInt(Number(value));
    case 'float':
      return Number(value);
    case 'slice':
      return Array.isArray(value) ? jsonList(value, isTyped) : null;
    case 'map':
      return isFields(value) ? new JsonMap(value, isTyped) : null;
    case 'string':
      return typeof value === 'string' ? value : null;
    case 'bool':
      return value === true;
    case 'null':
      return null;
  }
}

function jsonList(items: readonly unknown[], isTyped: boolean): ListValue {
  const members: Value[] = [];
  const at = (index: number): Value => {
    if (index < 0 || index >= items.length) return celError(`index out of bounds: ${index}`);
    return (members[index] ??= jsonValue(items[index], isTyped));
  };
  return isTyped ? { kind: 'list', length: items.length, at, isTyped, hasIntIndices: true } : { kind: 'list', length: items.length, at };
}

/** What maps have whose type knows all their keys. */
export const NOTHING_UNKNOWN = { unknownKeys: [], get: () => undefined };

/** What such maps say to keys that are no texts. */
export const unfitKey = (key: Value): CelError => celError(`unsupported map key type: ${goTypeName(key)}`);

class JsonMap implements MapValue {
  readonly kind = 'map';
  readonly raw: MapValue['raw'];
  private readonly fields: Fields;
  private readonly isTyped: boolean;
  private readonly members = new Map<string, Value>();
  private names: string[] | undefined;

  constructor(fields: Fields, isTyped: boolean) {
    this.fields = fields;
    this.isTyped = isTyped;
    this.raw = isTyped ? NOTHING_UNKNOWN : undefined;
  }
  get size(): number {
    return this.keys().length;
  }
  find(key: Value): Value | undefined {
    if (typeof key !== 'string') return this.isTyped ? unfitKey(key) : undefined;
    const known = this.members.get(key);
    if (known !== undefined || !Object.hasOwn(this.fields, key) || this.fields[key] === undefined) return known;
    const made = jsonValue(this.fields[key], this.isTyped);
    this.members.set(key, made);
    return made;
  }
  keys(): readonly string[] {
    return (this.names ??= Object.keys(this.fields).filter((name) => this.fields[name] !== undefined));
  }
}
