import { decodeBase64 } from '../model/base64.ts';
import { sortedGoJson } from '../model/sorted-json.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { parseQuantity, type Quantity } from '../model/quantity.ts';
import { instantOf, isZeroTime, ZERO_TIME } from '../model/time.ts';
import { compareUtf8 } from '../model/utf8-order.ts';

import { goTypeText, type GoType, type SchemaRegistry } from './registry.ts';

/**
 * The text that `dump.ForHash` makes of the Go value a controller holds after reading an object from the API server: types, field names and zero values
 * of the release's structs all count. `value` is in canonical form.
 */
export function dumpForHash(registry: SchemaRegistry, typeName: string, value: unknown): string {
  return dump(registry, { kind: 'struct', name: typeName }, value);
}

/** With its type in front, as struct fields are. */
const dump = (registry: SchemaRegistry, type: GoType, value: unknown): string => `(${goTypeText(type)})${dumpValue(registry, type, value)}`;

/** Without its type, as elements of lists and maps and what pointers lead to are. */
function dumpValue(registry: SchemaRegistry, type: GoType, value: unknown): string {
  switch (type.kind) {
    case 'pointer':
      return value === undefined || value === null ? NIL : dumpValue(registry, type.element, value);
    case 'struct':
      return dumpStruct(registry, type.name, isObject(value) ? value : {});
    case 'slice':
      // the controller reads protobuf, which does not know empty lists and maps
      return Array.isArray(value) && value.length > 0 ? `[${value.map((item) => dumpValue(registry, type.element, item)).join(' ')}]` : NIL;
    case 'map':
      return isObject(value) && Object.keys(value).length > 0 ? dumpMap(registry, type.element, value) : NIL;
    case 'string':
      return typeof value === 'string' ? value : '';
    case 'bool':
      return String(value === true);
    case 'int32':
    case 'int64':
    case 'float64':
      return typeof value === 'number' || typeof value === 'bigint' ? String(value) : '0';
    case 'bytes':
      return dumpBytes(value);
    case 'quantity':
      return dumpQuantity(typeof value === 'string' ? value : '0');
    case 'time':
    case 'micro-time':
      return dumpTime(value);
    case 'int-or-string':
      return dumpIntOrString(value);
    default:
      return `{Raw:([]uint8)${value === undefined || value === null ? NIL : `[${new TextEncoder().encode(sortedGoJson(value)).join(' ')}]`}}`;
  }
}

const NIL = '<nil>';

function dumpStruct(registry: SchemaRegistry, typeName: string, value: JsonObject): string {
  const fields = registry.struct(typeName).fields.map((field) => {
    const item = field.inline ? value : Object.hasOwn(value, field.json) ? value[field.json] : undefined;
    return `${field.go}:${dump(registry, field.type, item)}`;
  });
  return `{${fields.join(' ')}}`;
}

function dumpMap(registry: SchemaRegistry, element: GoType, value: JsonObject): string {
  const entries = Object.keys(value)
    .sort(compareUtf8)
    .map((key) => `${key}:${dumpValue(registry, element, value[key])}`);
  return `map[${entries.join(' ')}]`;
}

function dumpBytes(value: unknown): string {
  const bytes = typeof value === 'string' ? decodeBase64(value) : undefined;
  return bytes instanceof Uint8Array && bytes.length > 0 ? `[${bytes.join(' ')}]` : NIL;
}

function dumpIntOrString(value: unknown): string {
  const isText = typeof value === 'string';
  const number = typeof value === 'number' ? value : 0;
  return `{Type:(intstr.Type)${isText ? 1 : 0} IntVal:(int32)${number} StrVal:(string)${isText ? value : ''}}`;
}

function dumpQuantity(text: string): string {
  const parsed = parseQuantity(text);
  const quantity: Quantity = typeof parsed === 'string' ? { unscaled: 0n, scale: 0, format: '', inDecimal: false, text: '' } : parsed;
  const { unscaled, scale, format, inDecimal } = quantity;
  const int = inDecimal ? { value: 0n, scale: 0 } : { value: unscaled, scale };
  const decimal = inDecimal ? `{unscaled:(big.Int)${dumpBigInt(unscaled)} scale:(inf.Scale)${-scale}}` : NIL;
  return (
    `{i:(resource.int64Amount){value:(int64)${int.value} scale:(resource.Scale)${int.scale}} ` +
    `d:(resource.infDecAmount){Dec:(*inf.Dec)${decimal}} s:(string)${quantity.text} Format:(resource.Format)${format}}`
  );
}

/** Words of 64 bits, the least significant first. */
function dumpBigInt(value: bigint): string {
  const words: bigint[] = [];
  for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 64n) words.push(BigInt.asUintN(64, rest));
  return `{neg:(bool)${value < 0n} abs:(big.nat)${words.length > 0 ? `[${words.join(' ')}]` : NIL}}`;
}

function dumpTime(value: unknown): string {
  const instant = (typeof value === 'string' ? instantOf(value) : undefined) ?? ZERO_TIME;
  // seconds count from year 1; a time that is set carries the local zone, which is UTC where controllers run
  const location = isZeroTime(instant)
    ? NIL
    : `{name:(string)UTC zone:([]time.zone)${NIL} tx:([]time.zoneTrans)${NIL} extend:(string) cacheStart:(int64)0 cacheEnd:(int64)0 cacheZone:(*time.zone)${NIL}}`;
  return `{Time:(time.Time){wall:(uint64)${instant.nanoseconds} ext:(int64)${instant.seconds - ZERO_TIME.seconds} loc:(*time.Location)${location}}}`;
}
