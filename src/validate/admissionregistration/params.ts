import { forbidden, invalid, required, type FieldError } from '../../model/field-error.ts';
import { child, type FieldPath } from '../../model/field-path.ts';
import { parseApiVersion } from '../../model/group-version-kind.ts';
import type { ParamKind, ParamRef } from '../../model/kinds/admissionregistration-v1.ts';
import { invalidBecause, requireOneOf } from '../shared/checks.ts';
import { validateLabelSelector } from '../shared/label-selector.ts';
import { isDns1035Label, isDns1123Subdomain, isPathSegmentName } from '../shared/names.ts';

/** The kind of a policy's parameters. */
export function validateParamKind({ apiVersion = '', kind = '' }: ParamKind, at: FieldPath): FieldError[] {
  const kindProblems = isDns1035Label(kind.toLowerCase());
  const kindAt = child(at, 'kind');
  return [
    ...validateApiVersion(apiVersion, child(at, 'apiVersion')),
    ...(kind === ''
      ? [required(kindAt)]
      : kindProblems.length > 0
        ? [invalid(kindAt, kind, `may have mixed case, but should otherwise match: ${kindProblems.join(',')}`)]
        : []),
  ];
}

function validateApiVersion(apiVersion: string, at: FieldPath): FieldError[] {
  if (apiVersion === '') return [required(at)];
  const groupVersion = apiVersion === '/' ? { group: '', version: '' } : parseApiVersion(apiVersion);
  if (!groupVersion) return [invalid(at, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)];
  const { group, version } = groupVersion;
  const groupProblems = group === '' ? [] : isDns1123Subdomain(group);
  const versionProblems = version === '' ? [] : isDns1035Label(version);
  return [
    ...(groupProblems.length > 0 ? [invalid(at, group, groupProblems.join(','))] : []),
    ...(version === '' ? [invalid(at, apiVersion, 'version must be specified')] : []),
    ...(versionProblems.length > 0 ? [invalid(at, version, versionProblems.join(','))] : []),
  ];
}

const EXCLUSIVE = 'name and selector are mutually exclusive';

/** Where a binding finds its parameters: by name or by labels. */
export function validateParamRef({ name = '', selector, parameterNotFoundAction }: ParamRef, at: FieldPath): FieldError[] {
  const both = name !== '' && selector !== undefined;
  return [
    ...invalidBecause(isPathSegmentName(name), child(at, 'name'), name),
    ...(both ? [forbidden(child(at, 'name'), EXCLUSIVE)] : []),
    ...validateLabelSelector(selector, child(at, 'selector')),
    ...(both ? [forbidden(child(at, 'selector'), EXCLUSIVE)] : []),
    ...(name === '' && !selector ? [required(at, 'one of name or selector must be specified')] : []),
    ...requireOneOf(parameterNotFoundAction, ['Deny', 'Allow'], child(at, 'parameterNotFoundAction')),
  ];
}
