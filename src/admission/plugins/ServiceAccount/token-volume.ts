import type { Container, PodSpec, Volume } from '../../../model/kinds/core-v1.ts';
import type { Source } from '../../../cluster/cluster.ts';

const VOLUME_PREFIX = 'kube-api-access-';
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Mounts the service account's token in every container that has nothing at its path yet; the volume is added when a container needs it. Changes `spec`. */
export function mountServiceAccountToken(spec: PodSpec, source: Source): void {
  const existing = spec.volumes?.find((volume) => volume.name?.startsWith(VOLUME_PREFIX));
  const needy = (container: Container): boolean => !container.volumeMounts?.some(({ mountPath }) => mountPath === MOUNT_PATH);
  const needed = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].some(needy);
  const name = existing?.name ?? `${VOLUME_PREFIX}${source.suffix()}`;
  if (!needed) return;
  const mount = (container: Container): Container =>
    needy(container)
      ? { ...container, volumeMounts: [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath: MOUNT_PATH }] }
      : container;
  if (spec.initContainers) spec.initContainers = spec.initContainers.map(mount);
  if (spec.containers) spec.containers = spec.containers.map(mount);
  if (!existing) spec.volumes = [...(spec.volumes ?? []), tokenVolume(name)];
}

/** The token is renewed before the hour is over; the seven seconds tell clients that warn of it apart from those that ask for an hour. */
const tokenVolume = (name: string): Volume => ({
  name,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
    ],
    defaultMode: 0o644,
  },
});
