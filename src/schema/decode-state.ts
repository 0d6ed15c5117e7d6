import { goNumber } from '../model/go-text.ts';
import type { Json } from '../model/json.ts';
import { shortTypeName, type GoType, type SchemaRegistry } from './registry.ts';
import { isSince } from './release.ts';

/** A JSON value of the wrong kind. `struct` and `field` say where, as Go's `json.UnmarshalTypeError` does. */
export interface TypeProblem {
  readonly value: string;
  readonly type: string;
  readonly struct: string;
  readonly field: string;
}

/**
 * One run of decoding. Upstream knows three sorts of objections, and only the first that applies is told: `fatal` ends decoding at once, `saved` is the
 * first of those that let it go on, `unknown` are fields that only strict decoding minds.
 */
export interface DecodeState {
  readonly registry: SchemaRegistry;
  readonly strict: boolean;
  /** Keys are met in the order in which the API server reads them from its sorted body; without it any objection ends the run. */
  readonly thorough: boolean;
  /** What cannot be decoded is left out, and nothing ends the run. */
  readonly lenient: boolean;
  /** Since 1.35, errors name the inline structs on the way to a field, and keep the way that an inner decoder went. */
  readonly tellsWholeWay: boolean;
  /** Name of the struct whose field is being decoded. */
  struct: string;
  /** Fields on the way there, with the Go names of inline structs. */
  readonly fields: string[];
  /** The way there with indices and keys of maps. */
  path: string;
  fatal: TypeProblem | string | undefined;
  saved: TypeProblem | string | undefined;
  readonly unknown: Set<string>;
}

export const startDecoding = (
  registry: SchemaRegistry,
  { strict, thorough, lenient = false }: { readonly strict: boolean; readonly thorough: boolean; readonly lenient?: boolean },
): DecodeState => ({
  registry,
  strict,
  thorough,
  lenient,
  tellsWholeWay: isSince(registry.release, '1.35'),
  struct: '',
  fields: [],
  path: '',
  fatal: undefined,
  saved: undefined,
  unknown: new Set(),
});

/** Unknown fields that are told at most. */
const MAX_UNKNOWN = 100;

export function addUnknown(state: DecodeState, name: string): void {
  if (!state.thorough) state.fatal ??= 'unknown field';
  else if (state.unknown.size < MAX_UNKNOWN) state.unknown.add(state.path === '' ? name : `${state.path}.${name}`);
}

/** An objection that lets upstream go on to the end. */
export function save(state: DecodeState, problem: TypeProblem | string): void {
  state.saved ??= problem;
  if (!state.thorough && !state.lenient) state.fatal ??= problem;
}

/** An objection that ends decoding. */
export function fail(state: DecodeState, problem: TypeProblem | string): undefined {
  if (!state.lenient) state.fatal ??= problem;
}

/** `value` is nothing that `type` can hold. */
export function saveTypeProblem(state: DecodeState, value: string, type: GoType): void {
  save(state, typeProblem(state, value, type.name));
}

export const typeProblem = (state: DecodeState, value: string, type: string): TypeProblem => ({
  value,
  type: shortTypeName(type),
  struct: state.struct,
  field: state.fields.join('.'),
});

/** What an inner decoder objected to, told from where it was called. */
export const withContext = (state: DecodeState, problem: TypeProblem | string): TypeProblem | string =>
  typeof problem === 'string'
    ? problem
    : {
        ...problem,
        struct: state.struct,
        field: [...state.fields, ...(problem.field === '' || !state.tellsWholeWay ? [] : [problem.field])].join('.'),
      };

export function problemText(problem: TypeProblem | string): string {
  if (typeof problem === 'string') return problem;
  const { value, type, struct, field } = problem;
  const target = struct === '' && field === '' ? 'Go value' : `Go struct field ${struct}.${field}`;
  return `json: cannot unmarshal ${value} into ${target} of type ${type}`;
}

/** The kind of a JSON value as Go's errors name it. */
export function kindOf(value: Json): 'bool' | 'number' | 'string' | 'array' | 'object' | 'null' {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    case 'object':
      return 'object';
    default:
      return 'number';
  }
}

/** A number as it stands in the body. */
export const numberText = (value: number | bigint): string => (typeof value === 'bigint' ? value.toString() : goNumber(value));
