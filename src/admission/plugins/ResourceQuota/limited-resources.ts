import { compareText } from '../../../model/json.ts';
import type { ResourceQuota, ScopedResourceSelectorRequirement } from '../../../model/kinds/core-v1.ts';
import { signOf } from '../../../model/quantity.ts';
import type { Amounts } from '../../../model/quota/amounts.ts';
import type { QuotaEvaluator, QuotaObject } from '../../../model/quota/evaluator.ts';
import { scopeRequirements } from '../../../model/quota/scopes.ts';
import type { LimitedResource } from '../../configuration.ts';

/** What of an object's usage some quota has to cover, by name. */
export function limitedNames({ group, resource }: QuotaEvaluator, usage: Amounts, limited: readonly LimitedResource[]): string[] {
  const concerned = limited.filter((each) => (each.apiGroup ?? '') === group && each.resource === resource);
  const used = [...usage].filter(([, quantity]) => signOf(quantity) > 0).map(([name]) => name);
  return used
    .filter((name) => concerned.some(({ matchContains = [] }) => matchContains.some((part) => name.includes(part))))
    .sort(compareText);
}

/** The scopes that an object is in and some quota has to have, and none has: as Go prints them; undefined when there are none. */
export function uncoveredScopes(
  { matchesScope }: QuotaEvaluator,
  object: QuotaObject,
  quotas: readonly ResourceQuota[],
  limited: readonly LimitedResource[],
): string | undefined {
  const isIn = (requirement: ScopedResourceSelectorRequirement): boolean => matchesScope?.(object, requirement) ?? false;
  const wanted = limited.flatMap(({ matchScopes = [] }) => matchScopes).filter(isIn);
  const covered = new Set(
    quotas
      .flatMap(({ spec }) => scopeRequirements(spec ?? {}))
      .filter(isIn)
      .map(({ scopeName }) => scopeName),
  );
  const uncovered = wanted.filter(({ scopeName }) => !covered.has(scopeName));
  if (uncovered.length === 0) return undefined;
  return `[${uncovered.map(({ scopeName = '', operator = '', values = [] }) => `{${scopeName} ${operator} [${values.join(' ')}]}`).join(' ')}]`;
}
