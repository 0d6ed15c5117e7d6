import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import { parseApiVersion } from '../../../model/group-version-kind.ts';
import type { CrossVersionObjectReference } from '../../../model/kinds/autoscaling-v2.ts';
import { invalidBecause } from '../../shared/checks.ts';
import { isPathSegmentName } from '../../shared/names.ts';

export interface ReferenceOptions {
  /** Kinds of the core group may be meant. */
  readonly allowEmptyGroup: boolean;
  readonly allowInvalidApiVersion: boolean;
}

export function validateObjectReference(reference: CrossVersionObjectReference, at: FieldPath, options: ReferenceOptions): FieldError[] {
  const { kind, name, apiVersion = '' } = reference;
  const problem = apiVersionProblem(apiVersion, options);
  return [
    ...(kind ? invalidBecause(isPathSegmentName(kind), child(at, 'kind'), kind) : [required(child(at, 'kind'))]),
    ...(name ? invalidBecause(isPathSegmentName(name), child(at, 'name'), name) : [required(child(at, 'name'))]),
    ...(problem === undefined ? [] : [invalid(child(at, 'apiVersion'), apiVersion, problem)]),
  ];
}

/** Why an API version cannot be used in a reference. */
export function apiVersionProblem(apiVersion: string, { allowEmptyGroup, allowInvalidApiVersion }: ReferenceOptions): string | undefined {
  if (allowInvalidApiVersion) return undefined;
  const groupVersion = apiVersion === '/' ? { group: '' } : parseApiVersion(apiVersion);
  if (!groupVersion) return `unexpected GroupVersion string: ${apiVersion}`;
  return groupVersion.group === '' && !allowEmptyGroup ? 'apiVersion must specify API group' : undefined;
}
