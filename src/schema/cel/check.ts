import { invariant } from '../../model/invariant.ts';
import type { FunctionDeclaration, Overload } from './declarations.ts';
import type { CallExpr, Expr, FoldExpr, ListExpr, MapExpr, SelectExpr, StructExpr } from './expr.ts';
import { ENUM_VALUES, type Message } from './messages.ts';
import type { Issue } from './source.ts';
import { moreGeneral, substitute, unify, unifyAll, type Substitution } from './substitution.ts';
import type { TypeProvider } from './type-provider.ts';
import {
  BOOL, BYTES, DOUBLE, DYN, ERROR, INT, NULL, STRING, UINT,
  isDyn, isDynOrError, listType, mapType, optionalType, paramType, runtimeNameOf, sameType, structType, typeText, typeType, unwrapOptional, type CelType,
} from './types.ts'; // prettier-ignore
import { isUint, type Value } from './value.ts';

/** What names mean. */
export interface CheckEnvironment {
  readonly variables: ReadonlyMap<string, CelType>;
  readonly functions: ReadonlyMap<string, FunctionDeclaration>;
  /** Types that expressions can name, by name. */
  readonly types: ReadonlyMap<string, CelType>;
  readonly provider: TypeProvider;
  /** Messages that expressions can make, by name. */
  readonly messages: ReadonlyMap<string, Message>;
  /** What messages put behind names they do not know. */
  readonly container: string;
  /** Types are not checked: what does not fit fails when it is evaluated. */
  readonly isUnchecked?: boolean;
}

/** What a name or call in an expression refers to. */
export type Reference =
  | { readonly kind: 'variable'; readonly name: string; readonly isLocal: boolean }
  | { readonly kind: 'type'; readonly name: string }
  | { readonly kind: 'constant'; readonly name: string; readonly value: Value }
  | { readonly kind: 'overloads'; readonly ids: readonly string[]; readonly functionName: string; readonly overloads: readonly Overload[] };

export interface Checked {
  readonly expr: Expr;
  /** By id of the expression. */
  readonly types: readonly (CelType | undefined)[];
  readonly references: readonly (Reference | undefined)[];
  /** What the whole evaluates to. */
  readonly type: CelType;
}

interface Scope {
  readonly parent: Scope | undefined;
  readonly names: ReadonlyMap<string, CelType>;
}

/** Determines the type of every part, and what names refer to; issues are in upstream's words, in the order found. */
export function check(expr: Expr, size: number, environment: CheckEnvironment): Checked | readonly Issue[] {
  const issues: Issue[] = [];
  const types = Array.from<CelType | undefined>({ length: size });
  const references = Array.from<Reference | undefined>({ length: size });
  const { provider, container } = environment;
  let substitution: Substitution = new Map();
  let scope: Scope | undefined;
  let variables = 0;

  const isUnchecked = environment.isUnchecked === true;
  const issue = (at: number, message: string): void => void (isUnchecked || issues.push({ offset: at, message }));
  const newVariable = (): CelType => paramType(`_var${variables++}`);
  const typeOf = ({ id }: Expr): CelType => {
    const type = types[id];
    invariant(type, 'an expression is checked before its type is asked for');
    return type;
  };
  const resolve = (type: CelType): CelType => substitute(substitution, type, false);
  function accepts(to: CelType, from: CelType): boolean {
    const agreed = unify(substitution, to, from);
    if (agreed) substitution = agreed;
    return agreed !== undefined;
  }
  const undeclared = (at: number, name: string): void => issue(at, `undeclared reference to '${name}' (in container '${container}')`);
  const mismatch = (at: number, wanted: CelType, found: CelType): void =>
    issue(at, `expected type '${typeText(wanted)}' but found '${typeText(found)}'`);

  function checkExpr(at: Expr): CelType {
    const type = typeOfExpr(at);
    types[at.id] = type;
    return type;
  }
  function typeOfExpr(at: Expr): CelType {
    switch (at.kind) {
      case 'constant':
        return typeOfConstant(at.value);
      case 'ident':
        return checkIdent(at.id, at.at, at.name);
      case 'select':
        return checkSelect(at);
      case 'call':
        return checkCall(at);
      case 'list':
        return checkList(at);
      case 'map':
        return checkMap(at);
      case 'struct':
        return checkStruct(at);
      case 'fold':
        return checkFold(at);
      case 'none':
        return ERROR;
    }
  }
  const localType = (name: string): CelType | undefined => {
    for (let at = scope; at; at = at.parent) if (at.names.has(name)) return at.names.get(name);
    return undefined;
  };
  /** The variable or type of a name; notes what it refers to. */
  function lookUp(id: number, dotted: string, isLocalAllowed: boolean): CelType | undefined {
    const name = dotted.replace(/^\./, '');
    const local = isLocalAllowed && name === dotted ? localType(name) : undefined;
    if (local) {
      references[id] = { kind: 'variable', name, isLocal: true };
      return local;
    }
    for (const candidate of candidates(dotted)) {
      const variable = environment.variables.get(candidate);
      if (variable) {
        references[id] = { kind: 'variable', name: candidate, isLocal: false };
        return variable;
      }
      const named = typeNamed(candidate);
      if (named) {
        references[id] = { kind: 'type', name: environment.messages.has(candidate) ? candidate : runtimeNameOf(named) };
        return typeType(named);
      }
      const constant = ENUM_VALUES.get(candidate);
      if (constant !== undefined) {
        references[id] = { kind: 'constant', name: candidate, value: constant };
        return INT;
      }
    }
    return undefined;
  }
  const typeNamed = (name: string): CelType | undefined =>
    environment.types.get(name) ?? (provider.hasType(name) ? structType(name) : environment.messages.get(name)?.type);
  /** Names within the container first: `a.b.c`, `a.c`, `c`. */
  function candidates(dotted: string): string[] {
    if (dotted.startsWith('.') || container === '') return [dotted.replace(/^\./, '')];
    const parts = container.split('.');
    return [...parts.map((_, i) => `${parts.slice(0, parts.length - i).join('.')}.${dotted}`), dotted];
  }
  function checkIdent(id: number, at: number, name: string): CelType {
    const found = lookUp(id, name, true);
    if (found) return isUnchecked ? DYN : found;
    undeclared(at, name);
    if (isUnchecked) references[id] = { kind: 'variable', name: name.replace(/^\./, ''), isLocal: false };
    return ERROR;
  }
  function checkSelect(select: SelectExpr): CelType {
    const names = qualifiedName(select);
    if (names) {
      const [first = ''] = names;
      const found = first.startsWith('.') || !localType(first) ? lookUp(select.id, names.join('.'), false) : undefined;
      if (found) return found;
    }
    const type = fieldOf(select.id, select.at, select.operand, select.field, false);
    return select.isTest ? BOOL : resolve(type);
  }
  function fieldOf(id: number, at: number, operand: Expr, field: string, isOptional: boolean): CelType {
    const [target, wasOptional] = unwrapOptional(resolve(checkExpr(operand)));
    const type = memberType(at, target, field);
    return isOptional || wasOptional ? optionalType(type) : type;
  }
  function memberType(at: number, target: CelType, field: string): CelType {
    switch (target.kind) {
      case 'map':
        return target.parameters[1];
      case 'struct':
        return structField(at, target.name, field) ?? ERROR;
      case 'param':
        accepts(DYN, target);
        return DYN;
      default:
        if (!isDynOrError(target)) issue(at, `type '${typeText(target)}' does not support field selection`);
        return DYN;
    }
  }
  function structField(at: number, typeName: string, field: string): CelType | undefined {
    const message = provider.hasType(typeName) ? undefined : environment.messages.get(typeName);
    if (!message && !provider.hasType(typeName) && !environment.types.has(typeName))
      return void issue(at, `unexpected failed resolution of '${typeName}'`);
    const type = message ? message.fields[field] : provider.fieldType(typeName, field);
    if (!type) issue(at, `undefined field '${field}'`);
    return type;
  }
  function checkCall(call: CallExpr): CelType {
    const { name, target, args } = call;
    if (name === '_?._') return checkOptionalSelect(call);
    for (const arg of args) checkExpr(arg);
    if (!target) {
      const found = findFunction(name);
      if (found) return checkOverloads(call, found, args, false);
      undeclared(call.at, name);
      return ERROR;
    }
    const qualified = target.kind === 'ident' || target.kind === 'select' ? qualifiedName(target)?.join('.') : undefined;
    const namespaced = qualified === undefined ? undefined : findFunction(`${qualified}.${name}`);
    if (namespaced) return checkOverloads(call, namespaced, args, false);
    checkExpr(target);
    const found = findFunction(name);
    if (found) return checkOverloads(call, found, [target, ...args], true);
    undeclared(call.at, name);
    return ERROR;
  }
  function findFunction(name: string): FunctionDeclaration | undefined {
    for (const candidate of candidates(name)) {
      const found = environment.functions.get(candidate);
      if (found) return found;
    }
    return undefined;
  }
  function checkOptionalSelect({ id, at, args: [operand, field] }: CallExpr): CelType {
    invariant(operand && field?.kind === 'constant' && typeof field.value === 'string', 'a selection has an operand and a name');
    references[id] = { kind: 'overloads', ids: ['select_optional_field'], functionName: '_?._', overloads: [] };
    types[field.id] = STRING;
    return resolve(fieldOf(id, at, operand, field.value, true));
  }
  function checkOverloads(call: CallExpr, found: FunctionDeclaration, args: readonly Expr[], isMember: boolean): CelType {
    const argTypes = args.map(typeOf);
    if (found.name === '_&&_' || found.name === '_||_') return checkLogical(call, found, args);
    const matching: Overload[] = [];
    let result: CelType | undefined;
    for (const overload of found.overloads) {
      if (overload.isMember !== isMember) continue;
      const fresh = new Map(overload.parameters.map((name) => [name, newVariable()]));
      const agreed = unifyAll(substitution, argTypes, overload.args.map((arg) => substitute(fresh, arg, false))); // prettier-ignore
      if (!agreed) continue;
      substitution = agreed;
      matching.push(overload);
      const type = resolve(substitute(fresh, overload.result, false));
      if (result === undefined) result = type;
      else if (!isDyn(result) && !sameType(type, result)) result = DYN;
    }
    if (result === undefined) {
      if (isUnchecked) references[call.id] = { kind: 'overloads', ids: [], functionName: found.name, overloads: found.overloads };
      const shown = argTypes.map((type) => typeText(substitute(substitution, type, true)));
      const receiver = isMember ? `${shown.shift() ?? ''}.` : '';
      issue(call.at, `found no matching overload for '${found.name}' applied to '${receiver}(${shown.join(', ')})'`);
      return ERROR;
    }
    references[call.id] = { kind: 'overloads', ids: matching.map(({ id }) => id), functionName: found.name, overloads: matching };
    return result;
  }
  function checkLogical(call: CallExpr, found: FunctionDeclaration, args: readonly Expr[]): CelType {
    const wrong = args.filter((arg) => !accepts(typeOf(arg), BOOL));
    for (const arg of wrong) mismatch(arg.at, BOOL, typeOf(arg));
    if (wrong.length > 0) return ERROR;
    references[call.id] = {
      kind: 'overloads',
      ids: found.overloads.map(({ id }) => id),
      functionName: found.name,
      overloads: found.overloads,
    };
    return BOOL;
  }
  /** The type of an optional entry's value. */
  function entryType(value: Expr, isOptional: boolean): CelType {
    const type = typeOf(value);
    if (!isOptional) return type;
    const [inner, wasOptional] = unwrapOptional(type);
    if (!wasOptional && !isDyn(inner)) mismatch(value.at, optionalType(inner), inner);
    return inner;
  }
  /** The type of elements of a literal so far with one more. */
  const join = (previous: CelType | undefined, next: CelType): CelType =>
    previous === undefined ? next : accepts(previous, next) ? moreGeneral(previous, next) : DYN;
  function checkList({ elements, optional }: ListExpr): CelType {
    let type: CelType | undefined;
    for (const [i, element] of elements.entries()) {
      checkExpr(element);
      type = join(type, entryType(element, optional.has(i)));
    }
    return listType(type ?? newVariable());
  }
  function checkMap({ entries }: MapExpr): CelType {
    let keys: CelType | undefined;
    let values: CelType | undefined;
    for (const { key, value, isOptional } of entries) {
      checkExpr(key);
      keys = join(keys, typeOf(key));
      checkExpr(value);
      values = join(values, entryType(value, isOptional));
    }
    return mapType(keys ?? newVariable(), values ?? newVariable());
  }
  function checkStruct(struct: StructExpr): CelType {
    const candidate = candidates(struct.typeName).find((name) => typeNamed(name) !== undefined);
    const named = candidate === undefined ? undefined : typeNamed(candidate);
    if (candidate === undefined || !named) {
      undeclared(struct.at, struct.typeName);
      return ERROR;
    }
    const isKnown = !provider.hasType(candidate) && environment.messages.has(candidate);
    const typeName = isKnown ? candidate : runtimeNameOf(named);
    references[struct.id] = { kind: 'type', name: typeName };
    const isMessage = isKnown || named.kind === 'struct' || ['any', 'timestamp', 'duration', 'dyn', 'null'].includes(named.kind);
    if (!isMessage) issue(struct.at, `'${typeName}' is not a message type`);
    for (const field of struct.fields) {
      checkExpr(field.value);
      const declared = structField(field.at, typeName, field.name) ?? ERROR;
      const type = entryType(field.value, field.isOptional);
      if (!accepts(declared, type))
        issue(field.at, `expected type of field '${field.name}' is '${typeText(declared)}' but provided type is '${typeText(type)}'`);
    }
    return isMessage ? named : ERROR;
  }
  function checkFold(fold: FoldExpr): CelType {
    const range = resolve(checkExpr(fold.range));
    const accumulator = checkExpr(fold.initial);
    const outer = scope;
    scope = { parent: outer, names: new Map([[fold.accumulator, accumulator]]) };
    const inner = scope;
    const [first, second] = iterationTypes(fold, range);
    scope = {
      parent: inner,
      names: new Map([[fold.variable, first], ...(fold.variable2 === undefined ? [] : [[fold.variable2, second] as const])]),
    };
    checkExpr(fold.condition);
    assertType(fold.condition, BOOL);
    checkExpr(fold.step);
    assertType(fold.step, accumulator);
    scope = inner;
    const result = checkExpr(fold.result);
    scope = outer;
    return resolve(result);
  }
  function iterationTypes({ range: { at }, variable2 }: FoldExpr, range: CelType): readonly [CelType, CelType] {
    switch (range.kind) {
      case 'list':
        return variable2 === undefined ? [range.parameters[0], DYN] : [INT, range.parameters[0]];
      case 'map':
        return range.parameters;
      case 'dyn':
      case 'error':
      case 'param':
        accepts(DYN, range);
        return [DYN, DYN];
      default:
        issue(at, `expression of type '${typeText(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`);
        return [ERROR, ERROR];
    }
  }
  function assertType(at: Expr, wanted: CelType): void {
    if (!accepts(wanted, typeOf(at))) mismatch(at.at, wanted, typeOf(at));
  }

  checkExpr(expr);
  if (issues.length > 0) return issues;
  const resolved = types.map((type) => type && substitute(substitution, type, true));
  return { expr, types: resolved, references, type: resolved[expr.id] ?? DYN };
}

/** `a.b.c` as names when it is nothing but names. */
function qualifiedName(expr: Expr): string[] | undefined {
  const names: string[] = [];
  for (let at = expr; ; at = at.operand) {
    if (at.kind === 'ident') return [at.name, ...names];
    if (at.kind !== 'select' || at.isTest) return undefined;
    names.unshift(at.field);
  }
}

function typeOfConstant(value: Value): CelType {
  if (value === null) return NULL;
  if (value instanceof Uint8Array) return BYTES;
  if (isUint(value)) return UINT;
  return { bigint: INT, number: DOUBLE, string: STRING, boolean: BOOL }[typeof value as 'bigint' | 'number' | 'string' | 'boolean'];
}
