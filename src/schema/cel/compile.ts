import { check, type Checked } from './check.ts';
import type { Environment } from './environment.ts';
import { parse } from './parse.ts';
import type { Evaluate, Frame } from './frame.ts';
import { plan, PlanError } from './plan.ts';
import { issuesText, sourceOf, type Issue } from './source.ts';
import type { CelType } from './types.ts';
import { validateLiterals } from './validate-literals.ts';
import { isError, type Value } from './value.ts';
import { CostLimitExceeded, EvaluationEnded, startWork } from './work-limit.ts';

/** An expression that can be evaluated. */
export interface Program {
  readonly checked: Checked;
  /** What it evaluates to. */
  readonly type: CelType;
  readonly run: Evaluate;
}

/** Why an expression is none. */
export type CompileFailure =
  | { readonly kind: 'compilation'; /** As the API server prints it: `ERROR: <input>:1:5: …` and so on. */ readonly errors: string }
  | { readonly kind: 'instantiation'; readonly errors: string };

/** Reads an expression, determines types and makes it ready; what is wrong is in the API server's words. */
export function compileExpression(text: string, environment: Environment): Program | CompileFailure {
  const checked = checkExpression(text, environment);
  return 'kind' in checked ? checked : instantiate(checked, environment);
}

/** The second half of `compileExpression`: an expression with its types made ready. */
export function instantiate(checked: Checked, environment: Environment): Program | CompileFailure {
  try {
    return { checked, type: checked.type, run: plan(checked, environment) };
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    return { kind: 'instantiation', errors: error.message };
  }
}

export const isProgram = (compiled: Program | CompileFailure): compiled is Program => 'run' in compiled;

/** The first half of `compileExpression`: an expression with its types. */
export function checkExpression(text: string, environment: Environment): Checked | CompileFailure {
  const source = sourceOf(text);
  const failed = (issues: readonly Issue[]): CompileFailure => ({ kind: 'compilation', errors: issuesText(source, issues) });
  const { expr, issues, size } = parse(text, environment.macros, { escapesNames: environment.escapesNames });
  if (!expr || issues.length > 0) return failed(issues);
  const checked = check(expr, size, environment);
  if (!('expr' in checked)) return failed(checked);
  const invalid = environment.validatesLiterals ? validateLiterals(checked) : [];
  return invalid.length > 0 ? failed(invalid) : checked;
}

/** What an evaluation came to: a value or an error in the server's words, and what it cost. */
export type Evaluation =
  | { readonly value: Value; readonly error?: undefined; readonly cost: number }
  | { readonly error: string; readonly value?: undefined; readonly cost: number };

/** The cost that one evaluation of an expression may have. */
export const PER_CALL_LIMIT = 1_000_000;

/**
 * Evaluates a program. `variables` answers the value of a variable, undefined when it has none. With `continuesWork` the bound on steps (`work-limit.ts`)
 * is that of what was begun before: for programs that are evaluated within others, or many in turn.
 */
export function evaluate(
  program: Program,
  variables: Frame['variables'],
  { costLimit = PER_CALL_LIMIT, continuesWork = false } = {},
): Evaluation {
  const frame: Frame = { variables, slots: [], cost: 0, limit: costLimit };
  if (!continuesWork) startWork();
  try {
    const value = program.run(frame);
    return isError(value) ? { error: value.message, cost: frame.cost } : { value, cost: frame.cost };
  } catch (error) {
    if (!(error instanceof EvaluationEnded)) throw error;
    return { error: error.message, cost: error instanceof CostLimitExceeded ? Math.max(frame.cost, costLimit) : frame.cost };
  }
}
