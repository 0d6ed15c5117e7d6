import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { DownwardAPIVolumeFile, KeyToPath } from '../../../model/kinds/core-v1.ts';
import { invalidBecause, requireText } from '../checks.ts';
import { isUserOrGroupId } from '../names.ts';
import { validateLocalNonReservedPath } from '../paths.ts';
import { VOLUME_FIELD_PATHS, validateFieldRef, validateResourceFieldRef } from './downward-api.ts';

const MAX_FILE_MODE = 0o777;

export const validateFileMode = (mode: number | undefined, at: FieldPath): FieldError[] =>
  mode !== undefined && (mode > MAX_FILE_MODE || mode < 0)
    ? [invalid(at, mode, 'must be a number between 0 and 0777 (octal), both inclusive')]
    : [];

export const validateUser = (user: number | undefined, at: FieldPath): FieldError[] =>
  user === undefined ? [] : invalidBecause(isUserOrGroupId(user), at, user);

export const validateKeyToPath = ({ key: name, path = '', mode, user }: KeyToPath, at: FieldPath): FieldError[] => [
  ...requireText(name, child(at, 'key')),
  ...requireText(path, child(at, 'path')),
  ...validateLocalNonReservedPath(path, child(at, 'path')),
  ...validateFileMode(mode, child(at, 'mode')),
  ...validateUser(user, child(at, 'user')),
];

/** Upstream gives no index: `at` is the volume source, not the item. */
export const validateDownwardApiFile = (file: DownwardAPIVolumeFile, at: FieldPath): FieldError[] => [
  ...requireText(file.path, child(at, 'path')),
  ...validateLocalNonReservedPath(file.path ?? '', child(at, 'path')),
  ...validateFileSource(file, at),
  ...validateFileMode(file.mode, child(at, 'mode')),
  ...validateUser(file.user, child(at, 'user')),
];

function validateFileSource({ fieldRef, resourceFieldRef }: DownwardAPIVolumeFile, at: FieldPath): FieldError[] {
  if (fieldRef) {
    return [
      ...validateFieldRef(fieldRef, VOLUME_FIELD_PATHS, child(at, 'fieldRef')),
      ...(resourceFieldRef ? [invalid(at, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')] : []),
    ];
  }
  if (resourceFieldRef) return validateResourceFieldRef(resourceFieldRef, true, child(at, 'resourceFieldRef'));
  return [required(at, 'one of fieldRef and resourceFieldRef is required')];
}
