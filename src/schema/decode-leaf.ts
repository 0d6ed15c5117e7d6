import { canonicalBase64, encodeBase64 } from '../model/base64.ts';
import { goJson } from '../model/go-text.ts';
import { deepCopy, type Json } from '../model/json.ts';
import { parseQuantity, quantityText } from '../model/quantity.ts';
import { formatMicroTime, formatTime, parseMicroTime, parseTime } from '../model/time.ts';
import { fail, kindOf, numberText, save, saveTypeProblem, typeProblem, type DecodeState } from './decode-state.ts';
import type { GoType, OpaqueType, ScalarType } from './registry.ts';

/** A value without parts. Undefined for null and for what cannot be decoded. */
export function decodeLeaf(state: DecodeState, type: ScalarType | OpaqueType, value: Json): unknown {
  if (value === null) return undefined;
  switch (type.kind) {
    case 'string':
      if (typeof value === 'string') return value;
      break;
    case 'bool':
      if (typeof value === 'boolean') return value;
      break;
    case 'int32':
    case 'int64':
      if (typeof value === 'number' || typeof value === 'bigint') return decodeInteger(state, type, type.kind, value);
      break;
    case 'float64':
      if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
      break;
    case 'bytes':
      if (typeof value === 'string') return decodeBytes(state, value);
      if (Array.isArray(value)) return decodeByteList(state, value);
      break;
    case 'quantity':
      return decodeQuantity(state, value);
    case 'time':
    case 'micro-time':
      return decodeTime(state, type.kind, value);
    case 'int-or-string':
      return typeof value === 'string' ? value : decodeInt32(state, value);
    default:
      return deepCopy(value);
  }
  saveTypeProblem(state, kindOf(value), type);
  return undefined;
}

const LIMITS = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
} as const;

function decodeInteger(state: DecodeState, type: GoType, kind: 'int32' | 'int64', value: number | bigint): unknown {
  if (typeof value === 'number' && Number.isSafeInteger(value) && (kind === 'int64' || value === (value | 0)))
    return value === 0 ? 0 : value;
  // a double from 1e21 on stands in the body with an exponent, which is no integer there
  const whole = typeof value === 'bigint' ? value : Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value) : undefined;
  const [least, most] = LIMITS[kind];
  if (whole !== undefined && whole >= least && whole <= most) return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
  saveTypeProblem(state, `number ${numberText(value)}`, type);
  return undefined;
}

function decodeBytes(state: DecodeState, text: string): unknown {
  const canonical = canonicalBase64(text);
  if (typeof canonical === 'string') return canonical;
  save(state, `illegal base64 data at input byte ${canonical.corruptAt}`);
  return undefined;
}

/** A list of numbers is a list of bytes, too. */
function decodeByteList(state: DecodeState, list: readonly Json[]): unknown {
  const bytes = new Uint8Array(list.length);
  for (const [index, item] of list.entries()) {
    if (item === null) continue;
    if (typeof item === 'number' && Number.isInteger(item) && item >= 0 && item <= 255) bytes[index] = item;
    else saveTypeProblem(state, typeof item === 'number' || typeof item === 'bigint' ? `number ${numberText(item)}` : kindOf(item), UINT8);
  }
  return encodeBase64(bytes);
}

const UINT8: GoType = { kind: 'int32', name: 'uint8' };

/** Quantities read the very text of the body: numbers are fine, strings are not unescaped. */
function decodeQuantity(state: DecodeState, value: Json): unknown {
  if (typeof value === 'string' && PLAIN_QUANTITY.test(value)) return value;
  const quantity = parseQuantity(quantitySource(value).trim());
  return typeof quantity === 'string' ? fail(state, quantity) : quantityText(quantity);
}

/** Quantities that are plainly canonical. */
const PLAIN_QUANTITY = /^[1-9]\d{0,2}[mkMG]?$/;

function quantitySource(value: Json): string {
  if (typeof value === 'string') return goJson(value).slice(1, -1);
  return typeof value === 'number' || typeof value === 'bigint' ? numberText(value) : kindOf(value);
}

function decodeTime(state: DecodeState, kind: 'time' | 'micro-time', value: Json): unknown {
  if (typeof value !== 'string') return fail(state, typeProblem(state, kindOf(value), 'string'));
  const instant = kind === 'time' ? parseTime(value) : parseMicroTime(value);
  if (typeof instant === 'string') return fail(state, instant);
  return kind === 'time' ? formatTime(instant) : formatMicroTime(instant);
}

/** The number of an int-or-string; unlike a plain field's, an objection to it ends decoding. */
function decodeInt32(state: DecodeState, value: Json): unknown {
  if (typeof value === 'number' && value === (value | 0)) return value === 0 ? 0 : value;
  const found = typeof value === 'number' || typeof value === 'bigint' ? `number ${numberText(value)}` : kindOf(value);
  return fail(state, typeProblem(state, found, 'int32'));
}
