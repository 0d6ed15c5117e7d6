import { invalid, type FieldError } from '../../model/field-error.ts';
import { fieldPath, pathText } from '../../model/field-path.ts';
import { isSince, type Release } from '../../schema/release.ts';

/** Words that releases before 1.35 have for what later ones say. */
const BEFORE_1_35: readonly (readonly [later: RegExp, earlier: string])[] = [
  [/must be no more than (\d+) bytes/, 'must be no more than $1 characters'],
  [/^a valid label key must/, 'a qualified name must'],
];

/** Errors in the words of a release; those of formats of names have changed, and those of owner references. */
export function inWordsOf(release: Release, errors: readonly FieldError[]): readonly FieldError[] {
  if (isSince(release, '1.37')) return errors;
  const asBefore = errors.map(ownerReferenceBefore);
  if (isSince(release, '1.35')) return asBefore;
  return asBefore.map((error) => ({
    ...error,
    detail: BEFORE_1_35.reduce((text, [later, earlier]) => text.replace(later, earlier), error.detail),
  }));
}

/** Releases before 1.37 do not say which owner reference is wrong, and call an empty field invalid. */
function ownerReferenceBefore(error: FieldError): FieldError {
  const match = /^metadata\.ownerReferences\[\d+\](?:\.(apiVersion|kind|name|uid))?$/.exec(pathText(error.path));
  if (!match) return error;
  const field = match[1];
  const path = fieldPath('metadata', 'ownerReferences', ...(field === undefined ? [] : [field]));
  const detail = field === 'apiVersion' ? 'version must not be empty' : error.detail;
  return error.type === 'FieldValueRequired' ? invalid(path, '', detail) : { ...error, path, detail };
}

/** A warning in the words of a release: 1.36 began to refuse what it had announced before. */
export const warningInWordsOf = (release: Release, text: string): string =>
  isSince(release, '1.36')
    ? text
    : text.replace(
        /(: non-standard (?:IP address|CIDR value) .*) is invalid: use /,
        '$1 will be considered invalid in a future Kubernetes release: use ',
      );
