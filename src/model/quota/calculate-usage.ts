import type { ResourceQuotaSpec } from '../kinds/core-v1.ts';
import { fromInteger } from '../quantity.ts';
import { addAmounts, pickAmounts, type Amounts } from './amounts.ts';
import type { QuotaContext, QuotaEvaluator, QuotaObject } from './evaluator.ts';
import { isInScopes, scopeRequirements } from './scopes.ts';

/** An evaluator and the objects of its resource in the quota's namespace. */
export interface Measured {
  readonly evaluator: QuotaEvaluator;
  objects(): readonly QuotaObject[];
}

/** What is used of the names that a quota limits, as `quota.CalculateUsage` adds it up; names that nobody measures are left out. */
export function calculateUsage(spec: ResourceQuotaSpec, measured: readonly Measured[], context: QuotaContext): Amounts {
  const names = Object.keys(spec.hard ?? {});
  const requirements = scopeRequirements(spec);
  const concerned = measured.filter(({ evaluator }) => evaluator.tracks(names, context).length > 0);
  const known = new Set(concerned.flatMap(({ evaluator }) => evaluator.tracks(names, context)));
  let total: Amounts = new Map([...known].map((name) => [name, NOTHING]));
  for (const { evaluator, objects } of concerned) {
    let used: Amounts = new Map();
    for (const object of objects())
      if (isInScopes(evaluator, object, requirements)) used = addAmounts(used, pickAmounts(evaluator.usage(object, context), known));
    total = addAmounts(total, used);
  }
  return total;
}

const NOTHING = fromInteger(0);
