import { invalid, required, tooLong, type FieldError } from '../../model/field-error.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { isSince } from '../../schema/release.ts';
import { byteLength } from '../shared/byte-length.ts';
import { invalidBecause } from '../shared/checks.ts';
import { isCIdentifier, isLongName } from '../shared/names.ts';
import { validateCsiDriverName } from '../shared/volume-sources.ts';
import type { RuleContext } from '../strategy.ts';

const MAX_DOMAIN = 63;
const MAX_ID = 32;
const NOT_QUALIFIED = 'a fully qualified name must be a domain and a name separated by a slash';

/** `example.com/model`: an attribute of a device with the domain of its driver. More than one slash is only refused for lack of it. */
export function validateFullyQualifiedName(name: string, at: FieldPath, context: RuleContext): FieldError[] {
  return [
    ...validateQualifiedName(name, at, context, isSince(context.release, '1.37')),
    ...(name.includes('/') ? [] : [invalid(at, name, isSince(context.release, '1.35') ? NOT_QUALIFIED : 'must include a domain')]),
  ];
}

/** `model` or `example.com/model`. The words of declarative validation differ. */
export function validateQualifiedName(name: string, at: FieldPath, context: RuleContext, isDeclarative = false): FieldError[] {
  if (name === '' && !isSince(context.release, '1.35')) return [required(at, 'name required')];
  const parts = name.split('/');
  const [domain = '', id = ''] = parts;
  if (parts.length === 1) return validateIdentifier(domain, at);
  return parts.length === 2 ? [...validateDomain(domain, at, context, isDeclarative), ...validateName(id, at, context, isDeclarative)] : [];
}

function validateDomain(domain: string, at: FieldPath, context: RuleContext, isDeclarative: boolean): FieldError[] {
  if (domain === '')
    return [isDeclarative ? invalid(at, '', 'prefix must not be empty') : missing(at, 'the domain must not be empty', context)];
  if (!isDeclarative) return validateCsiDriverName(domain, at, context);
  return [
    ...(byteLength(domain) > MAX_DOMAIN ? [tooLong(at, MAX_DOMAIN)] : []),
    ...isLongName(domain).map((message) => invalid(at, domain, `prefix: ${message}`)),
  ];
}

function validateName(id: string, at: FieldPath, context: RuleContext, isDeclarative: boolean): FieldError[] {
  if (id === '') return [isDeclarative ? invalid(at, '', 'name must not be empty') : missing(at, 'the name must not be empty', context)];
  return validateIdentifier(id, at);
}

const missing = (at: FieldPath, detail: string, { release }: RuleContext): FieldError =>
  isSince(release, '1.35') ? invalid(at, '', detail) : required(at, detail);

const validateIdentifier = (id: string, at: FieldPath): FieldError[] => [
  ...(byteLength(id) > MAX_ID ? [tooLong(at, MAX_ID)] : []),
  ...invalidBecause(isCIdentifier(id), at, id),
];
