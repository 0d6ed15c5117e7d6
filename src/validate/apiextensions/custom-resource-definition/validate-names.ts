import { invalid, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { CustomResourceDefinitionNames } from '../../../model/kinds/apiextensions-v1.ts';
import { each } from '../../shared/checks.ts';
import { isDns1035Label } from '../../shared/names.ts';

/** The names of a resource, as far as they are given. */
export function validateNames(names: CustomResourceDefinitionNames, at: FieldPath): FieldError[] {
  const { plural = '', singular = '', kind = '', listKind = '', shortNames, categories } = names;
  return [
    ...(plural === '' ? [] : validateLabel(plural, child(at, 'plural'))),
    ...(singular === '' ? [] : validateLabel(singular, child(at, 'singular'))),
    ...(kind === '' ? [] : validateKind(kind, child(at, 'kind'))),
    ...(listKind === '' ? [] : validateKind(listKind, child(at, 'listKind'))),
    ...each(shortNames, child(at, 'shortNames'), validateLabel),
    ...(kind !== '' && kind === listKind ? [invalid(child(at, 'listKind'), listKind, 'kind and listKind may not be the same')] : []),
    ...each(categories, child(at, 'categories'), validateLabel),
  ];
}

/** A DNS-1035 label; what is wrong with it is told in one error. */
export function validateLabel(value: string, at: FieldPath): FieldError[] {
  const problems = isDns1035Label(value);
  return problems.length > 0 ? [invalid(at, value, problems.join(','))] : [];
}

function validateKind(value: string, at: FieldPath): FieldError[] {
  const problems = isDns1035Label(value.toLowerCase());
  return problems.length > 0 ? [invalid(at, value, `may have mixed case, but should otherwise match: ${problems.join(',')}`)] : [];
}
