import type { Release } from '../../schema/release.ts';
import { INTERNAL_TYPES } from './internal-types.ts';

/** Fields that not all releases have, as `Type.Field` of `INTERNAL_TYPES`: the first release that has them, and the last. */
export const FIELD_RELEASES: Readonly<Record<string, { readonly since?: Release; readonly until?: Release }>> = {
  'ClusterTrustBundleProjection.User': { since: '1.37' },
  'ConfigMapVolumeSource.DefaultUser': { since: '1.37' },
  'DownwardAPIVolumeFile.User': { since: '1.37' },
  'DownwardAPIVolumeSource.DefaultUser': { since: '1.37' },
  'EmptyDirVolumeSource.Mode': { since: '1.37' },
  'GRPCAction.Mode': { since: '1.37' },
  'HTTPGetAction.Protocol': { since: '1.37' },
  'KeyToPath.User': { since: '1.37' },
  'PersistentVolumeClaimStatus.HealthStatus': { since: '1.37' },
  'PodCertificateProjection.User': { since: '1.37' },
  'PodCertificateProjection.UserAnnotations': { since: '1.35' },
  'PodSecurityContext.HostIPC': { until: '1.36' },
  'PodSecurityContext.HostNetwork': { until: '1.36' },
  'PodSecurityContext.HostPID': { until: '1.36' },
  'PodSecurityContext.HostUsers': { until: '1.36' },
  'PodSecurityContext.ShareProcessNamespace': { until: '1.36' },
  'PodSpec.DeprecatedServiceAccount': { since: '1.37' },
  'PodSpec.EvictionResponders': { since: '1.37' },
  'PodSpec.HostIPC': { since: '1.37' },
  'PodSpec.HostNetwork': { since: '1.37' },
  'PodSpec.HostPID': { since: '1.37' },
  'PodSpec.HostUsers': { since: '1.37' },
  'PodSpec.SchedulingGroup': { since: '1.36' },
  'PodSpec.ShareProcessNamespace': { since: '1.37' },
  'PodSpec.WorkloadRef': { since: '1.35', until: '1.35' },
  'ProjectedVolumeSource.DefaultUser': { since: '1.37' },
  'SecretVolumeSource.DefaultUser': { since: '1.37' },
  'ServiceAccountTokenProjection.User': { since: '1.37' },
  'VolumeMount.BindMountOptions': { since: '1.37' },
};

/** Types whose fields stood in another order before 1.37. */
export const TYPES_BEFORE_1_37: Readonly<Record<string, string>> = {
  PersistentVolumeSource: movedBefore('PersistentVolumeSource', [
    ['Quobyte', 'ISCSI'],
    ['FlexVolume', 'Cinder'],
  ]),
  PodSecurityContext: movedBefore('PodSecurityContext', [['FSGroupChangePolicy', 'Sysctls']]),
  PodSpec: movedBefore('PodSpec', [
    ['SetHostnameAsFQDN', 'Affinity'],
    ['PreemptionPolicy', 'DNSConfig'],
    ['Overhead', 'EnableServiceLinks'],
  ]),
  VolumeSource: movedBefore('VolumeSource', [['Quobyte', 'FlexVolume']]),
};

/** The fields of a type with some of them moved to stand before others. */
function movedBefore(type: string, moves: readonly (readonly [field: string, next: string])[]): string {
  const fields = (INTERNAL_TYPES[type] ?? '').split(' ');
  const indexOf = (name: string): number => fields.findIndex((field) => /^\w+/.exec(field)?.[0] === name);
  for (const [field, next] of moves) {
    const moved = fields.splice(indexOf(field), 1);
    fields.splice(indexOf(next), 0, ...moved);
  }
  return fields.join(' ');
}
