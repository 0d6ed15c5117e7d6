import type { Container, Pod, Volume } from '../../model/kinds/core-v1.ts';

/** Objects of its namespace that a pod needs, by name. */
export interface PodReferences {
  readonly secrets: readonly string[];
  readonly configMaps: readonly string[];
  readonly claims: readonly string[];
  readonly resourceClaims: readonly string[];
  readonly serviceAccount: string | undefined;
}

export function referencesOf({ metadata, spec = {}, status = {} }: Pod): PodReferences {
  const containers: Container[] = [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
  const variables = containers.flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom));
  const sources = containers.flatMap(({ envFrom = [] }) => envFrom);
  const volumes = spec.volumes ?? [];
  const projected = volumes.flatMap((volume) => volume.projected?.sources ?? []);
  return {
    secrets: named(
      ...(spec.imagePullSecrets ?? []).map(({ name }) => name),
      ...variables.map((from) => from?.secretKeyRef?.name),
      ...sources.map(({ secretRef }) => secretRef?.name),
      ...projected.map(({ secret }) => secret?.name),
      ...volumes.flatMap(secretsOfVolume),
    ),
    configMaps: named(
      ...variables.map((from) => from?.configMapKeyRef?.name),
      ...sources.map(({ configMapRef }) => configMapRef?.name),
      ...projected.map(({ configMap }) => configMap?.name),
      ...volumes.map(({ configMap }) => configMap?.name),
    ),
    claims: named(
      ...volumes.map(
        ({ persistentVolumeClaim, ephemeral, name = '' }) =>
          persistentVolumeClaim?.claimName ?? (ephemeral && `${metadata?.name ?? ''}-${name}`),
      ),
    ),
    resourceClaims: named(
      ...(spec.resourceClaims ?? []).map(({ resourceClaimName }) => resourceClaimName),
      ...(status.resourceClaimStatuses ?? []).map(({ resourceClaimName }) => resourceClaimName),
      status.extendedResourceClaimStatus?.resourceClaimName,
    ),
    serviceAccount: spec.serviceAccountName,
  };
}

const secretsOfVolume = (volume: Volume): readonly (string | undefined)[] => [
  volume.secret?.secretName,
  volume.azureFile?.secretName,
  volume.cephfs?.secretRef?.name,
  volume.cinder?.secretRef?.name,
  volume.flexVolume?.secretRef?.name,
  volume.rbd?.secretRef?.name,
  volume.scaleIO?.secretRef?.name,
  volume.iscsi?.secretRef?.name,
  volume.storageos?.secretRef?.name,
  volume.csi?.nodePublishSecretRef?.name,
];

const named = (...names: readonly (string | undefined)[]): string[] => names.flatMap((name) => (name ? [name] : []));
