import { formatClause, parseFormat, type Clause } from '../src/schema/cel/library/format-text.ts';
import { compare, intOf, uintOf } from '../src/schema/cel/arithmetic.ts';
import {
  fn,
  overload,
  type FunctionDeclaration,
  type Implementation,
  type Library,
  type Overload,
} from '../src/schema/cel/declarations.ts';
import type { Expr } from '../src/schema/cel/expr.ts';
import { makeCall, makeList, type Macro } from '../src/schema/cel/macros.ts';
import { celError, elementsOf, isList, isMap, isUint, NO_SUCH_OVERLOAD, uint, type Value } from '../src/schema/cel/value.ts';
import { decodeBase64, encodeBase64 } from '../src/model/base64.ts';

/** Libraries that the cel-spec cases use and Kubernetes has not. */

const isNamespace = (target: Expr | undefined, name: string): boolean => target?.kind === 'ident' && target.name === name;

export const ENCODERS: Library = {
  functions: [
    fn(
      'base64.decode',
      overload('base64_decode_string(string) -> bytes', (text) => {
        if (typeof text !== 'string') return NO_SUCH_OVERLOAD;
        const bytes = decodeBase64(text.replace(/=*$/, '') + '='.repeat((4 - (text.replace(/=*$/, '').length % 4)) % 4));
        return bytes instanceof Uint8Array ? bytes : celError(`illegal base64 data at input byte ${bytes.corruptAt}`);
      }),
    ),
    fn(
      'base64.encode',
      overload('base64_encode_bytes(bytes) -> string', (bytes) => (bytes instanceof Uint8Array ? encodeBase64(bytes) : NO_SUCH_OVERLOAD)),
    ),
  ],
};

const isNumeric = (expr: Expr): boolean =>
  expr.kind === 'constant'
    ? typeof expr.value === 'bigint' || typeof expr.value === 'number' || isUint(expr.value ?? null)
    : !['list', 'map', 'struct'].includes(expr.kind);

function extremeMacro(name: 'least' | 'greatest', target: string, args: number): Macro {
  return {
    name,
    args,
    isMember: true,
    expand: (make, receiver, exprs) => {
      if (!receiver || !isNamespace(receiver, 'math')) return undefined;
      const [first] = exprs;
      if (!first) return { error: `math.${name}() requires at least one argument`, at: receiver.at };
      if (exprs.length === 1) {
        const isListOfNumbers = first.kind === 'list' && first.elements.length > 0 && first.elements.every(isNumeric);
        return isListOfNumbers || isNumeric(first)
          ? makeCall(make, target, first)
          : { error: `math.${name}() invalid single argument value`, at: first.at };
      }
      const wrong = exprs.find((expr) => !isNumeric(expr));
      if (wrong) return { error: `math.${name}() simple literal arguments must be numeric`, at: wrong.at };
      return exprs.length === 2 ? makeCall(make, target, ...exprs) : makeCall(make, target, makeList(make, ...exprs));
    },
  };
}

const isNumber = (value: Value): boolean => typeof value === 'bigint' || typeof value === 'number' || isUint(value);

function extreme(id: string, replaces: number): FunctionDeclaration {
  const pick = (values: readonly Value[]): Value => {
    const [first, ...others] = values;
    if (first === undefined) return celError(`math.${id}(list) argument must not be empty`);
    if (!values.every(isNumber)) return celError(`no such overload: math.${id}`);
    return others.reduce((best, value) => (compare(best, value) === replaces ? value : best), first);
  };
  const run: Implementation = (...args) =>
    args.length === 1 && args[0] !== undefined && isList(args[0]) ? pick(elementsOf(args[0])) : pick(args);
  const types = ['double', 'int', 'uint'];
  const pairs = types.flatMap((a) => types.map((b) => overload(`math_${id}_${a}_${b}(${a}, ${b}) -> ${a === b ? a : 'dyn'}`, run)));
  const lists = types.flatMap((type) => [
    overload(`math_${id}_${type}(${type}) -> ${type}`, run),
    overload(`math_${id}_list_${type}(list(${type})) -> ${type}`, run),
  ]);
  return fn(`math.${id}`, ...lists, ...pairs);
}

const ofDouble = (name: string, run: (value: number) => Value, result = 'double'): FunctionDeclaration =>
  fn(
    `math.${name}`,
    overload(`math_${name}_double(double) -> ${result}`, (value) => (typeof value === 'number' ? run(value) : NO_SUCH_OVERLOAD)),
  );
const ofNumber = (name: string, run: Implementation, result?: string): FunctionDeclaration =>
  fn(
    `math.${name}`,
    ...['double', 'int', 'uint'].map((type): Overload => overload(`math_${name}_${type}(${type}) -> ${result ?? type}`, run)),
  );

const MASK = 2n ** 64n - 1n;
function bits(name: string, run: (a: bigint, b: bigint) => bigint, second = 'same', unary = false): FunctionDeclaration {
  const of = (type: 'int' | 'uint'): Overload => {
    const other = second === 'same' ? type : second;
    const signature = unary
      ? `math_${name}_${type}_${type}(${type}) -> ${type}`
      : `math_${name}_${type}_${other}(${type}, ${other}) -> ${type}`;
    return overload(signature, (a = null, b = 0n) => {
      const [left, right] = [a, b].map((value) => (isUint(value) ? value.value : typeof value === 'bigint' ? value : undefined));
      if (left === undefined || right === undefined) return NO_SUCH_OVERLOAD;
      if (second === 'int' && right < 0n) return celError(`math.${name}() negative offset: ${right}`);
      const result = run(left & MASK, right) & MASK;
      return type === 'uint' ? uint(result) : BigInt.asIntN(64, result);
    });
  };
  return fn(`math.${name}`, of('int'), of('uint'));
}

const ZERO = { double: 0, int: 0n } as const;
/** Half away from zero, as Go rounds. */
const round = (value: number): number => (Number.isFinite(value) ? Math.sign(value) * Math.round(Math.abs(value)) : value);

export const MATH: Library = {
  functions: [
    extreme('@min', 1),
    extreme('@max', -1),
    ofDouble('ceil', Math.ceil),
    ofDouble('floor', Math.floor),
    ofDouble('round', round),
    ofDouble('trunc', Math.trunc),
    ofDouble('isInf', (value) => Math.abs(value) === Infinity, 'bool'),
    ofDouble('isNaN', Number.isNaN, 'bool'),
    ofDouble('isFinite', Number.isFinite, 'bool'),
    ofNumber('abs', (value = null) => (typeof value === 'number' ? Math.abs(value) : typeof value === 'bigint' ? intOf(value < 0n ? -value : value) : value)),
    ofNumber('sign', (value = null) => {
      if (typeof value === 'number') return Number.isNaN(value) ? value : value > ZERO.double ? 1 : value < ZERO.double ? -1 : 0;
      if (typeof value === 'bigint') return value > ZERO.int ? 1n : value < ZERO.int ? -1n : 0n;
      return isUint(value) ? uintOf(value.value === 0n ? 0n : 1n) : NO_SUCH_OVERLOAD;
    }),
    ofNumber('sqrt', (value = null) => Math.sqrt(isUint(value) ? Number(value.value) : Number(value)), 'double'),
    bits('bitAnd', (a, b) => a & b),
    bits('bitOr', (a, b) => a | b),
    bits('bitXor', (a, b) => a ^ b),
    bits('bitNot', (a) => ~a, 'same', true),
    bits('bitShiftLeft', (a, b) => (b >= 64n ? 0n : a << b), 'int'),
    bits('bitShiftRight', (a, b) => (b >= 64n ? 0n : a >> b), 'int'),
  ],
  macros: [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((args) => [extremeMacro('least', 'math.@min', args), extremeMacro('greatest', 'math.@max', args)]),
}; // prettier-ignore

/** A clause of the newest formats: numbers look as in C, and any number will do. */
function newerClause(clause: Clause, precision: number | undefined, value: Value): string | undefined {
  const special =
    typeof value === 'number' && !Number.isFinite(value) ? (Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity') : undefined;
  if (special !== undefined && 'dfes'.includes(clause)) return special;
  const number = isUint(value) ? Number(value.value) : typeof value === 'bigint' || typeof value === 'number' ? Number(value) : undefined;
  if (clause === 'f') return number?.toFixed(precision ?? 6);
  if (clause === 'e') return number?.toExponential(precision ?? 6).replace(/e([+-])(\d)$/, 'e$10$2');
  return clause === 's' ? newerText(value) : formatClause(clause, precision, value);
}

/** What `%s` makes in the newest formats: nothing is quoted. */
function newerText(value: Value): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : newerClause('f', undefined, value);
  if (isList(value)) return joined('[', elementsOf(value).map(newerText), ']'); // prettier-ignore
  if (!isMap(value)) return formatClause('s', undefined, value);
  const entries = value.keys().map((key) => `${newerText(key) ?? ''}: ${newerText(value.find(key) ?? null) ?? ''}`);
  return joined('{', entries.sort(), '}');
}
const joined = (open: string, texts: readonly (string | undefined)[], close: string): string | undefined =>
  texts.includes(undefined) ? undefined : open + texts.join(', ') + close;

export const NEWER_STRINGS: Library = {
  functions: [
    fn('reverse', overload('string_reverse: string.() -> string', (of) => (typeof of === 'string' ? [...of].reverse().join('') : NO_SUCH_OVERLOAD))),
    fn('format', overload('string_format: string.(list(dyn)) -> string', (of = null, args = null) => {
      if (typeof of !== 'string' || !isList(args)) return NO_SUCH_OVERLOAD;
      let text = '';
      let used = 0;
      for (const part of parseFormat(of, args.length)) {
        if (typeof part === 'string') text += part;
        else if ('error' in part) return celError(part.error);
        else {
          const shown = newerClause(part.clause, part.precision, args.at(used++));
          if (shown === undefined) return celError('error during formatting');
          text += shown;
        }
      }
      return text;
    })),
  ],
}; // prettier-ignore
