import type { Container, Pod, ServiceAccount, Volume } from '../../../model/kinds/core-v1.ts';

/** What a pod that mirrors a static one may not refer to; undefined when it refers to none of it. */
export function mirrorPodObjection(pod: Pod): string | undefined {
  if (pod.spec?.serviceAccountName) return 'a mirror pod may not reference service accounts';
  if (refersToSecrets(pod)) return 'a mirror pod may not reference secrets';
  const hasToken = pod.spec?.volumes?.some(({ projected }) => projected?.sources?.some((source) => source.serviceAccountToken));
  return hasToken ? 'a mirror pod may not use ServiceAccountToken volume projections' : undefined;
}

function refersToSecrets({ spec = {} }: Pod): boolean {
  const containers: Container[] = [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
  return (
    (spec.imagePullSecrets ?? []).length > 0 ||
    containers.some(({ env, envFrom }) => envFrom?.some((each) => each.secretRef) || env?.some((each) => each.valueFrom?.secretKeyRef)) ||
    (spec.volumes ?? []).some(volumeRefersToSecret)
  );
}

const volumeRefersToSecret = (volume: Volume): boolean =>
  volume.secret !== undefined ||
  [volume.azureFile?.secretName, volume.cephfs?.secretRef, volume.cinder?.secretRef, volume.flexVolume?.secretRef].some(isGiven) ||
  [volume.rbd?.secretRef, volume.scaleIO?.secretRef, volume.iscsi?.secretRef, volume.storageos?.secretRef].some(isGiven) ||
  isGiven(volume.csi?.nodePublishSecretRef) ||
  (volume.projected?.sources ?? []).some((source) => source.secret);

const isGiven = (value: unknown): boolean => value !== undefined && value !== '';

/** The first secret of a pod that its service account does not list, as text; undefined when all are listed. */
export function unmountableSecret({ spec = {} }: Pod, account: ServiceAccount): string | undefined {
  const mountable = new Set((account.secrets ?? []).map(({ name }) => name ?? ''));
  const by = `is not allowed because service account ${account.metadata?.name ?? ''} does not reference that`;
  for (const { secret } of spec.volumes ?? []) {
    const name = secret?.secretName ?? '';
    if (secret && !mountable.has(name)) return `volume with secret.secretName="${name}" ${by} secret`;
  }
  for (const container of spec.initContainers ?? []) {
    const found = unlistedSecret(container, mountable);
    if (found !== undefined) return `init container ${found} ${by} secret`;
  }
  for (const container of spec.containers ?? []) {
    const found = unlistedSecret(container, mountable);
    if (found !== undefined) return `container ${found} ${by} secret`;
  }
  const pull = new Set((account.imagePullSecrets ?? []).map(({ name }) => name ?? ''));
  const at = (spec.imagePullSecrets ?? []).findIndex(({ name }) => !pull.has(name ?? ''));
  return at < 0 ? undefined : `imagePullSecrets[${at}].name="${spec.imagePullSecrets?.[at]?.name ?? ''}" ${by} imagePullSecret`;
}

function unlistedSecret(container: Container, mountable: ReadonlySet<string>): string | undefined {
  for (const { name = '', valueFrom } of container.env ?? []) {
    const secret = valueFrom?.secretKeyRef;
    if (secret && !mountable.has(secret.name ?? '')) {
      return `${container.name ?? ''} with envVar ${name} referencing secret.secretName="${secret.name ?? ''}"`;
    }
  }
  for (const { secretRef } of container.envFrom ?? []) {
    if (secretRef && !mountable.has(secretRef.name ?? '')) {
      return `${container.name ?? ''} with envFrom referencing secret.secretName="${secretRef.name ?? ''}"`;
    }
  }
  return undefined;
}
