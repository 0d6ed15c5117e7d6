import { invariant } from '../../model/invariant.ts';
import {
  BOOL, BYTES, DOUBLE, DURATION, DYN, INT, NULL, STRING, TIMESTAMP, TYPE, UINT,
  listType, mapType, opaqueType, optionalType, paramType, structType, typeType, type CelType,
} from './types.ts'; // prettier-ignore
import type { Macro } from './macros.ts';
import type { Value } from './value.ts';

/** What a call computes; arguments include the receiver and are never errors, except for functions that say so. */
export type Implementation = (...args: readonly Value[]) => Value;

/** One signature of a function. */
export interface Overload {
  readonly id: string;
  readonly isMember: boolean;
  readonly args: readonly CelType[];
  readonly result: CelType;
  /** Names of type variables in the signature. */
  readonly parameters: readonly string[];
  /** Absent where the function has one implementation for all. */
  readonly run?: Implementation;
}

export interface FunctionDeclaration {
  readonly name: string;
  readonly overloads: readonly Overload[];
  /** One implementation for all overloads: it looks at its arguments itself. */
  readonly run?: Implementation;
}

/** A library of upstream: functions, macros and names of types. */
export interface Library {
  readonly functions: readonly FunctionDeclaration[];
  readonly macros?: readonly Macro[];
  /** Types that expressions can name. */
  readonly types?: readonly CelType[];
}

/** Types of Kubernetes' libraries. */
export const QUANTITY = structType('kubernetes.Quantity');
export const URL_TYPE = structType('kubernetes.URL');
export const FORMAT = structType('kubernetes.NamedFormat');
export const SEMVER = structType('kubernetes.Semver');
export const IP = opaqueType('net.IP');
export const CIDR = opaqueType('net.CIDR');
export const AUTHORIZER = structType('kubernetes.authorization.Authorizer');
export const PATH_CHECK = structType('kubernetes.authorization.PathCheck');
export const GROUP_CHECK = structType('kubernetes.authorization.GroupCheck');
export const RESOURCE_CHECK = structType('kubernetes.authorization.ResourceCheck');
export const DECISION = structType('kubernetes.authorization.Decision');

const NAMES: Readonly<Record<string, CelType>> = {
  bool: BOOL, bytes: BYTES, double: DOUBLE, duration: DURATION, dyn: DYN, int: INT, null: NULL, string: STRING, timestamp: TIMESTAMP, type: TYPE, uint: UINT,
  Quantity: QUANTITY, URL: URL_TYPE, Format: FORMAT, Semver: SEMVER, IP, CIDR,
  Authorizer: AUTHORIZER, PathCheck: PATH_CHECK, GroupCheck: GROUP_CHECK, ResourceCheck: RESOURCE_CHECK, Decision: DECISION,
}; // prettier-ignore

/**
 * Reads a signature: `add_int64(int, int) -> int`; `list_join: list(string).(string) -> string` with the receiver first. Capital letters alone are type
 * variables.
 */
export function overload(signature: string, run?: Implementation): Overload {
  const match = /^(?<id>[^(:]+)(?:: (?<receiver>.+)\.)?\((?<args>.*)\) -> (?<result>.+)$/.exec(signature)?.groups;
  invariant(match, `no signature: ${signature}`);
  const { id = '', receiver, args = '', result = '' } = match;
  const types = [...(receiver === undefined ? [] : [receiver]), ...split(args)].map(readType);
  const parameters = [...new Set(signature.match(/\b[A-Z]\b/g))];
  const declared = { id, isMember: receiver !== undefined, args: types, result: readType(result), parameters };
  return run ? { ...declared, run } : declared;
}

/** A function whose overloads have implementations of their own. */
export const fn = (name: string, ...overloads: readonly Overload[]): FunctionDeclaration => ({ name, overloads });
/** A function with one implementation for all its overloads. */
export const singleton = (name: string, run: Implementation, ...signatures: readonly string[]): FunctionDeclaration => ({
  name,
  overloads: signatures.map((signature) => overload(signature)),
  run,
});

/** Splits at commas that are not within parentheses. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const [i, char] of [...text].entries()) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === ',' && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '');
}

function readType(text: string): CelType {
  const [, name = text, inner] = /^(\w+)\((.*)\)$/.exec(text) ?? [];
  if (inner === undefined) {
    if (/^[A-Z]$/.test(text)) return paramType(text);
    const type = NAMES[text];
    invariant(type, `unknown type ${text}`);
    return type;
  }
  const [first = DYN, second = DYN] = split(inner).map(readType);
  switch (name) {
    case 'list':
      return listType(first);
    case 'map':
      return mapType(first, second);
    case 'optional':
      return optionalType(first);
    default:
      return typeType(first);
  }
}
