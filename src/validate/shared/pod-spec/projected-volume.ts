import { forbidden, invalid, notSupported, required, tooLong, type FieldError } from '../../../model/field-error.ts';
import { child, index, type FieldPath } from '../../../model/field-path.ts';
import type {
  ClusterTrustBundleProjection,
  PodCertificateProjection,
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from '../../../model/kinds/core-v1.ts';
import { byteLength } from '../byte-length.ts';
import { each, invalidBecause, optional, requireText } from '../checks.ts';
import { flag, labelSelector, number, pointer, shown, struct, text } from '../go-form.ts';
import { validateLabelSelector } from '../label-selector.ts';
import { isQualifiedName } from '../names.ts';
import { validateLocalNonReservedPath } from '../paths.ts';
import { isClusterTrustBundleName, isKubernetesSignerName, signerOfTrustBundle, validateSignerName } from '../signer-name.ts';
import { validateDownwardApiFile, validateFileMode, validateKeyToPath, validateUser } from './file-projections.ts';
import type { PodOptions } from './options.ts';

export function validateProjected(
  { sources, defaultMode, defaultUser }: ProjectedVolumeSource,
  at: FieldPath,
  options: PodOptions,
): FieldError[] {
  const paths = new Set<string>();
  const claimPath = (path: string, shownValue: string): FieldError[] => {
    if (paths.has(path)) return [invalid(at, shownValue, 'conflicting duplicate paths')];
    paths.add(path);
    return [];
  };
  return [
    ...validateFileMode(defaultMode, child(at, 'defaultMode')),
    ...validateUser(defaultUser, child(at, 'defaultUser')),
    ...(sources ?? []).flatMap((source, i) => validateSource(source, at, index(child(at, 'sources'), i), claimPath, options)),
  ];
}

/** Notes a file's path; a second file of the same path is an error about `shownValue`. */
type ClaimPath = (path: string, shownValue: string) => FieldError[];

function validateSource(
  source: VolumeProjection,
  volume: FieldPath,
  at: FieldPath,
  claimPath: ClaimPath,
  options: PodOptions,
): FieldError[] {
  const errors: FieldError[] = [];
  for (const kind of ['secret', 'configMap'] as const) {
    const { name = '', items } = source[kind] ?? {};
    if (!source[kind]) continue;
    errors.push(...requireText(name, child(at, kind, 'name')));
    errors.push(
      ...each(items, child(at, kind, 'items'), (item, path) => [
        ...validateKeyToPath(item, path),
        ...(item.path ? claimPath(item.path, name) : []),
      ]),
    );
  }
  for (const file of source.downwardAPI?.items ?? []) {
    errors.push(...validateDownwardApiFile(file, child(at, 'downwardAPI')), ...(file.path ? claimPath(file.path, file.path) : []));
  }
  if (source.serviceAccountToken)
    errors.push(...validateServiceAccountToken(source.serviceAccountToken, volume, child(at, 'serviceAccountToken'), options));
  if (source.clusterTrustBundle)
    errors.push(...validateClusterTrustBundle(source.clusterTrustBundle, child(at, 'clusterTrustBundle'), claimPath));
  if (source.podCertificate) errors.push(...validatePodCertificate(source.podCertificate, child(at, 'podCertificate'), claimPath));
  if (Object.values(source).filter((value) => value !== undefined).length > 1)
    errors.push(forbidden(at, 'may not specify more than 1 volume type per source'));
  return errors;
}

/** Errors about the path name the volume, not the source. */
function validateServiceAccountToken(
  token: ServiceAccountTokenProjection,
  volume: FieldPath,
  at: FieldPath,
  options: PodOptions,
): FieldError[] {
  const { expirationSeconds: seconds, path = '' } = token;
  const errors = [...optional(seconds, child(at, 'expirationSeconds'), validateTokenLifetime)];
  if (path === '') errors.push(required(child(volume, 'path')));
  else if (!options.allowNonLocalProjectedTokenPath) errors.push(...validateLocalNonReservedPath(path, child(volume, 'path')));
  return [...errors, ...validateUser(token.user, child(at, 'user'))];
}

function validateTokenLifetime(seconds: number, at: FieldPath): FieldError[] {
  if (seconds < 600) return [invalid(at, seconds, 'may not specify a duration less than 10 minutes')];
  return seconds > 2 ** 32 ? [invalid(at, seconds, 'may not specify a duration larger than 2^32 seconds')] : [];
}

const clusterTrustBundle = struct([
  ['Name', 'name', pointer(text)],
  ['SignerName', 'signerName', pointer(text)],
  ['LabelSelector', 'labelSelector', pointer(labelSelector)],
  ['Optional', 'optional', pointer(flag)],
  ['Path', 'path', text],
  ['User', 'user', pointer(number)],
]);

function validateClusterTrustBundle(bundle: ClusterTrustBundleProjection, at: FieldPath, claimPath: ClaimPath): FieldError[] {
  const { path = '' } = bundle;
  return [
    ...validateBundleReference(bundle, at),
    ...requireText(path, child(at, 'path')),
    ...validateUser(bundle.user, child(at, 'user')),
    ...validateLocalNonReservedPath(path, child(at, 'path')),
    ...claimPath(path, path),
  ];
}

function validateBundleReference(bundle: ClusterTrustBundleProjection, at: FieldPath): FieldError[] {
  const { name, signerName } = bundle;
  if (name !== undefined && signerName !== undefined)
    return [invalid(at, shown(clusterTrustBundle, bundle), 'only one of name and signerName may be used')];
  if (name !== undefined) {
    const messages = isClusterTrustBundleName(signerOfTrustBundle(name))(name);
    return [
      ...requireText(name, child(at, 'name'), 'must be a valid object name'),
      ...messages.map((message) => invalid(child(at, 'name'), name, `not a valid clustertrustbundlename: ${message}`)),
      ...(bundle.labelSelector
        ? [
            invalid(
              child(at, 'labelSelector'),
              shown(labelSelector, bundle.labelSelector),
              'labelSelector must be unset if name is specified',
            ),
          ]
        : []),
    ];
  }
  if (signerName === undefined) return [required(at, 'either name or signerName must be specified')];
  return [
    ...requireText(signerName, child(at, 'signerName'), 'must be a valid signer name'),
    ...validateSignerName(signerName, child(at, 'signerName')),
    ...validateLabelSelector(bundle.labelSelector, child(at, 'labelSelector')),
  ];
}

const KEY_TYPES = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'];
const MIN_EXPIRATION_SECONDS = 3600;
const MAX_EXPIRATION_SECONDS = 91 * 24 * 3600;
const KUBERNETES_MAX_EXPIRATION_SECONDS = 24 * 3600;
const MAX_USER_ANNOTATION_BYTES = 256 * 1024;

function validatePodCertificate(certificate: PodCertificateProjection, at: FieldPath, claimPath: ClaimPath): FieldError[] {
  const { signerName = '', keyType = '', maxExpirationSeconds: seconds } = certificate;
  const maximum = isKubernetesSignerName(signerName) ? KUBERNETES_MAX_EXPIRATION_SECONDS : MAX_EXPIRATION_SECONDS;
  const expiration = child(at, 'maxExpirationSeconds');
  const errors = [
    ...validateSignerName(signerName, child(at, 'signerName')),
    ...validateUserAnnotations(certificate.userAnnotations, child(at, 'userAnnotations')),
    ...validateUser(certificate.user, child(at, 'user')),
  ];
  if (!KEY_TYPES.includes(keyType)) errors.push(notSupported(child(at, 'keyType'), keyType, KEY_TYPES));
  if (seconds !== undefined && seconds < MIN_EXPIRATION_SECONDS)
    errors.push(invalid(expiration, seconds, 'if provided, maxExpirationSeconds must be >= 3600'));
  if (seconds !== undefined && seconds > maximum)
    errors.push(invalid(expiration, seconds, `if provided, maxExpirationSeconds must be <= ${maximum}`));
  const files = (['credentialBundlePath', 'keyPath', 'certificateChainPath'] as const).filter((name) => certificate[name]);
  for (const name of files) {
    const path = certificate[name] ?? '';
    errors.push(...validateLocalNonReservedPath(path, child(at, name)), ...claimPath(path, path));
  }
  if (files.length === 0) errors.push(required(at, 'specify at least one of credentialBundlePath, keyPath, and certificateChainPath'));
  return errors;
}

export function validateUserAnnotations(annotations: Readonly<Record<string, string>> | undefined, at: FieldPath): FieldError[] {
  const entries = Object.entries(annotations ?? {});
  const size = entries.reduce((sum, [name, value]) => sum + byteLength(name) + byteLength(value), 0);
  return [
    ...entries.flatMap(([name]) => validateDomainPrefixedKey(name.toLowerCase(), at)),
    ...(size > MAX_USER_ANNOTATION_BYTES ? [tooLong(at, MAX_USER_ANNOTATION_BYTES)] : []),
  ];
}

function validateDomainPrefixedKey(name: string, at: FieldPath): FieldError[] {
  if (name === '') return [required(at)];
  const errors = invalidBecause(isQualifiedName(name), at, name);
  return errors.length > 0 || name.includes('/') ? errors : [invalid(at, name, 'must be a domain-prefixed key (such as "acme.io/foo")')];
}
