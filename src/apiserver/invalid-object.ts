import { fieldErrorText, type FieldError } from '../model/field-error.ts';
import { invalidStatus, type Status } from '../model/status.ts';
import type { MutableObject, Write } from './server-context.ts';

/** 422 for an object that breaks rules; undefined when it breaks none. What several checks object to is told once. */
export function invalidObject({ resource }: Write, object: MutableObject, errors: readonly FieldError[]): Status | undefined {
  if (errors.length === 0) return undefined;
  const distinct = new Map(errors.map((error) => [`${error.type} ${fieldErrorText(error)}`, error]));
  return invalidStatus(resource.gvk, object.metadata.name ?? '', [...distinct.values()]);
}
