import { tooMany, type FieldError } from '../../model/field-error.ts';
import { index, type FieldPath } from '../../model/field-path.ts';
import { each } from '../shared/checks.ts';
import { declared, isDeclared } from '../shared/declarative.ts';

/** How long a list may be. */
export interface ListSize {
  readonly max: number;
  /** The rule is one that the type declares. */
  readonly declared?: boolean;
}

/** `check` on every item of a list that is not too long; items of one that is are not looked at. */
export function validateList<T>(
  items: readonly T[] | undefined,
  size: ListSize,
  at: FieldPath,
  check: (item: T, at: FieldPath) => readonly FieldError[],
): FieldError[] {
  const count = (items ?? []).length;
  if (count <= size.max) return each(items, at, check);
  const errors = [tooMany(at, count, size.max)];
  return size.declared ? declared(errors) : errors;
}

/**
 * The same, and every key once; `repeated` is the error about an item whose key was there before. Rules that a type declares look at the keys first, others
 * last.
 */
export function validateUniqueList<T>(
  items: readonly T[] | undefined,
  size: ListSize,
  at: FieldPath,
  check: (item: T, at: FieldPath) => readonly FieldError[],
  { keyOf, repeated }: { readonly keyOf: (item: T) => string; readonly repeated: (at: FieldPath, item: T) => FieldError },
): FieldError[] {
  const keys = (items ?? []).map(keyOf);
  const problems = validateList(items, size, at, check);
  if (keys.length > size.max) return problems;
  const repeats = (items ?? []).flatMap((item, i) => (keys.indexOf(keys[i] ?? '') < i ? [repeated(index(at, i), item)] : []));
  return [...repeats.filter(isDeclared), ...problems, ...repeats.filter((error) => !isDeclared(error))];
}
