import { isObject, own, setOwn, type Json, type JsonObject } from '../model/json.ts';
import { isZeroTimeText } from '../model/time.ts';
import { compareUtf8 } from '../model/utf8-order.ts';
import { decodeLeaf } from './decode-leaf.ts';
import { addUnknown, fail, kindOf, saveTypeProblem, startDecoding, withContext, type DecodeState } from './decode-state.ts';
import type { GoType, Member, OpaqueType } from './registry.ts';

/**
 * A value of `type` in canonical form: a private, mutable copy. Undefined for null and for what cannot be decoded, which `state` then knows.
 */
export function decodeValue(state: DecodeState, type: GoType, value: Json): unknown {
  switch (type.kind) {
    case 'pointer':
      return value === null ? undefined : decodeValue(state, type.element, value);
    case 'struct':
      return decodeStruct(state, type, value);
    case 'slice':
      return decodeSlice(state, type, type.element, value);
    case 'map':
      return decodeMap(state, type, type.element, value);
    case 'schema-or-bool':
      if (typeof value === 'boolean') return value;
      return kindOf(value) === 'object' ? decodeSchema(state, type, value) : fail(state, 'boolean or JSON schema expected');
    case 'schema-or-array':
      return kindOf(value) === 'object' || Array.isArray(value) ? decodeSchema(state, type, value) : undefined;
    case 'schema-or-string-array':
      if (kindOf(value) === 'object') return decodeSchema(state, type, value);
      return Array.isArray(value) ? decodeApart(state, STRINGS, value) : undefined;
    default:
      return decodeLeaf(state, type, value);
  }
}

const STRINGS: GoType = { kind: 'slice', name: '[]string', element: { kind: 'string', name: 'string' } };

/** A CRD schema, or a list of them, in one of the "schema or …" places. */
function decodeSchema(state: DecodeState, type: OpaqueType, value: Json): unknown {
  const schema: GoType = { kind: 'struct', name: type.name.replace(/Or\w+$/, '') };
  return decodeApart(state, Array.isArray(value) ? { kind: 'slice', name: `[]${schema.name}`, element: schema } : schema, value);
}

/** With a decoder of its own, which does not mind unknown fields; what it objects to ends decoding. */
function decodeApart(state: DecodeState, type: GoType, value: Json): unknown {
  const { registry, thorough, lenient } = state;
  const apart = startDecoding(registry, { strict: false, thorough, lenient });
  const decoded = decodeValue(apart, type, value);
  const problem = lenient ? undefined : (apart.fatal ?? apart.saved);
  return problem === undefined ? decoded : fail(state, withContext(state, problem));
}

function decodeStruct(state: DecodeState, type: GoType, value: Json): unknown {
  if (value === null) return undefined;
  if (!isObject(value)) {
    saveTypeProblem(state, kindOf(value), type);
    return undefined;
  }
  const { struct: outerStruct, path: outerPath } = state;
  const depth = state.fields.length;
  const members = state.registry.struct(type.name).byJson;
  const structName = type.name.slice(type.name.lastIndexOf('.') + 1);
  const out: Record<string, unknown> = {};
  for (const key of keysOf(state, value)) {
    const item = own(value, key);
    if (item === undefined) continue;
    const member = members.get(key);
    if (!member) {
      if (state.strict) addUnknown(state, key);
    } else if (item !== null) {
      state.struct = structName;
      if (state.tellsWholeWay) state.fields.push(...member.within);
      state.fields.push(key);
      if (state.thorough) state.path = outerPath === '' ? key : `${outerPath}.${key}`;
      const decoded = decodeValue(state, member.field.type, item);
      if (decoded !== undefined && !isZero(member, decoded)) out[key] = decoded;
    }
    if (state.fatal !== undefined) return undefined;
    state.struct = outerStruct;
    state.fields.length = depth;
    state.path = outerPath;
  }
  return out;
}

/** Whether Go could not tell the value from one that was never given. */
function isZero({ field }: Member, decoded: unknown): boolean {
  switch (field.type.kind) {
    case 'string':
      return decoded === '';
    case 'bool':
      return decoded === false;
    case 'int32':
    case 'int64':
    case 'float64':
    case 'int-or-string':
      return decoded === 0;
    case 'quantity':
      return decoded === '0';
    case 'time':
    case 'micro-time':
      return isZeroTimeText(decoded);
    case 'struct':
      return isObject(decoded) && Object.keys(decoded).length === 0;
    default:
      return false;
  }
}

function decodeSlice(state: DecodeState, type: GoType, element: GoType, value: Json): unknown {
  if (value === null) return undefined;
  if (!Array.isArray(value)) {
    saveTypeProblem(state, kindOf(value), type);
    return undefined;
  }
  const outerPath = state.path;
  const out: unknown[] = [];
  for (const [index, item] of value.entries()) {
    if (state.thorough) state.path = `${outerPath}[${index}]`;
    out.push(decodeValue(state, element, item) ?? zeroOf(element));
    if (state.fatal !== undefined) return undefined;
  }
  state.path = outerPath;
  return out;
}

function decodeMap(state: DecodeState, type: GoType, element: GoType, value: Json): unknown {
  if (value === null) return undefined;
  if (!isObject(value)) {
    saveTypeProblem(state, kindOf(value), type);
    return undefined;
  }
  const outerPath = state.path;
  const out: Record<string, unknown> = {};
  for (const key of keysOf(state, value)) {
    const item = own(value, key);
    if (item === undefined) continue;
    if (state.thorough) state.path = outerPath === '' ? key : `${outerPath}.${key}`;
    setOwn(out, key, decodeValue(state, element, item) ?? zeroOf(element));
    if (state.fatal !== undefined) return undefined;
  }
  state.path = outerPath;
  return out;
}

/** What stands in a list or map where null was given. */
function zeroOf(type: GoType): unknown {
  switch (type.kind) {
    case 'string':
    case 'bytes':
      return '';
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
    case 'int-or-string':
      return 0;
    case 'struct':
      return {};
    case 'slice':
      return [];
    case 'map':
      return {};
    case 'quantity':
      return '0';
    default:
      return null;
  }
}

function keysOf(state: DecodeState, value: JsonObject): string[] {
  const keys = Object.keys(value);
  return state.thorough ? keys.sort(compareUtf8) : keys;
}
