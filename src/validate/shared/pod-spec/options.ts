import type { RuleContext } from '../../strategy.ts';

/**
 * What pod rules depend on besides the spec: gates of the release, and laxities that an update has when the stored object already breaks a rule.
 * Names are those of upstream's `PodValidationOptions`.
 */
export interface PodOptions {
  readonly context: RuleContext;
  /** The spec is that of a pod, not of a template. */
  readonly resourceIsPod: boolean;
  readonly allowInvalidPodDeletionCost: boolean;
  readonly allowInvalidLabelValueInSelector: boolean;
  readonly allowInvalidLabelValueInRequiredNodeAffinity: boolean;
  readonly allowIndivisibleHugePagesValues: boolean;
  readonly allowInvalidTopologySpreadConstraintLabelSelector: boolean;
  readonly allowNonLocalProjectedTokenPath: boolean;
  readonly allowNamespacedSysctlsForHostNetAndHostIPC: boolean;
  readonly allowOnlyRecursiveSELinuxChangePolicy: boolean;
  readonly allowEnvFilesValidation: boolean;
  readonly allowContainerRestartPolicyRules: boolean;
  readonly allowRestartAllContainers: boolean;
  readonly allowExistingRestartContainerForNonSidecarInitContainer: boolean;
  readonly allowUserNamespacesWithVolumeDevices: boolean;
  readonly allowUserNamespacesHostNetworkSupport: boolean;
  readonly allowTaintTolerationComparisonOperators: boolean;
  readonly allowEmptyImageVolumeReference: boolean;
  readonly allowSysAdminWhenPrivilegeEscalationFalse: boolean;
  readonly oldPodViolatesMatchLabelKeysValidation: boolean;
}
