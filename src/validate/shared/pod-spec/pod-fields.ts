import { forbidden, invalid, required, tooLong, type FieldError } from '../../../model/field-error.ts';
import { child, index, root, type FieldPath } from '../../../model/field-path.ts';
import type {
  HostAlias,
  PodDNSConfig,
  PodReadinessGate,
  PodResourceClaim,
  PodSchedulingGate,
  PodSpec,
} from '../../../model/kinds/core-v1.ts';
import type { ObjectMeta } from '../../../model/kinds/meta-v1.ts';
import { byteLength } from '../byte-length.ts';
import { each, invalidBecause, uniqueNames } from '../checks.ts';
import { shown } from '../go-form.ts';
import { validateLegacyIp } from '../ip.ts';
import { isDns1123Label, isDns1123Subdomain, isDns1123SubdomainWithUnderscore, isQualifiedName } from '../names.ts';
import { containersOf } from './containers-of.ts';
import { podResourceClaim } from './go-forms.ts';
import type { PodOptions } from './options.ts';

/** Rules of single fields of `PodSpec`. */

const MAX_NAMESERVERS = 3;
const MAX_SEARCH_PATHS = 32;
const MAX_SEARCH_BYTES = 2048;

export function validateDnsConfig(
  config: PodDNSConfig | undefined,
  dnsPolicy: string | undefined,
  at: FieldPath,
  { context }: PodOptions,
): FieldError[] {
  const { nameservers = [], searches = [], options } = config ?? {};
  const servers = child(at, 'nameservers');
  const searchPath = child(at, 'searches');
  if (dnsPolicy === 'None' && !config) return [required(at, 'must provide `dnsConfig` when `dnsPolicy` is None')];
  if (dnsPolicy === 'None' && nameservers.length === 0)
    return [required(servers, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
  return [
    ...(nameservers.length > MAX_NAMESERVERS
      ? [invalid(servers, nameservers, `must not have more than ${MAX_NAMESERVERS} nameservers`)]
      : []),
    ...each(nameservers, servers, (address, path) => validateLegacyIp(address, path, context)),
    ...(searches.length > MAX_SEARCH_PATHS
      ? [invalid(searchPath, searches, `must not have more than ${MAX_SEARCH_PATHS} search paths`)]
      : []),
    ...(byteLength(searches.join(' ')) > MAX_SEARCH_BYTES
      ? [invalid(searchPath, searches, `must not have more than ${MAX_SEARCH_BYTES} characters (including spaces) in the search list`)]
      : []),
    ...each(searches, searchPath, validateSearch),
    ...each(options, child(at, 'options'), ({ name }, path) => (name ? [] : [required(path, 'must not be empty')])),
  ];
}

function validateSearch(search: string, at: FieldPath): FieldError[] {
  if (search === '.') return [];
  const name = search.replace(/\.$/, '');
  return invalidBecause(isDns1123SubdomainWithUnderscore(name), at, name);
}

export const validateReadinessGates = (gates: readonly PodReadinessGate[] | undefined, at: FieldPath): FieldError[] =>
  each(gates, at, ({ conditionType = '' }, path) =>
    invalidBecause(isQualifiedName(conditionType), child(path, 'conditionType'), conditionType),
  );

export function validateSchedulingGates(gates: readonly PodSchedulingGate[] | undefined, at: FieldPath): FieldError[] {
  const names = uniqueNames();
  return each(gates, at, ({ name = '' }, path) => [...invalidBecause(isQualifiedName(name), path, name), ...names.add(name, path)]);
}

export const validateHostAliases = (aliases: readonly HostAlias[] | undefined, at: FieldPath, { context }: PodOptions): FieldError[] =>
  each(aliases, at, ({ ip = '', hostnames }, path) => [
    ...validateLegacyIp(ip, child(path, 'ip'), context),
    ...each(hostnames, child(path, 'hostnames'), (hostname, namePath) => invalidBecause(isDns1123Subdomain(hostname), namePath, hostname)),
  ]);

/** Without the host's users, other things of the host are out of reach. */
export function validateHostUsers(spec: PodSpec, at: FieldPath, options: PodOptions): FieldError[] {
  if (spec.hostUsers !== false) return [];
  const refuse = (path: FieldPath): FieldError => forbidden(path, 'when `hostUsers` is false');
  return [
    ...(spec.hostNetwork && !options.allowUserNamespacesHostNetworkSupport ? [refuse(child(at, 'hostNetwork'))] : []),
    ...(spec.hostPID ? [refuse(child(at, 'HostPID'))] : []),
    ...(spec.hostIPC ? [refuse(child(at, 'HostIPC'))] : []),
    ...(options.allowUserNamespacesWithVolumeDevices ? [] : containersOf(spec, at))
      .filter(({ container }) => container.volumeDevices?.length)
      .map(({ at: path }) => refuse(child(path, 'volumeDevices'))),
  ];
}

const MAX_HOSTNAME = 64;

export function validateHostnameOverride({ hostnameOverride, setHostnameAsFQDN, hostNetwork }: PodSpec, at: FieldPath): FieldError[] {
  const path = child(at, 'hostnameOverride');
  if (hostnameOverride === undefined) return [];
  return [
    ...(setHostnameAsFQDN ? [forbidden(path, 'may not be specified when setHostnameAsFQDN is true')] : []),
    ...(hostNetwork ? [forbidden(path, 'may not be specified when hostNetwork is true')] : []),
    ...(byteLength(hostnameOverride) > MAX_HOSTNAME ? [tooLong(path, MAX_HOSTNAME)] : []),
    ...invalidBecause(isDns1123Subdomain(hostnameOverride), path, hostnameOverride),
  ];
}

/** `meta` is that of a pod; templates have none. */
export function validateResourceClaims(
  claims: readonly PodResourceClaim[] | undefined,
  meta: ObjectMeta | undefined,
  at: FieldPath,
): FieldError[] {
  const names = uniqueNames();
  const isMirror = meta?.annotations?.['kubernetes.io/config.mirror'] !== undefined;
  return (claims ?? []).flatMap((claim, i) => {
    if (isMirror) return [forbidden(child(root, ''), 'static pods do not support resource claims')];
    return [...validateClaimName(claim.name ?? '', names, child(index(at, i), 'name')), ...validateClaimSource(claim, index(at, i))];
  });
}

function validateClaimName(name: string, names: ReturnType<typeof uniqueNames>, at: FieldPath): FieldError[] {
  if (name === '') return [required(at)];
  const repeated = names.add(name, at);
  return repeated.length > 0 ? repeated : invalidBecause(isDns1123Label(name), at, name);
}

function validateClaimSource(claim: PodResourceClaim, at: FieldPath): FieldError[] {
  const { resourceClaimName: name, resourceClaimTemplateName: template } = claim;
  const whole = shown(podResourceClaim, claim);
  return [
    ...(name !== undefined && template !== undefined
      ? [invalid(at, whole, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified')]
      : []),
    ...(name === undefined && template === undefined
      ? [invalid(at, whole, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`')]
      : []),
    ...(name === undefined ? [] : invalidBecause(isDns1123Subdomain(name), child(at, 'resourceClaimName'), name)),
    ...(template === undefined ? [] : invalidBecause(isDns1123Subdomain(template), child(at, 'resourceClaimTemplateName'), template)),
  ];
}
