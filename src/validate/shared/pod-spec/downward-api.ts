import { invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { ObjectFieldSelector, ResourceFieldSelector } from '../../../model/kinds/core-v1.ts';
import { invalidBecause } from '../checks.ts';
import { isQualifiedName } from '../names.ts';
import { isZero } from '../quantities.ts';

/** Fields that volumes may show, in the order of messages. */
export const VOLUME_FIELD_PATHS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];
/** Fields that environment variables may show. */
export const ENV_FIELD_PATHS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** What the API server can convert, whether a place allows it or not. */
const CONVERTIBLE = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.phase',
  'status.podIP',
  'status.podIPs',
];
/** Old names of fields. */
const RENAMED: Readonly<Record<string, string>> = { 'spec.host': 'spec.nodeName' };

export function validateFieldRef(
  { apiVersion = '', fieldPath: path = '' }: ObjectFieldSelector,
  allowed: readonly string[],
  at: FieldPath,
): FieldError[] {
  if (path === '') return [required(child(at, 'fieldPath'))];
  const subscripted = splitSubscript(path);
  const conversionError = convertError(apiVersion, path, subscripted);
  if (conversionError !== undefined) return [invalid(child(at, 'fieldPath'), path, `error converting fieldPath: ${conversionError}`)];
  if (subscripted) return validateSubscript(subscripted, at);
  const internal = RENAMED[path] ?? path;
  return allowed.includes(internal) ? [] : [notSupported(child(at, 'fieldPath'), internal, allowed)];
}

interface Subscripted {
  readonly path: string;
  readonly subscript: string;
}

/** `metadata.labels['app']` → `metadata.labels` and `app`. */
function splitSubscript(path: string): Subscripted | undefined {
  if (!path.endsWith("']")) return undefined;
  const parts = path.slice(0, -2).split("['");
  const [name = '', ...rest] = parts;
  return rest.length === 0 || name === '' ? undefined : { path: name, subscript: rest.join("['") };
}

function convertError(apiVersion: string, path: string, subscripted: Subscripted | undefined): string | undefined {
  if (apiVersion !== 'v1') return `unsupported pod version: ${apiVersion}`;
  if (subscripted) {
    return subscripted.path === 'metadata.annotations' || subscripted.path === 'metadata.labels'
      ? undefined
      : `field label does not support subscript: ${path}`;
  }
  return CONVERTIBLE.includes(path) || Object.hasOwn(RENAMED, path) ? undefined : `field label not supported: ${path}`;
}

function validateSubscript({ path, subscript }: Subscripted, at: FieldPath): FieldError[] {
  const name = path === 'metadata.annotations' ? subscript.toLowerCase() : subscript;
  return invalidBecause(isQualifiedName(name), at, name);
}

const RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const HUGE_PAGES = ['limits.hugepages-', 'requests.hugepages-'];
const isHugePages = (resource: string): boolean => HUGE_PAGES.some((prefix) => resource.startsWith(prefix));

/** `inVolume`, the container has to be named. */
export function validateResourceFieldRef(
  { containerName, resource = '', divisor }: ResourceFieldSelector,
  inVolume: boolean,
  at: FieldPath,
): FieldError[] {
  const errors =
    inVolume && !containerName
      ? [required(child(at, 'containerName'))]
      : resource === ''
        ? [required(child(at, 'resource'))]
        : RESOURCES.includes(resource) || isHugePages(resource)
          ? []
          : [notSupported(child(at, 'resource'), resource, RESOURCES)];
  return [...errors, ...validateDivisor(resource, divisor, child(at, 'divisor'))];
}

const CPU_DIVISORS = ['1m', '1'];
const BYTE_DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

function validateDivisor(resource: string, divisor: string | undefined, at: FieldPath): FieldError[] {
  if (divisor === undefined || isZero(divisor)) return [];
  const [allowed, listed, what] = divisorRule(resource);
  return allowed.includes(divisor) || what === ''
    ? []
    : [invalid(at, resource, `only divisor's values ${listed} are supported with the ${what} resource`)];
}

function divisorRule(resource: string): readonly [allowed: readonly string[], listed: string, what: string] {
  const bytes = BYTE_DIVISORS.join(', ');
  if (isHugePages(resource)) return [BYTE_DIVISORS, bytes, 'hugepages'];
  switch (resource.replace(/^(limits|requests)\./, '')) {
    case 'cpu':
      return [CPU_DIVISORS, '1m and 1', 'cpu'];
    case 'memory':
      return [BYTE_DIVISORS, bytes, 'memory'];
    case 'ephemeral-storage':
      return [BYTE_DIVISORS, bytes, 'local ephemeral storage'];
    default:
      return [[], '', ''];
  }
}
