import { notSupported, required, type FieldError } from '../../../model/field-error.ts';
import type { FieldPath } from '../../../model/field-path.ts';

/** One of some texts, which has to be given. */
export function validateEnumText(value: string | undefined, accepted: readonly string[], at: FieldPath): FieldError[] {
  if (!value) return [required(at)];
  return accepted.includes(value) ? [] : [notSupported(at, value, accepted)];
}
