import type { Release } from './release.ts';

/**
 * Feature gates, off by default, that APIs need besides their group version, by release and `GROUP/VERSION KIND`: `pkg/registry/<group>/rest` leaves these
 * resources out while the gate is off. More than one where gates depend on others.
 */
export const API_GATES: Readonly<Partial<Record<Release, Readonly<Record<string, string>>>>> = {
  '1.34': {
    'certificates.k8s.io/v1alpha1 ClusterTrustBundle': 'ClusterTrustBundle',
    'certificates.k8s.io/v1alpha1 PodCertificateRequest': 'PodCertificateRequest',
    'certificates.k8s.io/v1beta1 ClusterTrustBundle': 'ClusterTrustBundle',
    'storagemigration.k8s.io/v1alpha1 StorageVersionMigration': 'StorageVersionMigrator',
  },
  '1.35': {
    'certificates.k8s.io/v1alpha1 ClusterTrustBundle': 'ClusterTrustBundle',
    'certificates.k8s.io/v1beta1 ClusterTrustBundle': 'ClusterTrustBundle',
    'certificates.k8s.io/v1beta1 PodCertificateRequest': 'PodCertificateRequest',
    'scheduling.k8s.io/v1alpha1 Workload': 'GenericWorkload',
    'storagemigration.k8s.io/v1beta1 StorageVersionMigration': 'StorageVersionMigrator',
  },
  '1.36': {
    'certificates.k8s.io/v1alpha1 ClusterTrustBundle': 'ClusterTrustBundle',
    'certificates.k8s.io/v1beta1 ClusterTrustBundle': 'ClusterTrustBundle',
    'certificates.k8s.io/v1beta1 PodCertificateRequest': 'PodCertificateRequest',
    'scheduling.k8s.io/v1alpha2 PodGroup': 'GenericWorkload',
    'scheduling.k8s.io/v1alpha2 Workload': 'GenericWorkload',
    'storagemigration.k8s.io/v1beta1 StorageVersionMigration': 'StorageVersionMigrator',
  },
  '1.37': {
    'lifecycle.k8s.io/v1alpha1 Eviction': 'EvictionRequestAPI',
    'lifecycle.k8s.io/v1alpha1 EvictionRequest': 'EvictionRequestAPI',
    'scheduling.k8s.io/v1alpha3 CompositePodGroup': 'GenericWorkload TopologyAwareWorkloadScheduling CompositePodGroup',
    'scheduling.k8s.io/v1alpha3 PodGroup': 'GenericWorkload',
    'scheduling.k8s.io/v1alpha3 Workload': 'GenericWorkload',
    'scheduling.k8s.io/v1beta1 PodGroup': 'GenericWorkload',
    'scheduling.k8s.io/v1beta1 Workload': 'GenericWorkload',
  },
};
