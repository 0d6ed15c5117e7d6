import type { CauseSite } from './sites.ts';

/** Sites that no fixture can reach, and why. */
export interface Unreachable {
  readonly reason: string;
  /** `FILE#NAME`, where the file is below `src` and the name that of a function or constant in it; after a space how the text of a call begins. */
  readonly sites: readonly string[];
}

/** Which of the sites is meant by `FILE#NAME CALL`. */
export function isMeant(known: string, { file, within, text }: CauseSite): boolean {
  const [, place = '', call = ''] = /^(\S+) ?(.*)$/.exec(known) ?? [];
  return place === `${file}#${within}` && text.startsWith(call);
}

export const UNREACHABLE: readonly Unreachable[] = [
  {
    reason: 'the fields are dropped as long as a feature gate is off, as it is by default in every release',
    sites: [
      'validate/coordination/lease/strategy.ts#validateSpec optional(strategy',
      'validate/coordination/lease/strategy.ts#validateSpec forbidden(',
      'validate/shared/claim-spec.ts#validateDataSource invalidBecause(isDns1123Label(namespace)',
      'validate/shared/claim-spec.ts#validateDataSources invalid(at, {}, ',
      'validate/shared/pod-spec/file-projections.ts#validateUser',
      'validate/shared/pod-spec/file-projections.ts#validateKeyToPath validateUser(',
      'validate/shared/pod-spec/file-projections.ts#validateDownwardApiFile validateUser(',
      'validate/shared/pod-spec/handlers.ts#validateHttpGet validateHttpProtocol(',
      'validate/shared/pod-spec/handlers.ts#validateHttpProtocol',
      'validate/shared/pod-spec/handlers.ts#validateGrpc oneOf(mode',
      'validate/shared/pod-spec/handlers.ts#validateLifecycle optional(lifecycle.stopSignal',
      'validate/shared/pod-spec/handlers.ts#validateLifecycle validateStopSignal(',
      'validate/shared/pod-spec/handlers.ts#validateStopSignal',
      'validate/shared/pod-spec/mounts.ts#validateMount validateBindMountOptions(',
      "validate/shared/pod-spec/mounts.ts#validateMount invalid(child(path, 'bindMountOptions')",
      'validate/shared/pod-spec/mounts.ts#validateBindMountOptions',
      'validate/shared/pod-spec/projected-volume.ts#validateProjected validateUser(',
      'validate/shared/pod-spec/projected-volume.ts#validateServiceAccountToken validateUser(',
      'validate/shared/pod-spec/projected-volume.ts#validateClusterTrustBundle validateUser(',
      'validate/shared/pod-spec/projected-volume.ts#validatePodCertificate validateUser(',
      'validate/shared/pod-spec/tolerations.ts#validateOperator validateNumber(',
      'validate/shared/pod-spec/tolerations.ts#validateNumber',
      "validate/shared/pod-spec/volume-sources.ts#validateEmptyDir invalid(child(at, 'mode')",
      'validate/shared/pod-spec/volume-sources.ts#validateSecret validateUser(',
      'validate/shared/pod-spec/volume-sources.ts#validateConfigMap validateUser(',
      'validate/shared/pod-spec/volume-sources.ts#validateDownwardApi validateUser(',
      'validate/shared/pod-spec/validate.ts#validatePodSpec validateSchedulingGroup(',
      'validate/shared/pod-spec/validate.ts#validateSchedulingGroup',
    ],
  },
  {
    reason: 'only API servers before 1.37 answer so',
    sites: [
      "validate/core/pod/resize.ts#validatePodResize forbidden(fieldPath(''), WITHOUT_POD_LEVEL",
      "validate/core/pod/resize.ts#validatePodLevelResize forbidden(path, 'pod-level resources cannot be removed'",
      "validate/core/pod/resize.ts#maskInitContainers forbidden(at, 'resources for non-sidecar",
      "validate/core/pod/resize.ts#maskInitContainers forbidden(at, 'only cpu and memory",
      'validate/certificates/certificate-signing-request/status.ts#bothDecided invalid(conditionsAt, type',
      'validate/shared/wording.ts#ownerReferenceBefore',
      'validate/shared/pod-spec/volumes.ts#validateVolumeSource required(',
      'validate/shared/pod-spec/restart-policy.ts#validateInitContainerRestartPolicy',
      'validate/shared/pod-spec/containers.ts#validateContainers forbidden(child(path, ',
      'validate/shared/volume-sources.ts#validateCsiDriverName requireText(driver',
      'validate/apps/stateful-set/validate.ts#validateRollingUpdate nonnegative(partition',
      'validate/apps/stateful-set/validate.ts#validateTemplate validateTemplateMetaAgain(',
      'validate/apps/stateful-set/validate.ts#validateTemplateMetaAgain',
      'validate/apps/stateful-set/update.ts#validateStatefulSetUpdate validateSameRest(',
      'validate/apps/stateful-set/update.ts#validateSameRest',
      'validate/authorization/access-review.ts#validateQuestion invalid(child(at',
      "validate/autoscaling/horizontal-pod-autoscaler/validate.ts#validateMaxReplicas invalid(at, maxReplicas, 'must be greater than 0')",
      'validate/batch/job/update.ts#validateJobUpdate validateJobWith(',
      'validate/batch/job/validate.ts#validateHasLabel required(',
      'validate/core/node/update.ts#validateSpecChange forbidden(provider',
      'validate/flowcontrol/priority-level-configuration/unions.ts#validateUnionsBefore',
      'validate/flowcontrol/priority-level-configuration/unions.ts#validateResponseBefore',
      'validate/flowcontrol/priority-level-configuration/validate.ts#validateSpec validateUnionsBefore(',
      'validate/resource/device-configuration.ts#validateDriver validateCsiDriverName(',
      'validate/resource/device-class/strategy.ts#validateDeviceClass validateObjectMeta(metadata, clusterScoped(isDns1123Subdomain)',
      'validate/resource/device-class/strategy.ts#validateResourceNameAsOne',
      'validate/resource/device-taint-rule/strategy.ts#validateDeviceSelector',
      'validate/resource/device-request.ts#repeatedRequest duplicate(isSince',
      'validate/resource/qualified-name.ts#validateQualifiedName required(',
      'validate/resource/qualified-name.ts#missing required(',
      'validate/resource/claim-spec.ts#validateAttribute required(child(',
      'validate/resource/resource-slice/counters.ts#validateNamedCounters repeatedName(',
      'validate/resource/resource-slice/attributes.ts#validateAttribute valueProblem(',
      'validate/resource/resource-slice/attributes.ts#valueProblem',
      'validate/storage/storage-class/update.ts#refuse forbidden(',
      'validate/storage/volume-attachment/strategy.ts#validateVolumeAttachment requireText(',
      'validate/storage/volume-attachment/strategy.ts#validateVolumeAttachment validateCsiDriverName(',
    ],
  },
  {
    reason: 'the server keeps the status that it has, which it has looked at before',
    sites: [
      'validate/apiextensions/custom-resource-definition/validate.ts#validateStatus validateNames(',
      'validate/core/node/update.ts#validateNodeUpdate validateNodeResources(',
      'validate/core/node/update.ts#validateNodeUpdate validateDeclaredFeatures(',
    ],
  },
  {
    reason: 'a subresource is written with the metadata, and a resize with the containers, that are there',
    sites: [
      'validate/core/pod/resize.ts#validatePodResize validateObjectMetaUpdate(',
      "validate/core/pod/resize.ts#validatePodResize forbidden(at, 'only cpu and memory",
      'validate/certificates/certificate-signing-request/strategy.ts#validateStatusUpdate validateMeta(request)',
      'validate/certificates/certificate-signing-request/strategy.ts#validateStatusUpdate validateMetaUpdate(request, old)',
    ],
  },
  {
    reason: 'decoding has brought both names into step',
    sites: [
      'validate/shared/pod-spec/validate.ts#validatePodSpec validateServiceAccountAlias(',
      'validate/shared/pod-spec/validate.ts#validateServiceAccountAlias',
    ],
  },
  {
    reason: 'rules have to take ten million steps',
    sites: [
      'schema/cel/validation-rules.ts#askRules typed(OUT_OF_BUDGET)',
      'schema/cel/validation-rules.ts#report invalid(at, schema.type',
    ],
  },
  {
    reason: 'what is stored is such as today no release accepts it',
    sites: [
      "validate/batch/cron-job/validate.ts#validateSchedule invalid(at, schedule, 'cannot use both",
      'validate/shared/pod-spec/label-keys.ts#validateUnmergedLabelKeys',
      'validate/shared/pod-spec/topology-spread.ts#validateTopologySpreadConstraints validateUnmergedLabelKeys(',
    ],
  },
  {
    reason: 'the definition of the resource is refused',
    sites: [
      'schema/cel/validation-rules.ts#askRules typed(`rule compiler initialization error',
      "schema/crd/validate-scalar.ts#stringObjection valueObjection(place, `should match '${pattern}, but pattern is invalid",
    ],
  },
  {
    reason: 'the object is of more than a mebibyte, or there are tens of thousands of them',
    sites: [
      'validate/certificates/cluster-trust-bundle/strategy.ts#validateTrustBundle tooLong(',
      'validate/core/config-map/validate.ts#validateConfigMap tooLong(',
      'validate/core/secret/validate.ts#validateSecret tooLong(',
      'validate/discovery/endpoint-slice/validate.ts#validatePorts tooMany(',
    ],
  },
  {
    reason: 'fixtures name the version that they replace',
    sites: ["apiserver/update-object.ts#checkVersion invalid(fieldPath('metadata', 'resourceVersion')"],
  },
  {
    reason: 'two families of addresses are only served where the cluster is configured for them',
    sites: [
      "apiserver/service-allocation/ip-families.ts#reductions release('cluster IP')",
      'validate/core/service/update.ts#validateServiceUpdate validateFamilyChange(',
      'validate/core/service/update.ts#validateFamilyChange',
      'validate/core/service/update.ts#validateClusterIpChange invalid(addressPath(0)',
    ],
  },
  {
    reason: 'the admission plugin ServiceAccount names an account',
    sites: ['validate/core/pod/validate.ts#validateMetadataAndSpec refuseTokens(', 'validate/core/pod/validate.ts#refuseTokens'],
  },
];
