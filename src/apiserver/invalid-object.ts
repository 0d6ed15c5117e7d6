import { fieldErrorText, type FieldError } from '../model/field-error.ts';
import { invalidStatus, type Status } from '../model/status.ts';
import { isSince, type Release } from '../schema/release.ts';
import { withoutRepeats } from '../validate/shared/checks.ts';
import { inWordsOf } from '../validate/shared/wording.ts';
import type { MutableObject, Write } from './server-context.ts';

/** 422 for an object that breaks rules; undefined when it breaks none. */
export function invalidObject(
  { resource, strategy }: Write,
  object: MutableObject,
  errors: readonly FieldError[],
  release: Release,
): Status | undefined {
  if (errors.length === 0) return undefined;
  const { group, kind } = resource.gvk;
  return invalidStatus({ group: strategy?.errorGroup ?? group, kind }, object.metadata.name ?? '', inWordsOf(release, errors));
}

/** What the checks of all kinds object to, then what those of the kind do. Metadata is looked at by both; a server with declarative validation tells it once. */
export function mergeErrors(
  { strategy }: Write,
  common: readonly FieldError[],
  own: readonly FieldError[],
  release: Release,
): FieldError[] {
  const merged = [...inWordsOf(release, common), ...own];
  const since = strategy?.declarativeSince;
  return since !== undefined && isSince(release, since) ? withoutRepeats(merged, fieldErrorText) : merged;
}
