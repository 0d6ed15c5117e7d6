import type { Value } from './value.ts';
import { CostLimitExceeded } from './work-limit.ts';

/** One evaluation: values of variables, what it has cost so far. */
export interface Frame {
  readonly variables: (name: string) => Value | undefined;
  /** Variables of macros, by slot. */
  readonly slots: (Value | Lazy)[];
  cost: number;
  readonly limit: number;
}
/** A value that is computed when it is first asked for. */
export interface Lazy {
  readonly compute: () => Value;
}
export const isLazy = (value: Value | Lazy | undefined): value is Lazy => typeof value === 'object' && value !== null && 'compute' in value;

export type Evaluate = (frame: Frame) => Value;

/** Adds to what the evaluation has cost. */
export function charge(frame: Frame, cost: number): void {
  frame.cost += cost;
  if (frame.cost > frame.limit) throw new CostLimitExceeded();
}
