import type { CallExpr, Expr, MapEntry, StructField } from './expr.ts';
import type { Macro } from './macros.ts';
import type { Issue } from './source.ts';
import { isTree, parseTree, type Tree } from './syntax/parse-tree.ts';
import type { Token, TokenKind } from './syntax/token.ts';
import { unescapeLiteral } from './unescape.ts';
import { uint, type Value } from './value.ts';

export interface Parsed {
  readonly expr: Expr | undefined;
  readonly issues: readonly Issue[];
  /** One more than the highest id. */
  readonly size: number;
}

const MAX_CODE_POINTS = 100_000;
const MAX_DEPTH = 250;
/** Macros that write their target out twice can make short texts large. */
const MAX_NODES = 200_000;
const RESERVED = new Set([
  'as', 'break', 'const', 'continue', 'else', 'false', 'for', 'function', 'if', 'import', 'in', 'let', 'loop', 'package', 'namespace', 'null', 'return',
  'true', 'var', 'void', 'while',
]); // prettier-ignore
const MAX_INT = 2n ** 63n - 1n;

class TooDeep extends Error {}

/** Expressions come several times: in the versions of a CRD, as they are checked and as they are asked. */
const known = new WeakMap<readonly Macro[], Map<string, Parsed>>();
const MAX_KEPT = 500;

/** Reads an expression and writes its macros out. There may be an expression next to issues; only without issues it is whole. */
export function parse(text: string, macros: readonly Macro[], { escapesNames = true } = {}): Parsed {
  let kept = known.get(macros);
  if (!kept) known.set(macros, (kept = new Map()));
  const key = `${escapesNames} ${text}`;
  let parsed = kept.get(key);
  if (parsed) return parsed;
  parsed = read(text, macros, escapesNames);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, parsed);
  return parsed;
}

function read(text: string, macros: readonly Macro[], escapesNames: boolean): Parsed {
  const length = [...text].length;
  if (length > MAX_CODE_POINTS) {
    const message = `expression code point size exceeds limit: size: ${length}, limit ${MAX_CODE_POINTS}`;
    return { expr: undefined, issues: [{ offset: undefined, message }], size: 0 };
  }
  const { tree, issues: syntax } = parseTree(text);
  const issues: Issue[] = [...syntax];
  if (!tree) return { expr: undefined, issues, size: 0 };
  const builder = createBuilder(macros, issues, escapesNames);
  try {
    const expr = builder.build(tree);
    return { expr, issues, size: builder.size() };
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    issues.push({ offset: undefined, message: 'max recursion depth exceeded' });
    return { expr: undefined, issues, size: 0 };
  }
}

/** Turns parse trees into expressions. */
function createBuilder(macros: readonly Macro[], issues: Issue[], escapesNames: boolean): { build(tree: Tree): Expr; size(): number } {
  const byKey = new Map(macros.map((macro) => [`${macro.name}/${macro.args}/${String(macro.isMember)}`, macro]));
  let ids = 0;
  let depth = 0;
  const nextId = (): number => {
    if (ids >= MAX_NODES) throw new TooDeep();
    return ++ids;
  };
  const nothing = (at: number): Expr => ({ kind: 'none', id: nextId(), at });
  const constant = (at: number, value: Value): Expr => ({ kind: 'constant', id: nextId(), at, value });
  const fail = (at: number, message: string): Expr => {
    issues.push({ offset: at, message });
    return nothing(at);
  };
  const call = (at: number, name: string, args: readonly Expr[], target?: Expr): Expr => {
    const macro = byKey.get(`${name}/${args.length}/${String(target !== undefined)}`);
    const expanded = macro?.expand({ at, nextId }, target, args);
    if (!expanded) return { kind: 'call', id: nextId(), at, name, target, args };
    return 'error' in expanded ? fail(expanded.at, expanded.error) : expanded;
  };
  const trees = ({ items }: Tree): Tree[] => items.filter(isTree);
  const token = ({ items }: Tree, kind: TokenKind): Token | undefined =>
    items.find((item): item is Token => !isTree(item) && item.kind === kind);
  const part = (tree: Tree, index: number): Expr => {
    const inner = trees(tree)[index];
    return inner ? build(inner) : nothing(tree.first.at);
  };
  /** Runs `inner` as many levels deeper as upstream's visitor would be. */
  const deeper = <T>(levels: number, inner: () => T): T => {
    depth += levels;
    if (depth > MAX_DEPTH) throw new TooDeep();
    const result = inner();
    depth -= levels;
    return result;
  };

  function build(outer: Tree): Expr {
    const tree = unnest(outer);
    switch (tree.rule) {
      case 'start':
        return part(tree, 0);
      case 'expr':
        return buildTernary(tree);
      case 'conditionalOr':
        return buildLogical(tree, '_||_', '||');
      case 'conditionalAnd':
        return buildLogical(tree, '_&&_', '&&');
      case 'relation':
      case 'calc':
        return buildOperators(tree);
      case 'unary':
        return buildUnary(tree);
      case 'member':
        return buildMember(tree);
      case 'primary':
        return buildPrimary(tree);
      case 'literal':
        return buildLiteral(tree);
      case 'optExpr':
        return part(tree, 0);
      default:
        return nothing(tree.first.at);
    }
  }
  function buildTernary(tree: Tree): Expr {
    const question = token(tree, '?');
    if (!question) return part(tree, 0);
    return deeper(1, () => call(question.at, '_?_:_', [part(tree, 0), part(tree, 1), part(tree, 2)]));
  }
  function buildLogical(tree: Tree, name: string, symbol: TokenKind): Expr {
    const operators = tree.items.filter((item): item is Token => !isTree(item) && item.kind === symbol);
    const terms = trees(tree).map(build);
    const [first] = terms;
    if (operators.length === 0 || terms.length !== operators.length + 1) return first ?? nothing(tree.first.at);
    const balanced = (low: number, high: number): Expr => {
      const middle = Math.trunc((low + high + 1) / 2);
      const left = middle === low ? terms[middle] : balanced(low, middle - 1);
      const right = middle === high ? terms[middle + 1] : balanced(middle + 1, high);
      const at = operators[middle]?.at ?? tree.first.at;
      const args = [left ?? nothing(at), right ?? nothing(at)];
      return { kind: 'call', id: nextId(), at, name, target: undefined, args } satisfies CallExpr;
    };
    return balanced(0, operators.length - 1);
  }
  /** `a - b - c` as `(a - b) - c`: the rule is a loop in the grammar. */
  function buildOperators(tree: Tree): Expr {
    const operators = tree.items.filter((item): item is Token => !isTree(item));
    const operands = trees(tree);
    const [first] = operands;
    let left = deeper(operators.length, () => (first ? build(first) : nothing(tree.first.at)));
    for (const [i, { kind, at }] of operators.entries()) {
      const operand = operands[i + 1];
      const right = deeper(operators.length - i, () => (operand ? build(operand) : nothing(at)));
      left = call(at, kind === 'in' ? '@in' : `_${kind}_`, [left, right]);
    }
    return left;
  }
  function buildUnary(tree: Tree): Expr {
    if (tree.branch === undefined) return constant(tree.first.at, '<<error>>');
    const operators = tree.items.filter((item): item is Token => !isTree(item));
    const operand = part(tree, 0);
    const [first] = operators;
    if (!first || operators.length % 2 === 0) return operand;
    return call(first.at, first.kind === '!' ? '!_' : '-_', [operand]);
  }
  function buildMember(tree: Tree): Expr {
    const [primary, ...rest] = tree.items;
    const steps = splitSteps(rest);
    let result = deeper(steps.length, () => (primary && isTree(primary) ? build(primary) : nothing(tree.first.at)));
    for (const [i, step] of steps.entries()) result = deeper(steps.length - i, () => buildStep(result, step));
    return result;
  }
  function buildStep(operand: Expr, step: readonly (Token | Tree)[]): Expr {
    const [open] = step;
    if (!open || isTree(open)) return nothing(operand.at);
    const isOptional = step.some((item) => !isTree(item) && item.kind === '?');
    const inner = step.find(isTree);
    if (open.kind === '[') {
      const index = inner ? build(inner) : nothing(open.at);
      return call(open.at, isOptional ? '_[?_]' : '_[_]', [operand, index]);
    }
    if (inner?.rule === 'escapeIdent') {
      const [name] = inner.items;
      const field = fieldName(name, inner.first.at);
      if (!isOptional) return { kind: 'select', id: nextId(), at: open.at, operand, field, isTest: false };
      const args = [operand, constant(inner.first.at, field)];
      return { kind: 'call', id: nextId(), at: open.at, name: '_?._', target: undefined, args };
    }
    const [, method, paren] = step;
    if (!method || isTree(method)) return nothing(open.at);
    const at = paren && !isTree(paren) ? paren.at : open.at;
    return call(at, method.text, inner ? trees(inner).map(build) : [], operand);
  }
  function fieldName(name: Token | Tree | undefined, at: number): string {
    if (name && !isTree(name) && name.kind === 'IDENTIFIER') return name.text;
    if (name && !isTree(name) && escapesNames) return name.text.slice(1, -1);
    issues.push({ offset: at, message: name ? "unsupported syntax: '`'" : 'unsupported ident kind' });
    return '';
  }
  function buildPrimary(tree: Tree): Expr {
    const { first, branch } = tree;
    const identifier = token(tree, 'IDENTIFIER');
    const dotted = first.kind === '.' && token(tree, '.') ? '.' : '';
    switch (branch) {
      case 0:
        if (!identifier) return nothing(first.at);
        if (RESERVED.has(identifier.text)) return fail(first.at, `reserved identifier: ${identifier.text}`);
        return { kind: 'ident', id: nextId(), at: identifier.at, name: dotted + identifier.text };
      case 1: {
        if (!identifier) return nothing(first.at);
        if (RESERVED.has(identifier.text)) return fail(first.at, `reserved identifier: ${identifier.text}`);
        const list = trees(tree).find(({ rule }) => rule === 'exprList');
        const args = list ? trees(list).map(build) : [];
        return call(token(tree, '(')?.at ?? first.at, dotted + identifier.text, args);
      }
      case 2:
        return part(tree, 0);
      case 3: {
        const elements = trees(tree).flatMap(trees);
        const optional = new Set([...elements.keys()].filter((i) => elements[i] && token(elements[i], '?')));
        return { kind: 'list', id: nextId(), at: first.at, elements: elements.map(build), optional };
      }
      case 4:
        return { kind: 'map', id: nextId(), at: first.at, entries: trees(tree).flatMap(buildEntries) };
      case 5: {
        const brace = token(tree, '{');
        const names = tree.items.filter((item): item is Token => !isTree(item) && item.kind === 'IDENTIFIER').map(({ text }) => text);
        return {
          kind: 'struct',
          id: nextId(),
          at: brace?.at ?? first.at,
          typeName: dotted + names.join('.'),
          fields: trees(tree).flatMap(buildFields),
        };
      }
      case 6:
        return part(tree, 0);
      default:
        return nothing(first.at);
    }
  }
  /** Key, colon and value of each entry that has all three. */
  function entriesOf(tree: Tree): { readonly key: Tree; readonly colon: Token; readonly value: Tree }[] {
    const colons = tree.items.filter((item): item is Token => !isTree(item) && item.kind === ':');
    const parts = trees(tree);
    return colons.flatMap((colon, i) => {
      const [key, value] = [parts[2 * i], parts[2 * i + 1]];
      return key && value ? [{ key, colon, value }] : [];
    });
  }
  const buildEntries = (tree: Tree): MapEntry[] =>
    entriesOf(tree).map(({ key, colon, value }) => ({
      id: nextId(),
      at: colon.at,
      key: build(key),
      value: build(value),
      isOptional: token(key, '?') !== undefined,
    }));
  const buildFields = (tree: Tree): StructField[] =>
    entriesOf(tree).map(({ key, colon, value }) => {
      const [name] = trees(key).flatMap(({ items }) => items);
      return {
        id: nextId(),
        at: colon.at,
        name: fieldName(name, tree.first.at),
        value: build(value),
        isOptional: token(key, '?') !== undefined,
      };
    });
  function buildLiteral({ first, items }: Tree): Expr {
    const [literal] = items.filter((item): item is Token => !isTree(item)).slice(-1);
    if (!literal) return nothing(first.at);
    const sign = items.length === 2 ? '-' : '';
    const { kind, text } = literal;
    switch (kind) {
      case 'true':
      case 'false':
        return constant(first.at, kind === 'true');
      case 'null':
        return constant(first.at, null);
      case 'NUM_INT': {
        const value = sign === '' ? BigInt(text) : -BigInt(text);
        return value > MAX_INT || value < -MAX_INT - 1n ? fail(first.at, 'invalid int literal') : constant(first.at, value);
      }
      case 'NUM_UINT': {
        const value = BigInt(text.slice(0, -1));
        return value > 2n * MAX_INT + 1n ? fail(first.at, 'invalid uint literal') : constant(first.at, uint(value));
      }
      case 'NUM_FLOAT': {
        const value = Number(sign + text);
        return Number.isFinite(value) ? constant(first.at, value) : fail(first.at, 'invalid double literal');
      }
      case 'STRING': {
        const value = unescapeLiteral(text, false);
        return typeof value === 'string' ? constant(first.at, value) : fail(first.at, value.error);
      }
      case 'BYTES': {
        const value = unescapeLiteral(text.slice(1), true);
        return value instanceof Uint8Array ? constant(first.at, value) : fail(first.at, value.error);
      }
      default:
        return nothing(first.at);
    }
  }
  return { build, size: () => ids + 1 };
}

/** Goes down rules that matched nothing but one other rule. */
function unnest(outer: Tree): Tree {
  let tree = outer;
  for (;;) {
    const [only, other] = tree.items;
    if (!only || other || !isTree(only) || only.rule === 'escapeIdent' || tree.rule === 'listInit' || tree.rule === 'exprList') return tree;
    tree = only;
  }
}

/** The parts behind a member's primary, one list for each `.name`, `.name(…)` and `[…]`. */
function splitSteps(items: readonly (Token | Tree)[]): (Token | Tree)[][] {
  const steps: (Token | Tree)[][] = [];
  for (const item of items) {
    if (!isTree(item) && (item.kind === '.' || item.kind === '[')) steps.push([]);
    steps.at(-1)?.push(item);
  }
  return steps;
}
