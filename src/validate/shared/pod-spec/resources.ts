import { duplicate, forbidden, invalid, notFound, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, key, type FieldPath } from '../../../model/field-path.ts';
import type { ResourceClaim, ResourceRequirements } from '../../../model/kinds/core-v1.ts';
import { asJson, each, invalidBecause, sorted } from '../checks.ts';
import { isDns1123Label } from '../names.ts';
import { compareQuantities } from '../quantities.ts';
import {
  isExtendedResource,
  isHugePages,
  isHugePagesAmountDivisible,
  isNativeResource,
  isOvercommitAllowed,
  isPodLevelResource,
  isStandardContainerResource,
  POD_LEVEL_RESOURCES,
} from '../resource-names.ts';
import { validateResourceName, validateResourceQuantity } from '../resource-quantity.ts';
import type { PodOptions } from './options.ts';

type NameCheck = (name: string, at: FieldPath) => FieldError[];

/** A resource that a container may ask for. */
export function validateContainerResourceName(name: string, at: FieldPath): FieldError[] {
  const errors = validateResourceName(name, at);
  if (!name.includes('/'))
    return isStandardContainerResource(name)
      ? errors
      : [...errors, invalid(at, asJson(name), 'must be a standard resource for containers')];
  if (isNativeResource(name) || isExtendedResource(name)) return errors;
  return [...errors, invalid(at, asJson(name), "doesn't follow extended resource name standard")];
}

function validatePodResourceName(name: string, at: FieldPath): FieldError[] {
  const errors = validateResourceName(name, at);
  if (errors.length > 0 || isPodLevelResource(name)) return errors;
  return [notSupported(at, asJson(name), POD_LEVEL_RESOURCES)];
}

export const validateContainerResources = (
  resources: ResourceRequirements,
  claimNames: ReadonlySet<string>,
  at: FieldPath,
  options: PodOptions,
): FieldError[] => validateRequirements(resources, validateContainerResourceName, claimNames, at, options);

export const validatePodResources = (
  resources: ResourceRequirements,
  claimNames: ReadonlySet<string>,
  at: FieldPath,
  options: PodOptions,
): FieldError[] => validateRequirements(resources, validatePodResourceName, claimNames, at, options);

function validateRequirements(
  resources: ResourceRequirements,
  checkName: NameCheck,
  claimNames: ReadonlySet<string>,
  at: FieldPath,
  options: PodOptions,
): FieldError[] {
  const { limits = {}, requests = {}, claims } = resources;
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  const onlyHugePages = names.some(isHugePages) && !names.some((name) => name === 'cpu' || name === 'memory');
  return [
    ...Object.entries(limits).flatMap(([name, amount]) => {
      const path = key(child(at, 'limits'), name);
      return [...checkName(name, path), ...validateResourceQuantity(name, amount, path), ...validateHugePages(name, amount, path, options)];
    }),
    ...Object.entries(requests).flatMap(([name, amount]) => {
      const path = key(child(at, 'requests'), name);
      return [
        ...checkName(name, path),
        ...validateResourceQuantity(name, amount, path),
        ...validateAgainstLimit(name, amount, limits[name], at),
        ...validateHugePages(name, amount, path, options),
      ];
    }),
    ...(onlyHugePages ? [forbidden(at, 'HugePages require cpu or memory')] : []),
    ...validateClaims(claims, claimNames, child(at, 'claims')),
  ];
}

function validateAgainstLimit(name: string, request: string, limit: string | undefined, at: FieldPath): FieldError[] {
  if (limit === undefined)
    return isOvercommitAllowed(name) ? [] : [required(child(at, 'limits'), 'Limit must be set for non overcommitable resources')];
  const order = compareQuantities(request, limit);
  const path = child(at, 'requests');
  if (order !== 0 && !isOvercommitAllowed(name)) return [invalid(path, request, `must be equal to ${name} limit of ${limit}`)];
  return order > 0 ? [invalid(path, request, `must be less than or equal to ${name} limit of ${limit}`)] : [];
}

function validateHugePages(name: string, amount: string, at: FieldPath, { allowIndivisibleHugePagesValues }: PodOptions): FieldError[] {
  if (!isHugePages(name) || allowIndivisibleHugePagesValues || isHugePagesAmountDivisible(name, amount)) return [];
  return [invalid(at, amount, `${amount} is not positive integer multiple of ${name}`)];
}

/** A claim is named once as a whole, or once per request. */
function validateClaims(claims: readonly ResourceClaim[] | undefined, claimNames: ReadonlySet<string>, at: FieldPath): FieldError[] {
  const seen = new Set<string>();
  return each(claims, at, ({ name = '', request = '' }, path) => {
    if (name === '') return [required(path)];
    return [...validateClaimUse(name, request, seen, path), ...(claimNames.has(name) ? [] : [unknownClaim(name, claimNames, path)])];
  });
}

function validateClaimUse(name: string, request: string, seen: Set<string>, at: FieldPath): FieldError[] {
  if (seen.has(name)) return [duplicate(at, name)];
  const errors = request === '' ? [] : invalidBecause(isDns1123Label(request), child(at, 'request'), request);
  const use = request === '' ? name : `${name}/${request}`;
  if (seen.has(use)) errors.push(duplicate(at, use));
  else if (request === '') errors.push(...[...seen].filter((other) => other.startsWith(`${name}/`)).map(() => duplicate(at, name)));
  seen.add(use);
  return errors;
}

function unknownClaim(name: string, claimNames: ReadonlySet<string>, at: FieldPath): FieldError {
  const known = claimNames.size === 0 ? ' which is empty' : `: ${sorted(claimNames).join(', ')}`;
  return { ...notFound(at, name), detail: `must be one of the names in pod.spec.resourceClaims${known}` };
}
