import type { Checked } from './check.ts';
import { childrenOf, walkExpr, type CallExpr, type Expr } from './expr.ts';
import { parseGoDuration } from './go-duration.ts';
import { clauseComplaint, parseFormat, type Clause } from './library/format-text.ts';
import { compileRegex } from './regex.ts';
import type { Issue } from './source.ts';
import { parseTimestamp } from './timestamp.ts';
import { isDyn, parametersOf, runtimeNameOf, sameType, typeText, type CelType } from './types.ts';
import { isError } from './value.ts';

/** Checks of literals that upstream makes once types are known: durations, timestamps, patterns, elements of one type, formats. */
export function validateLiterals(checked: Checked): readonly Issue[] {
  const all = [...walkExpr(checked.expr)];
  const calls = (name: string): CallExpr[] => all.filter((expr): expr is CallExpr => expr.kind === 'call' && expr.name === name);
  const literal = (name: string, isValid: (text: string) => boolean): Issue[] =>
    calls(name).flatMap(({ args: [first] }) =>
      first?.kind === 'constant' && typeof first.value === 'string' && !isValid(first.value)
        ? [{ offset: first.at, message: `invalid ${name} argument` }]
        : [],
    );
  return [
    ...validateAggregates(checked),
    ...literal('duration', (text) => parseGoDuration(text) !== undefined),
    ...literal('timestamp', (text) => {
      const value = parseTimestamp(text);
      return value !== undefined && !isError(value);
    }),
    ...literal('matches', (text) => !('error' in compileRegex(text))),
    ...calls('format').flatMap((call) => validateFormat(call, checked)),
  ];
}

/** That elements of lists and maps are of one type, except in arguments of `format`. */
function validateAggregates({ expr, types }: Checked): Issue[] {
  const lists: Issue[] = [];
  const maps: Issue[] = [];
  const typeOf = ({ id }: Expr, isOptional: boolean): CelType | undefined => {
    const type = types[id];
    return isOptional && type ? parametersOf(type)[0] : type;
  };
  const mismatch = (at: Expr, expected: CelType | undefined, found: CelType | undefined): Issue[] =>
    !expected || !found || sameType(expected, found, true)
      ? []
      : [{ offset: at.at, message: `expected type '${typeText(expected)}' but found '${typeText(found)}'` }];
  const visit = (at: Expr, isExempt: boolean): void => {
    if (!isExempt && at.kind === 'list') {
      const [first, ...others] = at.elements.map((element, i) => ({ element, type: typeOf(element, at.optional.has(i)) }));
      const wrong = others.flatMap(({ element, type }) => mismatch(element, first?.type, type));
      lists.push(...wrong.slice(0, 1));
    }
    if (!isExempt && at.kind === 'map') {
      const [first, ...others] = at.entries;
      for (const { key, value, isOptional } of others) {
        maps.push(...mismatch(key, first && typeOf(first.key, false), typeOf(key, false)));
        maps.push(...mismatch(value, first && typeOf(first.value, first.isOptional), typeOf(value, isOptional)));
      }
    }
    const inner = isExempt || (at.kind === 'call' && at.name === 'format');
    for (const child of childrenOf(at)) visit(child, inner);
  };
  visit(expr, false);
  return [...lists, ...maps];
}

const ALLOWED: Readonly<Record<Clause, readonly CelType['kind'][]>> = {
  s: ['list', 'map', 'int', 'uint', 'double', 'bool', 'string', 'timestamp', 'bytes', 'duration', 'type', 'null'],
  d: ['int', 'uint'],
  f: ['double', 'string'],
  e: ['double', 'string'],
  b: ['int', 'uint', 'bool'],
  x: ['int', 'uint', 'string', 'bytes'],
  X: ['int', 'uint', 'string', 'bytes'],
  o: ['int', 'uint'],
};

/** A literal format with a literal list of arguments. */
function validateFormat(call: CallExpr, { types, references }: Checked): Issue[] {
  const { target, args } = call;
  const [list, ...more] = args;
  const reference = references[call.id];
  if (reference?.kind === 'overloads' && !reference.ids.includes('string_format')) return [];
  if (target?.kind !== 'constant' || typeof target.value !== 'string' || list?.kind !== 'list' || more.length > 0) return [];
  let used = 0;
  for (const part of parseFormat(target.value, list.elements.length)) {
    if (typeof part === 'string') continue;
    if ('error' in part) return [{ offset: call.at, message: part.error }];
    const wrong = misfit(part.clause, list.elements[used++], types);
    if (wrong) return [{ offset: wrong.at, message: clauseComplaint(part.clause, runtimeNameOf(types[wrong.id] ?? { kind: 'dyn' })) }];
  }
  if (list.elements.length <= used) return [];
  const message = `too many arguments supplied to string.format (expected ${used}, got ${list.elements.length})`;
  return [{ offset: call.at, message }];
}

/** The part of an argument that a clause cannot take. */
function misfit(clause: Clause, argument: Expr | undefined, types: Checked['types']): Expr | undefined {
  const type = argument && types[argument.id];
  if (!argument || !type) return undefined;
  if (!isDyn(type) && !ALLOWED[clause].includes(type.kind)) return argument;
  if (clause !== 's') return undefined;
  const parts = argument.kind === 'list' || argument.kind === 'map' ? childrenOf(argument) : [];
  return parts.map((part) => misfit('s', part, types)).find((part) => part !== undefined);
}
