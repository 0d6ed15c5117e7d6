import { ACCUMULATOR, type CallExpr, type Expr, type FoldExpr, type ListExpr } from './expr.ts';
import type { Value } from './value.ts';

/** Makes nodes that stand where a macro was called. */
export interface NodeMaker {
  readonly at: number;
  nextId(): number;
}

/** What a macro becomes; a text is what is wrong, at the argument. */
export type Expanded = Expr | { readonly error: string; readonly at: number };
export interface Macro {
  readonly name: string;
  readonly args: number;
  readonly isMember: boolean;
  expand(make: NodeMaker, target: Expr | undefined, args: readonly Expr[]): Expanded | undefined;
}

const constant = (make: NodeMaker, value: Value): Expr => ({ kind: 'constant', id: make.nextId(), at: make.at, value });
const ident = (make: NodeMaker, name: string): Expr => ({ kind: 'ident', id: make.nextId(), at: make.at, name });
const accumulator = (make: NodeMaker): Expr => ident(make, ACCUMULATOR);
export const makeList = (make: NodeMaker, ...elements: readonly Expr[]): ListExpr => ({
  kind: 'list',
  id: make.nextId(),
  at: make.at,
  elements,
  optional: new Set(),
});
export const makeCall = (make: NodeMaker, name: string, ...args: readonly Expr[]): CallExpr => ({
  kind: 'call',
  id: make.nextId(),
  at: make.at,
  name,
  target: undefined,
  args,
});
const member = (make: NodeMaker, name: string, target: Expr, ...args: readonly Expr[]): CallExpr => ({
  ...makeCall(make, name, ...args),
  target,
});
const fold = (make: NodeMaker, parts: Omit<FoldExpr, 'kind' | 'id' | 'at'>): FoldExpr => ({
  kind: 'fold',
  id: make.nextId(),
  at: make.at,
  ...parts,
});

const NOT_SIMPLE = 'argument must be a simple name';
const isReservedVariable = (name: string): boolean => name === ACCUMULATOR || name === '__result__';

/** The name of an iteration variable; an object says what is wrong. */
function variable(expr: Expr | undefined, complaint: string): string | { readonly error: string; readonly at: number } {
  if (expr?.kind !== 'ident') return { error: complaint, at: expr?.at ?? 0 };
  return isReservedVariable(expr.name) ? { error: 'iteration variable overwrites accumulator variable', at: expr.at } : expr.name;
}

type Quantifier = 'all' | 'exists' | 'exists_one';

/** The loop of a quantifier over one or two variables. */
function quantify(make: NodeMaker, kind: Quantifier, range: Expr, [name, name2]: readonly [string, string?], predicate: Expr): FoldExpr {
  const common = { range, variable: name, variable2: name2, accumulator: ACCUMULATOR };
  if (kind === 'all') {
    const initial = constant(make, true);
    const condition = makeCall(make, '@not_strictly_false', accumulator(make));
    return fold(make, {
      ...common,
      initial,
      condition,
      step: makeCall(make, '_&&_', accumulator(make), predicate),
      result: accumulator(make),
    });
  }
  if (kind === 'exists') {
    const initial = constant(make, false);
    const condition = makeCall(make, '@not_strictly_false', makeCall(make, '!_', accumulator(make)));
    return fold(make, {
      ...common,
      initial,
      condition,
      step: makeCall(make, '_||_', accumulator(make), predicate),
      result: accumulator(make),
    });
  }
  const [initial, condition] = [constant(make, 0n), constant(make, true)];
  const step = makeCall(make, '_?_:_', predicate, makeCall(make, '_+_', accumulator(make), constant(make, 1n)), accumulator(make));
  return fold(make, { ...common, initial, condition, step, result: makeCall(make, '_==_', accumulator(make), constant(make, 1n)) });
}

/** A loop that builds a list or map: `step` is made for each element that `filter` lets pass. */
function collect(
  make: NodeMaker,
  range: Expr,
  names: readonly [string, string?],
  initial: Expr,
  filter: Expr | undefined,
  step: () => Expr,
): FoldExpr {
  const condition = constant(make, true);
  const each = step();
  const filtered = filter ? makeCall(make, '_?_:_', filter, each, accumulator(make)) : each;
  const [name, name2] = names;
  return fold(make, {
    range,
    variable: name,
    variable2: name2,
    accumulator: ACCUMULATOR,
    initial,
    condition,
    step: filtered,
    result: accumulator(make),
  });
}

const isComplaint = (value: object | string): value is { readonly error: string; readonly at: number } => typeof value === 'object';

const quantifier = (name: string, kind: Quantifier): Macro => ({
  name,
  args: 2,
  isMember: true,
  expand: (make, target, [first, predicate]) => {
    const found = variable(first, NOT_SIMPLE);
    if (isComplaint(found)) return found;
    return target && predicate ? quantify(make, kind, target, [found], predicate) : undefined;
  },
});

function expandMap(make: NodeMaker, target: Expr | undefined, args: readonly Expr[]): Expanded | undefined {
  const found = variable(args[0], 'argument is not an identifier');
  if (isComplaint(found)) return found;
  const transform = args.at(-1);
  if (!target || !transform) return undefined;
  const initial = makeList(make);
  return collect(make, target, [found], initial, args.length === 3 ? args[1] : undefined, () =>
    makeCall(make, '_+_', accumulator(make), makeList(make, transform)),
  );
}

const expandFilter: Macro['expand'] = (make, target, [first, predicate]) => {
  const found = variable(first, 'argument is not an identifier');
  if (isComplaint(found)) return found;
  if (!target || !first || !predicate) return undefined;
  const initial = makeList(make);
  return collect(make, target, [found], initial, predicate, () => makeCall(make, '_+_', accumulator(make), makeList(make, first)));
};

/** The macros of the language itself. */
export const STANDARD_MACROS: readonly Macro[] = [
  {
    name: 'has',
    args: 1,
    isMember: false,
    expand: (make, _, [arg]) =>
      arg?.kind === 'select'
        ? { kind: 'select', id: make.nextId(), at: make.at, operand: arg.operand, field: arg.field, isTest: true }
        : { error: 'invalid argument to has() macro', at: arg?.at ?? 0 },
  },
  quantifier('all', 'all'),
  quantifier('exists', 'exists'),
  quantifier('exists_one', 'exists_one'),
  { name: 'map', args: 2, isMember: true, expand: expandMap },
  { name: 'map', args: 3, isMember: true, expand: expandMap },
  { name: 'filter', args: 2, isMember: true, expand: expandFilter },
];

/** The two names of a two-variable macro; an object says what is wrong. */
function variables(
  first: Expr | undefined,
  second: Expr | undefined,
): readonly [string, string] | { readonly error: string; readonly at: number } {
  for (const expr of [first, second]) if (expr?.kind !== 'ident') return { error: NOT_SIMPLE, at: expr?.at ?? 0 };
  if (first?.kind !== 'ident' || second?.kind !== 'ident') return { error: NOT_SIMPLE, at: 0 };
  if (first.name === second.name) return { error: `duplicate variable name: ${first.name}`, at: second.at };
  const reserved = [first, second].find(({ name }) => isReservedVariable(name));
  return reserved ? { error: 'iteration variable overwrites accumulator variable', at: reserved.at } : [first.name, second.name];
}

type TwoVariableStep = (make: NodeMaker, key: string, transform: Expr) => Expr;
const twoVariables = (name: string, args: number, initial: (make: NodeMaker) => Expr, step: TwoVariableStep): Macro => ({
  name,
  args,
  isMember: true,
  expand: (make, target, exprs) => {
    const names = variables(exprs[0], exprs[1]);
    if ('error' in names) return names;
    const transform = exprs.at(-1);
    if (!target || !transform) return undefined;
    return collect(make, target, names, initial(make), args === 4 ? exprs[2] : undefined, () => step(make, names[0], transform));
  },
});
const twoVariableQuantifier = (name: string, kind: Quantifier): Macro => ({
  name,
  args: 3,
  isMember: true,
  expand: (make, target, [first, second, predicate]) => {
    const names = variables(first, second);
    if ('error' in names) return names;
    return target && predicate ? quantify(make, kind, target, names, predicate) : undefined;
  },
});
const emptyMap = (make: NodeMaker): Expr => ({ kind: 'map', id: make.nextId(), at: make.at, entries: [] });
const intoList: TwoVariableStep = (make, _, transform) => makeCall(make, '_+_', accumulator(make), makeList(make, transform));
const intoMap: TwoVariableStep = (make, key, transform) => makeCall(make, 'cel.@mapInsert', accumulator(make), ident(make, key), transform);
const entriesInto: TwoVariableStep = (make, _, transform) => makeCall(make, 'cel.@mapInsert', accumulator(make), transform);

/** `all(i, v, …)`, `transformMap` and the like. */
export const TWO_VARIABLE_MACROS: readonly Macro[] = [
  twoVariableQuantifier('all', 'all'),
  twoVariableQuantifier('exists', 'exists'),
  twoVariableQuantifier('existsOne', 'exists_one'),
  twoVariableQuantifier('exists_one', 'exists_one'),
  ...[3, 4].flatMap((args) => [
    twoVariables('transformList', args, (make) => makeList(make), intoList),
    twoVariables('transformMap', args, emptyMap, intoMap),
    twoVariables('transformMapEntry', args, emptyMap, entriesInto),
  ]),
];

/** A loop over nothing that only names `value` for `body`. */
export function bindName(make: NodeMaker, name: string, value: Expr, body: Expr): FoldExpr {
  const [range, condition, step] = [makeList(make), constant(make, false), ident(make, name)];
  return fold(make, { range, variable: '#unused', variable2: undefined, accumulator: name, initial: value, condition, step, result: body });
}

/** A copy with ids of its own, for targets that are written twice. */
function copy(make: NodeMaker, expr: Expr): Expr {
  const id = make.nextId();
  const again = (inner: Expr): Expr => copy(make, inner);
  switch (expr.kind) {
    case 'constant':
    case 'ident':
    case 'none':
      return { ...expr, id };
    case 'select':
      return { ...expr, id, operand: again(expr.operand) };
    case 'call':
      return { ...expr, id, args: expr.args.map(again), target: expr.target && again(expr.target) };
    case 'list':
      return { ...expr, id, elements: expr.elements.map(again) };
    case 'map':
      return {
        ...expr,
        id,
        entries: expr.entries.map((entry) => ({ ...entry, id: make.nextId(), key: again(entry.key), value: again(entry.value) })),
      };
    case 'struct':
      return { ...expr, id, fields: expr.fields.map((field) => ({ ...field, id: make.nextId(), value: again(field.value) })) };
    case 'fold':
      return {
        ...expr,
        id,
        range: again(expr.range),
        initial: again(expr.initial),
        condition: again(expr.condition),
        step: again(expr.step),
        result: again(expr.result),
      };
  }
}

const optionalMap = (name: string, wrap: boolean): Macro => ({
  name,
  args: 2,
  isMember: true,
  expand: (make, target, [first, body]) => {
    if (first?.kind !== 'ident') return { error: `${name}() variable name must be a simple identifier`, at: first?.at ?? 0 };
    if (!target || !body) return undefined;
    const test = member(make, 'hasValue', target);
    const value = bindName(make, first.name, member(make, 'value', copy(make, target)), body);
    return makeCall(make, '_?_:_', test, wrap ? makeCall(make, 'optional.of', value) : value, makeCall(make, 'optional.none'));
  },
});

export const OPTIONAL_MACROS: readonly Macro[] = [optionalMap('optMap', true), optionalMap('optFlatMap', false)];

const SORTABLE: ReadonlySet<Expr['kind']> = new Set(['list', 'select', 'ident', 'fold', 'call']);
const SORT_INPUT = '@__sortBy_input__';

export const SORT_MACROS: readonly Macro[] = [
  {
    name: 'sortBy',
    args: 2,
    isMember: true,
    expand: (make, target, args) => {
      if (!target) return undefined;
      if (!SORTABLE.has(target.kind))
        return { error: 'sortBy can only be applied to a list, identifier, comprehension, call or select expression', at: target.at };
      const keys = expandMap(make, ident(make, SORT_INPUT), args);
      if (!keys || 'error' in keys) return keys;
      return bindName(make, SORT_INPUT, target, member(make, '@sortByAssociatedKeys', ident(make, SORT_INPUT), keys));
    },
  },
];
