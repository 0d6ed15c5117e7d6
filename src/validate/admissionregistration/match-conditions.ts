import { required, tooMany, type FieldError } from '../../model/field-error.ts';
import { child, type FieldPath } from '../../model/field-path.ts';
import { trimSpace } from '../../model/go-text.ts';
import type { MatchCondition } from '../../model/kinds/admissionregistration-v1.ts';
import type { Release } from '../../schema/release.ts';
import { each, invalidBecause, uniqueNames } from '../shared/checks.ts';
import { isQualifiedName } from '../shared/names.ts';
import { requireExpression, type ExpressionRules } from './expressions.ts';

const MAX_CONDITIONS = 64;

/** What conditions are compiled with: they see no variables. */
export const conditionRules = (
  release: Release,
  stored: readonly MatchCondition[] = [],
  { hasParams }: { readonly hasParams: boolean },
): ExpressionRules => ({
  release,
  declarations: { hasParams, hasAuthorizer: true },
  stored: new Set(stored.map(({ expression = '' }) => expression)),
});

/** Names and expressions of match conditions. */
export function validateMatchConditions(conditions: readonly MatchCondition[] = [], at: FieldPath, rules: ExpressionRules): FieldError[] {
  const names = uniqueNames();
  return [
    ...(conditions.length > MAX_CONDITIONS ? [tooMany(at, conditions.length, MAX_CONDITIONS)] : []),
    ...each(conditions, at, ({ name = '', expression = '' }, path) => {
      const place = child(path, 'name');
      return [
        ...requireExpression('condition', trimSpace(expression), child(path, 'expression'), rules),
        ...(name === '' ? [required(place)] : [...invalidBecause(isQualifiedName(name), place, name), ...names.add(name, place)]),
      ];
    }),
  ];
}
