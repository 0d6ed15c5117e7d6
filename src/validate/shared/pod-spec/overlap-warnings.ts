import { goQuote } from '../../../model/go-text.ts';
import type { DownwardAPIVolumeFile, KeyToPath, Volume, VolumeProjection } from '../../../model/kinds/core-v1.ts';

/** A file in a volume; `source` is empty where the whole volume has one source. */
interface Placed {
  readonly path: string;
  readonly source: string;
}

/** Files of a volume that would be written to the same place, or below another file. */
export const overlapWarnings = (volumes: readonly Volume[]): string[] => volumes.flatMap(warningsOfVolume);

function warningsOfVolume({ name = '', configMap, secret, downwardAPI, projected }: Volume): string[] {
  const warn = (what: string, files: readonly Placed[]): string[] =>
    overlapsOf(files).map((overlap) => `volume ${goQuote(name)} (${what}): overlapping paths: ${overlap}`);
  return [
    ...warn(`ConfigMap ${goQuote(configMap?.name ?? '')}`, filesOf(configMap?.items)),
    ...warn(`Secret ${goQuote(secret?.secretName ?? '')}`, filesOf(secret?.items)),
    ...warn('DownwardAPI', filesOf(downwardAPI?.items)),
    ...(projected?.sources ?? []).filter(isEmpty).map(() => `volume ${goQuote(name)} (Projected) has no sources provided`),
    ...warn('Projected', (projected?.sources ?? []).flatMap(filesOfProjection)),
  ];
}

const isEmpty = (source: VolumeProjection): boolean => Object.values(source).every((value) => value === undefined);

const filesOf = (items: readonly (KeyToPath | DownwardAPIVolumeFile)[] | undefined, source = ''): Placed[] =>
  (items ?? []).map(({ path = '' }) => ({ path, source }));

function filesOfProjection({
  configMap,
  secret,
  downwardAPI,
  serviceAccountToken,
  clusterTrustBundle,
  podCertificate,
}: VolumeProjection): Placed[] {
  if (configMap?.items) return filesOf(configMap.items, `ConfigMap ${goQuote(configMap.name ?? '')}`);
  if (secret?.items) return filesOf(secret.items, `Secret ${goQuote(secret.name ?? '')}`);
  if (downwardAPI?.items) return filesOf(downwardAPI.items, 'DownwardAPI');
  if (serviceAccountToken) return [{ path: serviceAccountToken.path ?? '', source: 'ServiceAccountToken' }];
  if (clusterTrustBundle) {
    const name = clusterTrustBundle.name ?? clusterTrustBundle.signerName ?? '';
    return [{ path: clusterTrustBundle.path ?? '', source: `ClusterTrustBundle ${goQuote(name)}` }];
  }
  const { certificateChainPath, keyPath, credentialBundlePath } = podCertificate ?? {};
  return [
    ...(certificateChainPath ? [{ path: certificateChainPath, source: 'PodCertificate chain' }] : []),
    ...(keyPath ? [{ path: keyPath, source: 'PodCertificate key' }] : []),
    ...(credentialBundlePath ? [{ path: credentialBundlePath, source: 'PodCertificate credential bundle' }] : []),
  ];
}

/** Each file against those before it. */
function overlapsOf(files: readonly Placed[]): string[] {
  const trimmed = files.map(({ path, source }) => ({ path: path.replace(/\/+$/, ''), source }));
  return trimmed.flatMap((file, i) =>
    trimmed
      .slice(0, i)
      .filter((other) => overlaps(file.path, other.path))
      .map((other) => `${shown(file)} with ${shown(other)}`),
  );
}

const overlaps = (a: string, b: string): boolean => a !== '' && b !== '' && (`${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`));

const shown = ({ path, source }: Placed): string => (source === '' ? goQuote(path) : `${goQuote(path)} (${source})`);
