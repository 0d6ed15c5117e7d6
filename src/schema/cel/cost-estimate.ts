import { invariant } from '../../model/invariant.ts';
import { LIST_COST, MAP_COST, SELECT_COST, STRUCT_COST } from './call-cost.ts';
import { estimateLibraryCall, estimateStandardCall, type Call, type CallEstimate, type Operand } from './call-estimate.ts';
import type { Checked } from './check.ts';
import { EMPTY, exactly, NOTHING, plus, times, total, union, UNKNOWN, type Range } from './cost-range.ts';
import type { DeclType } from './decl-type.ts';
import type { CallExpr, Expr, FoldExpr, SelectExpr } from './expr.ts';
import { codePoints } from './library/standard.ts';
import { append, NO_PATH, pathOf, sizeAt, type SizePath } from './size-path.ts';
import { DYN, type CelType } from './types.ts';

/** Sizes of the keys (or indices) and values of a container. */
interface EntrySizes {
  readonly container: 'list' | 'map';
  readonly key: Range;
  readonly value: Range;
}

/** What is known of a variable of a macro. */
interface Local {
  readonly path: SizePath;
  readonly size: Range | undefined;
  readonly entries: EntrySizes | undefined;
}

const ONE = exactly(1);
const NO_ENTRIES: EntrySizes = { container: 'list', key: ONE, value: NOTHING };

/**
 * What an expression costs at least and at most, in upstream's units: its limits for rules of CRDs hold for `max`. Sizes of values come from `root`, the
 * declaration of `self` (undefined when nothing is known of any variable); they are only those of values below `rootName` where that is given.
 */
export function estimateCost({ expr, types, references }: Checked, root: DeclType | undefined, rootName?: string): Range {
  const paths = new Map<number, SizePath>();
  const sizes = new Map<number, Range>();
  const entrySizes = new Map<number, EntrySizes>();
  const locals = new Map<string, Local[]>();

  const typeOf = ({ id }: Expr): CelType => types[id] ?? DYN;
  const sizeByDeclaration = (path: SizePath): Range | undefined => sizeAt(path, root, rootName);
  const localOf = (at: Expr): Local | undefined => (at.kind === 'ident' ? locals.get(at.name)?.at(-1) : undefined);
  const pathTo = (at: Expr): SizePath => localOf(at)?.path ?? paths.get(at.id) ?? NO_PATH;
  const entriesOf = (at: Expr): EntrySizes | undefined => entrySizes.get(at.id) ?? localOf(at)?.entries;
  const operandOf = (at: Expr): Operand => ({ type: typeOf(at), expr: at, path: pathTo(at), size: sizeOf(at) });

  function sizeOf(at: Expr): Range | undefined {
    const known = sizes.get(at.id) ?? literalSize(at);
    if (known) return known;
    const declared = sizeByDeclaration(pathTo(at));
    if (declared) {
      sizes.set(at.id, declared);
      return declared;
    }
    return isScalar(typeOf(at)) ? ONE : localOf(at)?.size;
  }
  const sizeOrUnknown = (at: Expr): Range => sizeOf(at) ?? UNKNOWN;

  function withLocals<T>(variables: Readonly<Record<string, Local>>, act: () => T): T {
    const added = Object.entries(variables);
    for (const [name, local] of added) locals.set(name, [...(locals.get(name) ?? []), local]);
    const result = act();
    for (const [name] of added) locals.get(name)?.pop();
    return result;
  }

  function cost(at: Expr): Range {
    switch (at.kind) {
      case 'constant':
      case 'none':
        return NOTHING;
      case 'ident':
        return costOfName(at.id, at.name, locals.get(at.name)?.at(-1));
      case 'select':
        return costOfSelect(at);
      case 'call':
        return costOfCall(at);
      case 'list': {
        const { elements } = at;
        const sum = total(elements.map(cost));
        const value = elements.length === 0 ? NOTHING : elements.map(sizeOrUnknown).reduce(union, EMPTY);
        entrySizes.set(at.id, { ...NO_ENTRIES, value });
        return plus(sum, exactly(LIST_COST));
      }
      case 'map': {
        const { entries } = at;
        const sum = total(entries.flatMap(({ key, value }) => [cost(key), cost(value)]));
        const joined = (parts: readonly Expr[]): Range => (parts.length === 0 ? NOTHING : parts.map(sizeOrUnknown).reduce(union, EMPTY));
        entrySizes.set(at.id, {
          container: 'map',
          key: joined(entries.map(({ key }) => key)),
          value: joined(entries.map(({ value }) => value)),
        });
        return plus(sum, exactly(MAP_COST));
      }
      case 'struct':
        return plus(total(at.fields.map(({ value }) => cost(value))), exactly(STRUCT_COST));
      case 'fold':
        return isBinding(at) ? costOfBinding(at) : costOfFold(at);
    }
  }
  function costOfName(id: number, name: string, local: Local | undefined): Range {
    paths.set(id, local?.path ?? pathOf(name));
    return exactly(SELECT_COST);
  }
  function costOfSelect(select: SelectExpr): Range {
    const reference = references[select.id];
    if (reference && reference.kind !== 'overloads') return costOfName(select.id, reference.name, undefined);
    const inner = cost(select.operand);
    if (select.isTest) return inner;
    paths.set(select.id, append(pathTo(select.operand), select.field));
    const { kind } = typeOf(select.operand);
    return kind === 'map' || kind === 'struct' || kind === 'param' ? plus(inner, exactly(SELECT_COST)) : inner;
  }
  function costOfCall(call: CallExpr): Range {
    const reference = references[call.id];
    const [first] = call.args;
    if (call.name === 'dyn' && first) {
      const inner = cost(first);
      copySizes(call, first);
      return plus(inner, ONE);
    }
    const costs = call.args.map(cost);
    const args = call.args.map(operandOf);
    if (reference?.kind !== 'overloads') return NOTHING;
    const { functionName: name, ids, overloads } = reference;
    const receiver = call.target && (overloads[0]?.isMember ?? true) ? call.target : undefined;
    const before = receiver ? cost(receiver) : NOTHING;
    const target = receiver && operandOf(receiver);
    let whole = EMPTY;
    let size: Range | undefined;
    for (const overload of ids) {
      const estimate = costOfOverload(call, { name, overload, target, args }, costs);
      whole = union(whole, estimate.cost);
      if (estimate.size) size = size ? union(size, estimate.size) : estimate.size;
      if (first && (overload === 'index_list' || overload === 'index_map')) {
        size = entriesOf(first)?.value;
        paths.set(call.id, append(pathTo(first), overload === 'index_list' ? '@items' : '@values'));
      }
      size ??= sizeOf(call);
    }
    if (size) sizes.set(call.id, size);
    return plus(before, whole);
  }
  function costOfOverload(at: CallExpr, call: Call, costs: readonly Range[]): CallEstimate {
    const [first, second, third] = at.args;
    const [condition = NOTHING, left = NOTHING, right = NOTHING] = costs;
    switch (call.overload) {
      case 'logical_and':
      case 'logical_or':
        return { cost: { min: condition.min, max: total(costs).max } };
      case 'conditional':
        invariant(second && third, 'a choice has two ends');
        joinEntries(at, second, third);
        return { ...estimateStandardCall(call), cost: plus(condition, union(left, right)) };
      case 'add_string':
      case 'add_bytes':
      case 'add_list':
        invariant(first && second, 'a sum has two terms');
        joinEntries(at, first, second);
    }
    const estimate = estimateLibraryCall(call, sizeByDeclaration) ?? estimateStandardCall(call);
    return { ...estimate, cost: plus(estimate.cost, total(costs)) };
  }
  function joinEntries(at: Expr, left: Expr, right: Expr): void {
    const [a, b] = [entriesOf(left), entriesOf(right)];
    if (a && b) entrySizes.set(at.id, { container: a.container, key: union(a.key, b.key), value: union(a.value, b.value) });
  }
  function copySizes(to: Expr, from: Expr): void {
    const [size, entries] = [sizeOf(from), entriesOf(from)];
    if (size) sizes.set(to.id, size);
    if (entries) entrySizes.set(to.id, entries);
  }
  const valueOf = (at: Expr): Local => ({ path: pathTo(at), size: sizeOf(at), entries: entriesOf(at) });

  function costOfBinding(fold: FoldExpr): Range {
    const before = plus(cost(fold.range), cost(fold.initial));
    const sum = withLocals({ [fold.accumulator]: valueOf(fold.initial) }, () => plus(before, cost(fold.result)));
    copySizes(fold, fold.result);
    return sum;
  }
  function costOfFold(fold: FoldExpr): Range {
    const before = plus(cost(fold.range), cost(fold.initial));
    const [sum, round] = withLocals({ [fold.accumulator]: valueOf(fold.initial) }, () => {
      const inLoop = withLocals(iterationLocals(fold), () => [cost(fold.condition), cost(fold.step)] as const);
      return [plus(before, cost(fold.result)), plus(inLoop[1], inLoop[0])] as const;
    });
    const count = sizeOrUnknown(fold.range);
    if (fold.initial.kind === 'constant') copySize(fold, sizeOf(fold.initial));
    else if (fold.initial.kind === 'list' || fold.initial.kind === 'map') {
      sizes.set(fold.id, count);
      const entries = entriesOf(fold.step);
      if (entries) entrySizes.set(fold.id, entries);
    }
    return plus(sum, times(count, round));
  }
  function copySize(to: Expr, size: Range | undefined): void {
    if (size) sizes.set(to.id, size);
  }
  function iterationLocals({ range, variable, variable2 }: FoldExpr): Record<string, Local> {
    const entries = entriesOf(range);
    const isList = (entries?.container ?? typeOf(range).kind) === 'list';
    const local = (name: string, size: Range | undefined): Local => ({ path: append(pathTo(range), name), size, entries: undefined });
    const key = (): Local => local(isList ? '@indices' : '@keys', entries?.key);
    const value = (): Local => local(isList ? '@items' : '@values', entries?.value);
    if (variable2 === undefined) return { [variable]: isList ? value() : key() };
    return { [variable]: key(), [variable2]: value() };
  }

  return cost(expr);
}

/** Whether a fold only gives a value a name, as `optMap` does. */
const isBinding = ({ range, condition }: FoldExpr): boolean =>
  range.kind === 'list' && range.elements.length === 0 && condition.kind === 'constant' && condition.value === false;

function literalSize(at: Expr): Range | undefined {
  switch (at.kind) {
    case 'constant':
      return exactly(typeof at.value === 'string' ? codePoints(at.value) : at.value instanceof Uint8Array ? at.value.length : 1);
    case 'list':
      return exactly(at.elements.length);
    case 'map':
      return exactly(at.entries.length);
    default:
      return undefined;
  }
}

/** Whether all values of the type are of one size. */
function isScalar(type: CelType): boolean {
  switch (type.kind) {
    case 'bool':
    case 'double':
    case 'duration':
    case 'int':
    case 'timestamp':
    case 'uint':
      return true;
    case 'opaque':
      return type.name === 'optional_type' && isScalar(type.parameters[0] ?? DYN);
    default:
      return false;
  }
}
