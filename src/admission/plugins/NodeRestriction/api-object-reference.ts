import type { Pod, Volume } from '../../../model/kinds/core-v1.ts';
import { referencesOf } from '../../authorization/pod-references.ts';

/** Which other objects of the API a pod needs, as the first of them is called; undefined when it needs none. */
export function referredApiObjects(pod: Pod): string | undefined {
  const { spec = {} } = pod;
  const { secrets, configMaps } = referencesOf(pod);
  if (spec.serviceAccountName) return 'serviceaccounts';
  if (secrets.length > 0) return 'secrets';
  if (configMaps.length > 0) return 'configmaps';
  if (spec.resourceClaims?.length) return 'resourceclaims';
  for (const volume of spec.volumes ?? []) {
    const referred = referredByVolume(volume);
    if (referred !== undefined) return referred;
  }
  return undefined;
}

function referredByVolume({ configMap, secret, csi, glusterfs, persistentVolumeClaim, ephemeral, azureFile, projected }: Volume) {
  if (configMap) return 'configmaps (via configmap volumes)';
  if (secret) return 'secrets (via secret volumes)';
  if (csi) return 'csidrivers (via CSI volumes)';
  if (glusterfs) return 'endpoints (via glusterFS volumes)';
  if (persistentVolumeClaim) return 'persistentvolumeclaims';
  if (ephemeral) return 'persistentvolumeclaims (via ephemeral volumes)';
  if (azureFile) return 'secrets (via azureFile volumes)';
  for (const source of projected?.sources ?? []) {
    if (source.configMap) return 'configmaps (via projected volumes)';
    if (source.secret) return 'secrets (via projected volumes)';
    if (source.serviceAccountToken) return 'serviceaccounts (via projected volumes)';
    if (source.clusterTrustBundle) return 'clustertrustbundles';
    if (source.podCertificate) return 'podcertificates';
  }
  return undefined;
}
