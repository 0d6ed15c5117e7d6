import { tooMany, type FieldError } from '../../model/field-error.ts';
import { index, type FieldPath } from '../../model/field-path.ts';
import { each } from '../shared/checks.ts';

/** `check` on every item of a list that is not too long; items of one that is are not looked at. */
export const validateList = <T>(
  items: readonly T[] | undefined,
  max: number,
  at: FieldPath,
  check: (item: T, at: FieldPath) => readonly FieldError[],
): FieldError[] => ((items ?? []).length > max ? [tooMany(at, (items ?? []).length, max)] : each(items, at, check));

/** The same, and every key once; `repeated` is the error about an item whose key was there before. */
export function validateUniqueList<T>(
  items: readonly T[] | undefined,
  max: number,
  at: FieldPath,
  check: (item: T, at: FieldPath) => readonly FieldError[],
  { keyOf, repeated }: { readonly keyOf: (item: T) => string; readonly repeated: (at: FieldPath, item: T) => FieldError },
): FieldError[] {
  const keys = (items ?? []).map(keyOf);
  const repeats = keys.length > max ? [] : keys.flatMap((key, i) => (keys.indexOf(key) < i ? [i] : []));
  return [
    ...validateList(items, max, at, check),
    ...(items ?? []).flatMap((item, i) => (repeats.includes(i) ? [repeated(index(at, i), item)] : [])),
  ];
}
