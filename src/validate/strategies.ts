import { gvkKey, type GroupVersionKind } from '../model/group-version-kind.ts';
import {
  validatingAdmissionPolicyBindingStrategy,
  mutatingAdmissionPolicyBindingStrategies,
} from './admissionregistration/admission-policy-binding/strategy.ts';
import { mutatingAdmissionPolicyStrategies } from './admissionregistration/mutating-admission-policy/strategy.ts';
import { validatingAdmissionPolicyStrategy } from './admissionregistration/validating-admission-policy/strategy.ts';
import {
  mutatingWebhookConfigurationStrategy,
  validatingWebhookConfigurationStrategy,
} from './admissionregistration/webhook-configuration/strategy.ts';
import { customResourceDefinitionStrategy } from './apiextensions/custom-resource-definition/strategy.ts';
import { apiServiceStrategy } from './apiregistration/api-service/strategy.ts';
import { storageVersionStrategy } from './apiserverinternal/storage-version/strategy.ts';
import { controllerRevisionStrategy } from './apps/controller-revision/strategy.ts';
import { daemonSetStrategy } from './apps/daemon-set/strategy.ts';
import { deploymentStrategy } from './apps/deployment/strategy.ts';
import { replicaSetStrategy } from './apps/replica-set/strategy.ts';
import { statefulSetStrategy } from './apps/stateful-set/strategy.ts';
import { selfSubjectReviewStrategy } from './authentication/self-subject-review/strategy.ts';
import { tokenReviewStrategy } from './authentication/token-review/strategy.ts';
import { localSubjectAccessReviewStrategy } from './authorization/local-subject-access-review/strategy.ts';
import { selfSubjectAccessReviewStrategy } from './authorization/self-subject-access-review/strategy.ts';
import { selfSubjectRulesReviewStrategy } from './authorization/self-subject-rules-review/strategy.ts';
import { subjectAccessReviewStrategy } from './authorization/subject-access-review/strategy.ts';
import { horizontalPodAutoscalerStrategy, horizontalPodAutoscalerV1Strategy } from './autoscaling/horizontal-pod-autoscaler/strategy.ts';
import { cronJobStrategy } from './batch/cron-job/strategy.ts';
import { jobStrategy } from './batch/job/strategy.ts';
import { certificateSigningRequestStrategy } from './certificates/certificate-signing-request/strategy.ts';
import { clusterTrustBundleStrategy } from './certificates/cluster-trust-bundle/strategy.ts';
import { podCertificateRequestStrategy } from './certificates/pod-certificate-request/strategy.ts';
import { leaseCandidateStrategy } from './coordination/lease-candidate/strategy.ts';
import { leaseStrategy } from './coordination/lease/strategy.ts';
import { bindingStrategy } from './core/binding/strategy.ts';
import { configMapStrategy } from './core/config-map/strategy.ts';
import { endpointsStrategy } from './core/endpoints/strategy.ts';
import { limitRangeStrategy } from './core/limit-range/strategy.ts';
import { namespaceStrategy } from './core/namespace/strategy.ts';
import { nodeStrategy } from './core/node/strategy.ts';
import { persistentVolumeClaimStrategy } from './core/persistent-volume-claim/strategy.ts';
import { persistentVolumeStrategy } from './core/persistent-volume/strategy.ts';
import { podTemplateStrategy } from './core/pod-template/strategy.ts';
import { podStrategy } from './core/pod/strategy.ts';
import { replicationControllerStrategy } from './core/replication-controller/strategy.ts';
import { resourceQuotaStrategy } from './core/resource-quota/strategy.ts';
import { secretStrategy } from './core/secret/strategy.ts';
import { serviceAccountStrategy } from './core/service-account/strategy.ts';
import { serviceStrategy } from './core/service/strategy.ts';
import { endpointSliceStrategy } from './discovery/endpoint-slice/strategy.ts';
import { coreEventStrategy, eventStrategy } from './events/event/strategy.ts';
import { flowSchemaStrategy } from './flowcontrol/flow-schema/strategy.ts';
import { priorityLevelConfigurationStrategy } from './flowcontrol/priority-level-configuration/strategy.ts';
import { ingressClassStrategy } from './networking/ingress-class/strategy.ts';
import { ingressStrategy } from './networking/ingress/strategy.ts';
import { ipAddressStrategy } from './networking/ip-address/strategy.ts';
import { networkPolicyStrategy } from './networking/network-policy/strategy.ts';
import { serviceCidrStrategy } from './networking/service-cidr/strategy.ts';
import { runtimeClassStrategy } from './node/runtime-class/strategy.ts';
import { podDisruptionBudgetStrategy } from './policy/pod-disruption-budget/strategy.ts';
import { clusterRoleBindingStrategy } from './rbac/cluster-role-binding/strategy.ts';
import { clusterRoleStrategy } from './rbac/cluster-role/strategy.ts';
import { roleBindingStrategy } from './rbac/role-binding/strategy.ts';
import { roleStrategy } from './rbac/role/strategy.ts';
import { deviceClassStrategy } from './resource/device-class/strategy.ts';
import { deviceTaintRuleStrategy } from './resource/device-taint-rule/strategy.ts';
import { resourceClaimTemplateStrategy } from './resource/resource-claim-template/strategy.ts';
import { resourceClaimStrategy } from './resource/resource-claim/strategy.ts';
import { resourcePoolStatusRequestStrategy } from './resource/resource-pool-status-request/strategy.ts';
import { resourceSliceStrategy } from './resource/resource-slice/strategy.ts';
import { resourceClaimTemplateV1Beta1Strategy, resourceClaimV1Beta1Strategy } from './resource/v1beta1/claims.ts';
import { resourceSliceV1Beta1Strategy } from './resource/v1beta1/slices.ts';
import { priorityClassStrategy } from './scheduling/priority-class/strategy.ts';
import { csiDriverStrategy } from './storage/csi-driver/strategy.ts';
import { csiNodeStrategy } from './storage/csi-node/strategy.ts';
import { csiStorageCapacityStrategy } from './storage/csi-storage-capacity/strategy.ts';
import { storageClassStrategy } from './storage/storage-class/strategy.ts';
import { volumeAttachmentStrategy } from './storage/volume-attachment/strategy.ts';
import { volumeAttributesClassStrategy } from './storage/volume-attributes-class/strategy.ts';
import { atVersion } from './shared/at-version.ts';
import { storageVersionMigrationStrategy } from './storagemigration/storage-version-migration/strategy.ts';
import type { AnyStrategy } from './strategy.ts';

/** What the API server knows of each kind, by group and kind. */
export const strategies: readonly AnyStrategy[] = [
  validatingAdmissionPolicyBindingStrategy,
  ...mutatingAdmissionPolicyBindingStrategies,
  ...mutatingAdmissionPolicyStrategies,
  validatingAdmissionPolicyStrategy,
  mutatingWebhookConfigurationStrategy,
  validatingWebhookConfigurationStrategy,
  customResourceDefinitionStrategy,
  apiServiceStrategy,
  storageVersionStrategy,
  controllerRevisionStrategy,
  daemonSetStrategy,
  deploymentStrategy,
  replicaSetStrategy,
  statefulSetStrategy,
  selfSubjectReviewStrategy,
  tokenReviewStrategy,
  localSubjectAccessReviewStrategy,
  selfSubjectAccessReviewStrategy,
  selfSubjectRulesReviewStrategy,
  subjectAccessReviewStrategy,
  horizontalPodAutoscalerStrategy,
  horizontalPodAutoscalerV1Strategy,
  cronJobStrategy,
  jobStrategy,
  certificateSigningRequestStrategy,
  clusterTrustBundleStrategy,
  podCertificateRequestStrategy,
  leaseCandidateStrategy,
  leaseStrategy,
  bindingStrategy,
  configMapStrategy,
  endpointsStrategy,
  limitRangeStrategy,
  namespaceStrategy,
  nodeStrategy,
  persistentVolumeClaimStrategy,
  persistentVolumeStrategy,
  podTemplateStrategy,
  podStrategy,
  replicationControllerStrategy,
  resourceQuotaStrategy,
  secretStrategy,
  serviceAccountStrategy,
  serviceStrategy,
  endpointSliceStrategy,
  coreEventStrategy,
  eventStrategy,
  flowSchemaStrategy,
  priorityLevelConfigurationStrategy,
  ingressClassStrategy,
  ingressStrategy,
  ipAddressStrategy,
  networkPolicyStrategy,
  serviceCidrStrategy,
  runtimeClassStrategy,
  podDisruptionBudgetStrategy,
  clusterRoleBindingStrategy,
  clusterRoleStrategy,
  roleBindingStrategy,
  roleStrategy,
  deviceClassStrategy,
  deviceTaintRuleStrategy,
  resourceClaimTemplateStrategy,
  resourceClaimStrategy,
  resourcePoolStatusRequestStrategy,
  resourceSliceStrategy,
  resourceClaimTemplateV1Beta1Strategy,
  resourceClaimV1Beta1Strategy,
  resourceSliceV1Beta1Strategy,
  priorityClassStrategy,
  csiDriverStrategy,
  csiNodeStrategy,
  csiStorageCapacityStrategy,
  storageClassStrategy,
  volumeAttachmentStrategy,
  volumeAttributesClassStrategy,
  storageVersionMigrationStrategy,
  ...otherVersions(),
];

/** Versions that are served beside another one, or only when asked for, and whose objects have the same form. */
function otherVersions(): readonly AnyStrategy[] {
  return [
    atVersion(clusterTrustBundleStrategy, 'v1beta1'),
    atVersion(podCertificateRequestStrategy, 'v1beta1'),
    atVersion(leaseCandidateStrategy, 'v1alpha2'),
    atVersion(ipAddressStrategy, 'v1beta1'),
    atVersion(serviceCidrStrategy, 'v1beta1'),
    atVersion(deviceClassStrategy, 'v1beta1'),
    atVersion(deviceClassStrategy, 'v1beta2'),
    atVersion(deviceTaintRuleStrategy, 'v1alpha3'),
    atVersion(deviceTaintRuleStrategy, 'v1beta2'),
    atVersion(resourceClaimStrategy, 'v1beta2'),
    atVersion(resourceClaimTemplateStrategy, 'v1beta2'),
    atVersion(resourceSliceStrategy, 'v1beta2'),
    atVersion(volumeAttributesClassStrategy, 'v1alpha1'),
    atVersion(volumeAttributesClassStrategy, 'v1beta1'),
    atVersion(storageVersionMigrationStrategy, 'v1beta1'),
  ];
}

const byGvk = new Map(strategies.map((strategy) => [gvkKey(strategy.gvk), strategy]));

/** The rules of a kind at a version; undefined where there are none yet. */
export const strategyFor = (gvk: GroupVersionKind): AnyStrategy | undefined => byGvk.get(gvkKey(gvk));
