import { invalid, required, tooLong, type FieldError } from '../../model/field-error.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { goQuote } from '../../model/go-text.ts';
import { byteLength } from './byte-length.ts';
import { isDns1123Label, isDns1123Subdomain, type NameFormat } from './names.ts';

const MAX_DOMAIN = 253;
const MAX_SIGNER_NAME = MAX_DOMAIN + (253 + 63 + 1) + 1;

/** `example.com/signer-name`. */
export function validateSignerName(signerName: string, at: FieldPath): FieldError[] {
  if (signerName === '') return [required(at)];
  const segments = signerName.split('/');
  const [domain = '', path = ''] = segments;
  if (segments.length !== 2)
    return [invalid(at, signerName, "must be a fully qualified domain and path of the form 'example.com/signer-name'")];
  return [
    ...(byteLength(domain) > MAX_DOMAIN ? [tooLong(at, MAX_DOMAIN)] : []),
    ...firstBadLabel(domain, isDns1123Label, at),
    ...(domain.includes('.') ? [] : [invalid(at, domain, 'should be a domain with at least two segments separated by dots')]),
    ...firstBadLabel(path, isDns1123Subdomain, at),
    ...(byteLength(signerName) > MAX_SIGNER_NAME ? [tooLong(at, MAX_SIGNER_NAME)] : []),
  ];
}

function firstBadLabel(segment: string, format: NameFormat, at: FieldPath): FieldError[] {
  const label = segment.split('.').find((part) => format(part).length > 0);
  return label === undefined ? [] : format(label).map((message) => invalid(at, segment, `validating label ${goQuote(label)}: ${message}`));
}

export const isKubernetesSignerName = (signerName: string): boolean => {
  const host = signerName.split('/', 1)[0] ?? '';
  return host === 'kubernetes.io' || host.endsWith('.kubernetes.io');
};

/** Names of ClusterTrustBundles: those of a signer start with its name, slashes as colons. */
export const isClusterTrustBundleName =
  (signerName: string): NameFormat =>
  (name) => {
    if (signerName === '')
      return name.includes(':') ? ['ClusterTrustBundle without signer name must not have ":" in its name'] : isDns1123Subdomain(name);
    const prefix = `${signerName.replaceAll('/', ':')}:`;
    if (!name.startsWith(prefix)) return [`ClusterTrustBundle for signerName ${signerName} must be named with prefix ${prefix}`];
    return isDns1123Subdomain(name.slice(prefix.length));
  };

/** The signer that a bundle's name stands for; empty when it has none. */
export function signerOfTrustBundle(name: string): string {
  const colon = name.lastIndexOf(':');
  return colon < 0 ? '' : name.slice(0, colon).replaceAll(':', '/');
}
