import { duplicate, invalid, notSupported, required, verbatim, type FieldError, type Verbatim } from '../../model/field-error.ts';
import { index, type FieldPath } from '../../model/field-path.ts';
import { goJson } from '../../model/go-text.ts';
import { compareText } from '../../model/json.ts';

/** Whole numbers as decoding yields them: `bigint` where a double would not be exact. */
export type WholeNumber = number | bigint;

/** One error per message, all about `value`. */
export const invalidBecause = (messages: readonly string[], at: FieldPath, value: unknown): FieldError[] =>
  messages.map((message) => invalid(at, value, message));

/** `check` on a value that is there. */
export const optional = <T>(
  value: T | undefined,
  at: FieldPath,
  check: (value: T, at: FieldPath) => readonly FieldError[],
): readonly FieldError[] => (value === undefined ? [] : check(value, at));

/** `check` on every item. */
export const each = <T>(
  items: readonly T[] | undefined,
  at: FieldPath,
  check: (item: T, at: FieldPath, i: number) => readonly FieldError[],
): FieldError[] => (items ?? []).flatMap((item, i) => check(item, index(at, i), i));

/** `Required value` for empty text. */
export const requireText = (value: string | undefined, at: FieldPath, detail = ''): FieldError[] => (value ? [] : [required(at, detail)]);

export const nonnegative = (value: WholeNumber | undefined, at: FieldPath): FieldError[] =>
  value !== undefined && value < 0 ? [invalid(at, value, 'must be greater than or equal to 0')] : [];

export const positive = (value: WholeNumber | undefined, at: FieldPath): FieldError[] =>
  (value ?? 0) > 0 ? [] : [invalid(at, value ?? 0, 'must be greater than zero')];

/** A value that Go passes to an error as something other than plain `string`, such as a named text type or a pointer: printed as JSON. */
export const asJson = (value: unknown): Verbatim => verbatim(goJson(value ?? null));

/** `Unsupported value` unless `value` is one of `supported`, which the message lists in this order. */
export const oneOf = (value: string | undefined, supported: readonly string[], at: FieldPath): FieldError[] =>
  supported.includes(value ?? '') ? [] : [notSupported(at, asJson(value ?? ''), supported)];

/** The same where Go has plain `string`, which is quoted in its own way. */
export const plainOneOf = (value: string | undefined, supported: readonly string[], at: FieldPath): FieldError[] =>
  supported.includes(value ?? '') ? [] : [notSupported(at, value ?? '', supported)];

/** `oneOf`, and `Required value` for empty text. */
export const requireOneOf = (value: string | undefined, supported: readonly string[], at: FieldPath): FieldError[] =>
  value ? oneOf(value, supported, at) : [required(at)];

/** The set of names in the order in which Go's `sets.List` prints it. */
export const sorted = (values: Iterable<string>): string[] => [...values].sort(compareText);

/** Remembers names; `add` answers a `Duplicate value` for one that was there before. */
export function uniqueNames(initial: Iterable<string> = []): {
  has(name: string): boolean;
  add(name: string, at: FieldPath): FieldError[];
} {
  const seen = new Set(initial);
  return {
    has: (name) => seen.has(name),
    add: (name, at) => {
      if (seen.has(name)) return [duplicate(at, name)];
      seen.add(name);
      return [];
    },
  };
}

/** Each text once, as `field.ErrorList.Filter` leaves them where a kind has declarative validation. */
export function withoutRepeats(errors: readonly FieldError[], text: (error: FieldError) => string): FieldError[] {
  const seen = new Set<string>();
  return errors.filter((error) => {
    const key = text(error);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
