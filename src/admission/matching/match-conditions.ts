import { createActivation } from '../policy/activation.ts';
import type { PolicyScope } from '../policy/compile-policy.ts';
import { evaluateExpression, MATCH_CONDITIONS_BUDGET } from '../policy/evaluate.ts';
import type { GivenVariables } from '../policy/invocation.ts';

/** Whether the conditions of a policy or webhook let it look at a request; an error, when none says no and some cannot tell. */
export function asksMatchConditions(scope: PolicyScope, given: GivenVariables): boolean | { readonly error: string } {
  if (scope.matchConditions.length === 0) return true;
  const activation = createActivation(given, scope);
  const budget = { remaining: MATCH_CONDITIONS_BUDGET };
  const results = [];
  for (const condition of scope.matchConditions) {
    const result = evaluateExpression(condition, activation, budget);
    if (result.error !== undefined && result.isOutOfBudget) return { error: result.error };
    results.push(result);
  }
  if (results.some(({ value }) => value === false)) return false;
  const errors = new Set(results.flatMap(({ error }) => error ?? []));
  if (errors.size === 0) return true;
  return { error: errors.size === 1 ? [...errors].join('') : `[${[...errors].join(', ')}]` };
}
