const API = 'k8s.io/api/';
const META = 'k8s.io/apimachinery/pkg/apis/meta/v1.';
const EXTENSIONS = 'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.';

/** Optional fields without `omitempty`: `null` is written where there is nothing. */
const ALWAYS = new Set(
  `
authentication/v1.TokenRequestSpec audiences expirationSeconds boundObjectRef
autoscaling/v2.HorizontalPodAutoscalerStatus currentMetrics
certificates/v1beta1.PodCertificateRequestSpec pkixPublicKey proofOfPossession
core/v1.AzureFilePersistentVolumeSource secretNamespace
core/v1.ContainerImage names
core/v1.GRPCAction service
core/v1.ProjectedVolumeSource sources
core/v1.TypedLocalObjectReference apiGroup
core/v1.TypedObjectReference apiGroup
discovery/v1.EndpointSlice endpoints ports
flowcontrol/v1.LimitedPriorityLevelConfiguration nominalConcurrencyShares
flowcontrol/v1.ResourcePolicyRule namespaces
networking/v1.IngressClassParametersReference scope
rbac/v1.ClusterRole rules
rbac/v1.Role rules
resource/v1.AllocatedDeviceStatus conditions
resource/v1.CapacityRequestPolicy default
resource/v1.DeviceClaim requests
resource/v1beta1.AllocatedDeviceStatus conditions
resource/v1beta1.CapacityRequestPolicy default
resource/v1beta1.DeviceClaim requests
resource/v1beta2.AllocatedDeviceStatus conditions
resource/v1beta2.CapacityRequestPolicy default
resource/v1beta2.DeviceClaim requests
storage/v1.CSINodeDriver topologyKeys
${EXTENSIONS}CustomResourceDefinitionStatus conditions storedVersions`
    .split('\n')
    .flatMap(expand),
);

/** Fields that OpenAPI calls required, or gives a zero default, and that have `omitempty` or `omitzero` nevertheless. */
const OMITTED = new Set(
  `
${META}ObjectMeta creationTimestamp
admissionregistration/v1.ValidatingAdmissionPolicyBindingSpec policyName validationActions
apiserverinternal/v1alpha1.ServerStorageVersion apiServerID encodingVersion decodableVersions
apiserverinternal/v1alpha1.StorageVersionCondition message
authentication/v1.TokenReviewSpec token
autoscaling/v1.ScaleSpec replicas
coordination/v1alpha2.LeaseCandidateSpec strategy
coordination/v1beta1.LeaseCandidateSpec strategy
core/v1.ContainerRestartRule action
core/v1.ContainerRestartRuleOnExitCodes operator
core/v1.ImageVolumeStatus imageRef
core/v1.LocalObjectReference name
core/v1.PodCertificateProjection signerName keyType
core/v1.ReplicationControllerSpec minReadySeconds
flowcontrol/v1.FlowSchemaCondition type
flowcontrol/v1.PriorityLevelConfigurationCondition type
networking/v1.IPAddressSpec parentRef
networking/v1.ParentReference resource name
resource/v1.CapacityRequestPolicyRange min
resource/v1.CounterSet counters
resource/v1.DeviceCounterConsumption counters
resource/v1alpha3.PartitionTypeStatus attribute type total allocatable
resource/v1alpha3.PoolStatus driver poolName
resource/v1alpha3.ResourcePoolStatusRequestStatus poolCount
resource/v1alpha3.ShareableCapacityStatus name total consumed available
resource/v1alpha3.ShareableSummaryStatus fullyAvailableDevices partiallyAvailableDevices
resource/v1beta1.CapacityRequestPolicyRange min
resource/v1beta1.CounterSet counters
resource/v1beta1.DeviceCounterConsumption counters
resource/v1beta2.CapacityRequestPolicyRange min
resource/v1beta2.CounterSet counters
resource/v1beta2.DeviceCounterConsumption counters`
    .split('\n')
    .flatMap(expand),
);

function expand(line: string): string[] {
  const [owner = '', ...fields] = line.split(' ');
  return fields.map((field) => `${owner.startsWith('k8s.io/') ? '' : API}${owner} ${field}`);
}

/**
 * Whether Go writes a field even when it is empty. Its tag is not among the facts, but follows from them, the tables above apart: `omitempty` does
 * nothing for a struct that is no pointer; a scalar without `omitempty` has its zero value as OpenAPI default; what is required has no `omitempty`.
 */
export function isAlways(owner: string, json: string, type: string, isRequired: boolean, openApiDefault: unknown): boolean {
  const key = `${owner} ${json}`;
  if (ALWAYS.has(key)) return true;
  if (OMITTED.has(key)) return false;
  const isStruct = /^[\w./-]+$/.test(type) && type.includes('/');
  const isScalar = !/^(\*|\[\]|map\[)/.test(type);
  return isRequired || isStruct || (isScalar && (openApiDefault === '' || openApiDefault === 0 || openApiDefault === false));
}
