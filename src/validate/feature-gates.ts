import { invariant } from '../model/invariant.ts';
import { isSince, type Release } from '../schema/release.ts';
import type { RuleContext } from './strategy.ts';

const never = undefined;

/**
 * Feature gates that rules ask for, with the first known release in whose defaults they are on (`1.34` also stands for earlier), or `never`.
 * A gate that a release does not have yet counts as off.
 */
const ON_SINCE = {
  AtomicWriteVolumeUserFields: never,
  CSIServiceAccountTokenSecrets: '1.35',
  CSIVolumeHealth: never,
  ClearingNominatedNodeNameAfterBinding: '1.35',
  ClusterTrustBundleProjection: '1.37',
  ContainerRestartRules: '1.35',
  ContainerStopSignals: never,
  CoordinatedLeaderElection: never,
  CrossNamespaceVolumeDataSource: never,
  DRAAdminAccess: '1.34',
  DRAConsumableCapacity: '1.36',
  DRADerivedAttributes: never,
  DRADeviceBindingConditions: '1.36',
  DRADeviceCompatibilityGroups: never,
  DRADeviceTaints: '1.36',
  DRAExtendedResource: '1.36',
  DRAListTypeAttributes: never,
  DRANodeAllocatableResources: never,
  DRAOptionalNodeOperations: never,
  DRAPartitionableDevices: '1.36',
  DRAPartitionableDevicesType: never,
  DRAPrioritizedList: '1.34',
  DRAResourceClaimDeviceStatus: '1.34',
  DeploymentReplicaSetTerminatingReplicas: '1.35',
  DynamicResourceAllocation: '1.34',
  EmptyDirVolumeMode: never,
  EnvFiles: '1.35',
  EvictionRequestAPI: never,
  ExcludeAdmissionWebhookVirtualResources: '1.37',
  GRPCContainerProbeTLS: never,
  GenericWorkload: never,
  GitRepoVolumeDriver: never,
  H2CContainerProbe: never,
  HPAConfigurableTolerance: '1.35',
  HPAGeneration: '1.37',
  HPAScaleToZero: '1.37',
  HostnameOverride: '1.35',
  ImageVolume: '1.35',
  ImageVolumeWithDigest: never,
  InPlacePodLevelResourcesVerticalScaling: '1.36',
  InPlacePodVerticalScaling: '1.34',
  InPlacePodVerticalScalingInitContainers: '1.36',
  InPlacePodVerticalScalingMemoryBackedVolumes: never,
  InPlacePodVerticalScalingSchedulerPreemption: never,
  JobManagedBy: '1.34',
  KubeletInUserNamespace: '1.37',
  ManifestBasedAdmissionControlConfig: '1.37',
  MatchLabelKeysInPodAffinity: '1.34',
  MatchLabelKeysInPodTopologySpread: '1.34',
  MatchLabelKeysInPodTopologySpreadSelectorMerge: '1.34',
  MaxUnavailableStatefulSet: '1.37',
  MutableCSINodeAllocatableCount: '1.35',
  MutablePVNodeAffinity: never,
  MutablePodResourcesForSuspendedJobs: '1.36',
  MutableSchedulingDirectivesForSuspendedJobs: '1.36',
  NodeDeclaredFeatures: '1.36',
  NodeInclusionPolicyInPodTopologySpread: '1.34',
  PodCertificateRequest: '1.37',
  PodDeletionCost: '1.34',
  PodLevelResources: '1.34',
  PodLevelResourcesFixDefaulting: '1.37',
  PodLevelResourcesFixKubeletQOSClass: '1.37',
  PodObservedGenerationTracking: '1.34',
  PreferSameTrafficDistribution: '1.34',
  ProcMountType: '1.34',
  RecoverVolumeExpansionFailure: '1.34',
  RecursiveReadOnlyMounts: '1.34',
  RelaxedEnvironmentVariableValidation: '1.34',
  RelaxedServiceNameValidation: '1.36',
  ResourceHealthStatus: '1.36',
  ResourceHealthStatusMessage: '1.36',
  RestartAllContainersOnContainerExits: '1.36',
  SELinuxChangePolicy: '1.34',
  SELinuxMount: '1.37',
  SELinuxMountReadWriteOncePod: '1.34',
  ServiceCIDRStatusFieldWiping: '1.36',
  StatefulSetRecreateStrategy: never,
  StorageCapacityScoring: '1.37',
  StrictIPCIDRValidation: '1.36',
  SupplementalGroupsPolicy: '1.34',
  TaintTolerationComparisonOperators: never,
  UserNamespacesHostNetworkSupport: never,
  UserNamespacesSupport: '1.34',
  VolumeAttributesClass: '1.34',
  VolumeBindMountOptions: never,
  VolumeLimitScaling: '1.37',
  WorkloadWithJob: never,
} as const satisfies Record<string, Release | undefined>;

/** A gate of the table. */
export type FeatureGate = keyof typeof ON_SINCE;

/** Whether `name` is on by default in `release`. Asking for a gate that is not in the table is a bug. */
function isGateOn(name: string, release: Release): boolean {
  invariant(Object.hasOwn(ON_SINCE, name), `unknown feature gate ${name}`);
  const since: Release | undefined = ON_SINCE[name as FeatureGate];
  return since !== undefined && isSince(release, since);
}

/** What rules may ask of a release's API server with default flags. */
export const ruleContext = (release: Release): RuleContext => ({ release, gate: (name) => isGateOn(name, release) });
