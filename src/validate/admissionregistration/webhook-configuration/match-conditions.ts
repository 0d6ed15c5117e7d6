import { required, tooMany, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { MatchCondition } from '../../../model/kinds/admissionregistration-v1.ts';
import { each, invalidBecause, uniqueNames } from '../../shared/checks.ts';
import { isQualifiedName } from '../../shared/names.ts';

const MAX_CONDITIONS = 64;

/** Names of match conditions. Their expressions are not compiled. */
export function validateMatchConditions(conditions: readonly MatchCondition[] = [], at: FieldPath): FieldError[] {
  const names = uniqueNames();
  return [
    ...(conditions.length > MAX_CONDITIONS ? [tooMany(at, conditions.length, MAX_CONDITIONS)] : []),
    ...each(conditions, at, ({ name = '', expression = '' }, path) => {
      const place = child(path, 'name');
      return [
        ...(expression.trim() === '' ? [required(child(path, 'expression'))] : []),
        ...(name === '' ? [required(place)] : [...invalidBecause(isQualifiedName(name), place, name), ...names.add(name, place)]),
      ];
    }),
  ];
}
