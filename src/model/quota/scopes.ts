import type { ResourceQuotaSpec, ScopedResourceSelectorRequirement } from '../kinds/core-v1.ts';
import { matchesLabelSelector } from '../label-selector.ts';
import type { QuotaEvaluator, QuotaObject } from './evaluator.ts';

/** What a quota asks of the objects that it counts: its scopes, and the selector's expressions. */
export const scopeRequirements = ({ scopes = [], scopeSelector }: ResourceQuotaSpec): readonly ScopedResourceSelectorRequirement[] => [
  ...scopes.map((scopeName) => ({ scopeName, operator: 'Exists' })),
  ...(scopeSelector?.matchExpressions ?? []),
];

/** Whether an object is in all of these scopes. */
export const isInScopes = (
  { matchesScope }: QuotaEvaluator,
  object: QuotaObject,
  requirements: readonly ScopedResourceSelectorRequirement[],
): boolean => requirements.every((requirement) => matchesScope?.(object, requirement) ?? false);

/** Whether a value of a scope (the name of a class; empty for none) is what a requirement wants. */
export const matchesScopeValue = (
  { scopeName = '', operator = '', values = [] }: ScopedResourceSelectorRequirement,
  value: string,
): boolean =>
  matchesLabelSelector({ matchExpressions: [{ key: scopeName, operator, values }] }, value === '' ? {} : { [scopeName]: value });
