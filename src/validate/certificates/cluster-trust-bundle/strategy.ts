import { invalid, tooLong, type FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { ClusterTrustBundle } from '../../../model/kinds/certificates-v1.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { isCertificateAuthority } from '../../../model/der.ts';
import { clusterScoped, immutable, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { pemBlocks, type PemBlock } from '../../../model/pem.ts';
import { isClusterTrustBundleName, validateSignerName } from '../../shared/signer-name.ts';

const MAX_BYTES = 1024 * 1024;
const bundleAt = fieldPath('spec', 'trustBundle');
const signerAt = fieldPath('spec', 'signerName');

export const clusterTrustBundleStrategy = defineStrategy<ClusterTrustBundle>({
  gvk: { group: 'certificates.k8s.io', version: 'v1', kind: 'ClusterTrustBundle' },
  defaults: () => undefined,
  validate: (bundle) => [...validateNames(bundle), ...validateTrustBundle(bundle.spec?.trustBundle ?? '')],
  validateUpdate: (bundle, old) => [
    ...validateNames(bundle),
    ...(bundle.spec?.trustBundle === old.spec?.trustBundle ? [] : validateTrustBundle(bundle.spec?.trustBundle ?? '')),
    ...validateObjectMetaUpdate(bundle.metadata, old.metadata, fieldPath('metadata')),
    ...immutable(bundle.spec?.signerName ?? '', old.spec?.signerName ?? '', signerAt),
  ],
});

/** The name of a signer's bundle begins with the signer's. */
function validateNames({ metadata, spec }: ClusterTrustBundle): FieldError[] {
  const signerName = spec?.signerName ?? '';
  return [
    ...validateObjectMeta(metadata, clusterScoped(isClusterTrustBundleName(signerName)), fieldPath('metadata')),
    ...(signerName === '' ? [] : validateSignerName(signerName, signerAt)),
  ];
}

/** At least one certificate of an authority in PEM, and each once. */
function validateTrustBundle(trustBundle: string): FieldError[] {
  if (byteLength(trustBundle) > MAX_BYTES) return [tooLong(bundleAt, MAX_BYTES)];
  const refuse = (detail: string): FieldError => invalid(bundleAt, '<value omitted>', detail);
  const blocks = pemBlocks(trustBundle);
  const problems = blocks.flatMap((block, i) => {
    const problem = blockProblem(block);
    return problem === undefined ? [] : [refuse(`entry ${i} ${problem}`)];
  });
  if (problems.length > 0) return problems;
  if (blocks.length === 0) return [refuse('at least one trust anchor must be provided')];
  const places = new Map<string, number[]>();
  for (const [i, { bytes }] of blocks.entries()) {
    const key = bytes.join();
    places.set(key, [...(places.get(key) ?? []), i]);
  }
  return [...places.values()]
    .filter((indices) => indices.length > 1)
    .map((indices) => refuse(`duplicate trust anchor (indices [${indices.join(' ')}])`));
}

function blockProblem({ type, hasHeaders, bytes }: PemBlock): string | undefined {
  if (type !== 'CERTIFICATE') return `has bad block type: ${type}`;
  if (hasHeaders) return 'has PEM block headers';
  const isAuthority = isCertificateAuthority(bytes);
  if (isAuthority === undefined) return 'does not parse as X.509';
  return isAuthority ? undefined : 'does not have the CA bit set';
}
