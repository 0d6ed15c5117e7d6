import { evaluate as evaluateProgram } from '../../schema/cel/compile.ts';
import type { Value } from '../../schema/cel/value.ts';
import type { Activation } from './activation.ts';
import type { CompiledExpression } from './compile-policy.ts';

/** What all expressions of one step may cost together. */
export interface Budget {
  remaining: number;
}

/** Of validations, audit annotations and mutations. */
export const RUNTIME_BUDGET = 10_000_000;
/** Of match conditions. */
export const MATCH_CONDITIONS_BUDGET = 2_500_000;

export const OUT_OF_BUDGET = 'validation failed due to running out of cost budget, no further validation rules will be run';

/** How an evaluation ends: with a value, in an error of its own, or with the budget spent, which ends the step. */
export type Evaluated =
  | { readonly value: Value; readonly error?: undefined }
  | { readonly error: string; readonly value?: undefined; readonly isOutOfBudget?: true };

/** Evaluates an expression and takes its cost, and that of variables it asked for first, from the budget. */
export function evaluateExpression({ text, program, error }: CompiledExpression, activation: Activation, budget: Budget): Evaluated {
  if (!program) return { error: `compilation error: ${error ?? ''}` };
  const result = evaluateProgram(program, activation.variables, { continuesWork: true });
  budget.remaining -= activation.takeCost() + result.cost;
  if (budget.remaining < 0) return { error: OUT_OF_BUDGET, isOutOfBudget: true };
  return result.error === undefined ? { value: result.value } : { error: `expression '${text}' resulted in error: ${result.error}` };
}
