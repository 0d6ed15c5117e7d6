import type { Value } from './value.ts';

/** A node of an expression. `id` is unique within the expression; `at` is where messages point to, in code points: an operator, a bracket, a name. */
export type Expr = ConstantExpr | IdentExpr | SelectExpr | CallExpr | ListExpr | MapExpr | StructExpr | FoldExpr | NoExpr;

interface Node {
  readonly id: number;
  readonly at: number;
}
export interface ConstantExpr extends Node {
  readonly kind: 'constant';
  readonly value: Value;
}
export interface IdentExpr extends Node {
  readonly kind: 'ident';
  /** With a leading dot where the text has one. */
  readonly name: string;
}
export interface SelectExpr extends Node {
  readonly kind: 'select';
  readonly operand: Expr;
  readonly field: string;
  /** `has(operand.field)`. */
  readonly isTest: boolean;
}
export interface CallExpr extends Node {
  readonly kind: 'call';
  /** Operators have names of their own: `_+_`, `_?_:_`. */
  readonly name: string;
  readonly target: Expr | undefined;
  readonly args: readonly Expr[];
}
export interface ListExpr extends Node {
  readonly kind: 'list';
  readonly elements: readonly Expr[];
  /** Indices of elements written with `?`. */
  readonly optional: ReadonlySet<number>;
}
export interface MapExpr extends Node {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
}
export interface MapEntry extends Node {
  readonly key: Expr;
  readonly value: Expr;
  readonly isOptional: boolean;
}
export interface StructExpr extends Node {
  readonly kind: 'struct';
  readonly typeName: string;
  readonly fields: readonly StructField[];
}
export interface StructField extends Node {
  readonly name: string;
  readonly value: Expr;
  readonly isOptional: boolean;
}
/** A macro such as `all` written out: for each element of `range`, while `condition` holds, `accumulator` becomes `step`. */
export interface FoldExpr extends Node {
  readonly kind: 'fold';
  readonly range: Expr;
  readonly variable: string;
  /** The second variable of two-variable macros. */
  readonly variable2: string | undefined;
  readonly accumulator: string;
  readonly initial: Expr;
  readonly condition: Expr;
  readonly step: Expr;
  readonly result: Expr;
}
/** What stands where the text could not be read. */
export interface NoExpr extends Node {
  readonly kind: 'none';
}

/** The accumulator of macros; no expression can name it. */
export const ACCUMULATOR = '@result';

/** Sub-expressions in the order in which upstream visits them. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'select':
      return [expr.operand];
    case 'call':
      return expr.target ? [expr.target, ...expr.args] : expr.args;
    case 'list':
      return expr.elements;
    case 'map':
      return expr.entries.flatMap(({ key, value }) => [key, value]);
    case 'struct':
      return expr.fields.map(({ value }) => value);
    case 'fold':
      return [expr.range, expr.initial, expr.condition, expr.step, expr.result];
    case 'constant':
    case 'ident':
    case 'none':
      return [];
  }
}

/** The expression and all below it, parents first. */
export function* walkExpr(expr: Expr): Generator<Expr> {
  yield expr;
  for (const child of childrenOf(expr)) yield* walkExpr(child);
}
