import { invalid, required, tooLong, type FieldError } from '../../model/field-error.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { byteLength } from '../shared/byte-length.ts';
import { invalidBecause } from '../shared/checks.ts';
import { isDns1123Subdomain, isLongName } from '../shared/names.ts';

const MAX_POOL_NAME = 253;

/** Subdomains separated by slashes. */
export function validatePoolName(name: string, at: FieldPath): FieldError[] {
  if (name === '') return [required(at)];
  return [
    ...(byteLength(name) > MAX_POOL_NAME ? [tooLong(at, MAX_POOL_NAME)] : []),
    ...name.split('/').flatMap((part) => invalidBecause(isDns1123Subdomain(part), at, part)),
  ];
}

/** The same in the words of declarative validation, which also knows an empty name as one of an empty part. */
export const validateDeclaredPoolName = (name: string, at: FieldPath): FieldError[] => [
  ...(byteLength(name) > MAX_POOL_NAME ? [tooLong(at, MAX_POOL_NAME)] : []),
  ...name.split('/').flatMap((part, i) => {
    if (part === '') return [invalid(at, name, `segment ${i}: must not be empty`)];
    return isLongName(part).map((message) => invalid(at, part, `segment ${i}: ${message}`));
  }),
];
