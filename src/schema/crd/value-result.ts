import { invalid, notSupported, required, tooLong, tooMany, typeInvalid, type FieldError, type Verbatim } from '../../model/field-error.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { goQuote } from '../../model/go-text.ts';
import { sortedGoJson } from '../../model/sorted-json.ts';
import { shownValue } from './coerce-metadata.ts';

/** Where a value is: as a path of the answer, and by the name that stands in messages (empty for the root, map keys with a dot). */
export interface Place {
  readonly path: FieldPath;
  readonly name: string;
}

/** An objection to a value. Of those with the same message only the first is told. */
export interface Objection {
  readonly message: string;
  readonly error: FieldError;
}

/** What validating a value against a schema yields. `matches` counts checks that were made; of alternatives the one with most is told. */
export interface ValueResult {
  /** By message. */
  readonly objections: Map<string, FieldError>;
  matches: number;
}

export const emptyResult = (): ValueResult => ({ objections: new Map(), matches: 0 });

export const isValid = ({ objections }: ValueResult): boolean => objections.size === 0;

export function add({ objections }: ValueResult, { message, error }: Objection): void {
  if (!objections.has(message)) objections.set(message, error);
}

export function merge(result: ValueResult, other: ValueResult): void {
  for (const [message, error] of other.objections) add(result, { message, error });
  result.matches += other.matches;
}

/** An objection that upstream does not attribute to a field: it is told of the whole value. */
export const generalObjection = (base: FieldPath, message: string): Objection => ({ message, error: invalid(base, '', message) });

/** `spec.x in body <detail>` about a text or a number. */
export function valueObjection({ path, name }: Place, detail: string, value: string | number | bigint | Verbatim): Objection {
  const message = `${name} in body ${detail}`;
  return { message, error: invalid(path, value, message) };
}

/** A value of another type; `found` is the type it has, or the text that has not the format asked for. */
export function typeObjection({ path, name }: Place, type: string, found: string): Objection {
  const message = `${name} in body must be of type ${type}: ${goQuote(found)}`;
  return { message, error: typeInvalid(path, found, message) };
}

export const requiredObjection = ({ path, name }: Place): Objection => ({ message: `${name} in body is required`, error: required(path) });

export const tooLongObjection = ({ path, name }: Place, max: number): Objection => ({
  message: `${name} in body should be at most ${max} chars long`,
  error: tooLong(path, max),
});

export const tooManyObjection = ({ path, name }: Place, actual: number, max: number, what: 'items' | 'properties'): Objection => ({
  message: `${name} in body should have at most ${max} ${what}`,
  error: tooMany(path, actual, max),
});

export function enumObjection({ path, name }: Place, value: unknown, allowed: readonly unknown[]): Objection {
  const texts = allowed.map((each) => (typeof each === 'string' ? each : sortedGoJson(each)));
  return { message: `${name} in body should be one of [${texts.join(' ')}]`, error: notSupported(path, shownValue(value ?? null), texts) };
}
