import { invalid, type FieldError } from '../../model/field-error.ts';
import type { FieldPath } from '../../model/field-path.ts';

/** No `..` as a part of the path. */
export const validatePathNoBacksteps = (path: string, at: FieldPath): FieldError[] =>
  path.split('/').includes('..') ? [invalid(at, path, "must not contain '..'")] : [];

/** A relative path that stays below where it starts. */
export const validateLocalDescendingPath = (path: string, at: FieldPath): FieldError[] => [
  ...(path.startsWith('/') ? [invalid(at, path, 'must be a relative path')] : []),
  ...validatePathNoBacksteps(path, at),
];

/** The same, not starting with `..` either, which is how atomic volume writers name their own files. */
export const validateLocalNonReservedPath = (path: string, at: FieldPath): FieldError[] => [
  ...validateLocalDescendingPath(path, at),
  ...(path.startsWith('..') && !path.startsWith('../') ? [invalid(at, path, "must not start with '..'")] : []),
];
