import { fieldErrorText, type FieldError } from '../model/field-error.ts';
import { invalidStatus, type Status } from '../model/status.ts';
import { withoutRepeats } from '../validate/shared/checks.ts';
import type { MutableObject, Write } from './server-context.ts';

/** 422 for an object that breaks rules; undefined when it breaks none. */
export function invalidObject({ resource }: Write, object: MutableObject, errors: readonly FieldError[]): Status | undefined {
  return errors.length === 0 ? undefined : invalidStatus(resource.gvk, object.metadata.name ?? '', errors);
}

/** What the checks of all kinds object to, then what those of the kind do: metadata is looked at by both and told once. */
export function mergeErrors(common: readonly FieldError[], own: readonly FieldError[]): FieldError[] {
  const merged = withoutRepeats(common, fieldErrorText);
  const known = new Set(merged.map(fieldErrorText));
  return [...merged, ...own.filter((error) => !known.has(fieldErrorText(error)))];
}
