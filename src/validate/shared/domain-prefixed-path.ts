import { invalid, required, type FieldError } from '../../model/field-error.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { invalidBecause } from './checks.ts';
import { isDns1123Subdomain, patternMessage } from './names.ts';

const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const httpPath = new RegExp(`^${HTTP_PATH}$`);

/** `acme.io/foo`. */
export function validateDomainPrefixedPath(text: string, at: FieldPath): FieldError[] {
  if (text === '') return [required(at)];
  const slash = text.indexOf('/');
  const [domain, path] = [text.slice(0, Math.max(slash, 0)), text.slice(slash + 1)];
  if (slash < 0 || domain === '' || path === '') return [invalid(at, text, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  return [
    ...invalidBecause(isDns1123Subdomain(domain), at, domain),
    ...(httpPath.test(path) ? [] : [invalid(at, path, patternMessage('Invalid path', HTTP_PATH))]),
  ];
}
