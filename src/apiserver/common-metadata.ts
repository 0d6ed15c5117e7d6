import type { FieldError } from '../model/field-error.ts';
import { fieldPath } from '../model/field-path.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';
import { validateGenericObjectMeta, validateGenericObjectMetaUpdate } from '../validate/shared/object-meta.ts';

const at = fieldPath('metadata');

/** What a name must be to stand in a URL (`IsPathSegmentName`). */
function isPathSegment(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((character) => name.includes(character)).map((character) => `may not contain '${character}'`);
}

/** The check of metadata that the generic registry makes for every kind. */
export const validateCommonMetadata = (metadata: ObjectMeta, namespaced: boolean): FieldError[] =>
  validateGenericObjectMeta(metadata, { namespaced, format: isPathSegment, prefixFormat: isPathSegment }, at);

/** The same for an update. */
export const validateCommonMetadataUpdate = (metadata: ObjectMeta, old: Readonly<ObjectMeta>): FieldError[] =>
  validateGenericObjectMetaUpdate(metadata, old, at);
