import { invalid, type FieldError } from '../../model/field-error.ts';
import { fieldPath, pathText } from '../../model/field-path.ts';
import { isSince, type Release } from '../../schema/release.ts';

/** Words that releases before 1.35 have for what later ones say. */
const BEFORE_1_35: readonly (readonly [later: RegExp, earlier: string])[] = [
  [/must be no more than (\d+) bytes/, 'must be no more than $1 characters'],
  [/^a valid label key must/, 'a qualified name must'],
];

/** Errors in the words of a release; those of formats of names have changed. */
export function inWordsOf(release: Release, errors: readonly FieldError[]): readonly FieldError[] {
  if (isSince(release, '1.37')) return errors;
  const asBefore = errors.map(ownerReferenceBefore);
  if (isSince(release, '1.35')) return asBefore;
  return asBefore.map((error) => ({
    ...error,
    detail: BEFORE_1_35.reduce((text, [later, earlier]) => text.replace(later, earlier), error.detail),
  }));
}

/** Releases before 1.37 do not say which owner reference lacks a field, and call an empty one invalid. */
function ownerReferenceBefore(error: FieldError): FieldError {
  if (error.type !== 'FieldValueRequired') return error;
  const field = /^metadata\.ownerReferences\[\d+\]\.(kind|name|uid)$/.exec(pathText(error.path))?.[1];
  return field === undefined ? error : invalid(fieldPath('metadata', 'ownerReferences', field), '', error.detail);
}
