import type { PodSpec, PodTemplateSpec } from '../../../model/kinds/core-v1.ts';
import type { ObjectMeta } from '../../../model/kinds/meta-v1.ts';
import { root } from '../../../model/field-path.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateLabelSelector } from '../label-selector.ts';
import { hasInvalidLabelValue } from '../node-selector.ts';
import { validateLocalNonReservedPath } from '../paths.ts';
import { isHugePages, isHugePagesAmountDivisible } from '../resource-names.ts';
import { podAffinityTermsOf, validateTermSelectors } from './affinity.ts';
import { isDeletionCost } from './annotations.ts';
import { allContainers, isRestartable } from './containers-of.ts';
import { validateLabelKeys } from './label-keys.ts';
import type { PodOptions } from './options.ts';
import { hostSysctlProblem } from './security-context.ts';

/** Options for a pod or template; `old` is what it replaces. Laxities are those the old one needs. */
export function podOptions(
  context: RuleContext,
  old?: { readonly spec?: PodSpec; readonly metadata?: ObjectMeta },
  resourceIsPod = false,
): PodOptions {
  const { gate } = context;
  const spec = old?.spec;
  const had = (rule: (oldSpec: PodSpec) => boolean): boolean => spec !== undefined && rule(spec);
  return {
    context,
    resourceIsPod,
    allowInvalidPodDeletionCost: hasInvalidDeletionCost(old?.metadata),
    allowInvalidLabelValueInSelector: had(hasInvalidAffinitySelector),
    allowInvalidLabelValueInRequiredNodeAffinity: had(({ affinity }) =>
      hasInvalidLabelValue(affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    ),
    allowIndivisibleHugePagesValues: had(usesIndivisibleHugePages),
    allowInvalidTopologySpreadConstraintLabelSelector: had(({ topologySpreadConstraints }) =>
      (topologySpreadConstraints ?? []).some(({ labelSelector }) => validateLabelSelector(labelSelector, root).length > 0),
    ),
    allowNonLocalProjectedTokenPath: had(hasNonLocalTokenPath),
    allowNamespacedSysctlsForHostNetAndHostIPC: had((oldSpec) =>
      (oldSpec.securityContext?.sysctls ?? []).some(({ name = '' }) => hostSysctlProblem(name, oldSpec) !== undefined),
    ),
    allowOnlyRecursiveSELinuxChangePolicy: !gate('SELinuxMount') && spec?.securityContext?.seLinuxChangePolicy === undefined,
    allowEnvFilesValidation:
      gate('EnvFiles') ||
      had((oldSpec) => allContainers(oldSpec).some(({ env }) => (env ?? []).some(({ valueFrom }) => valueFrom?.fileKeyRef))),
    allowContainerRestartPolicyRules: gate('ContainerRestartRules') || had(usesRestartRules),
    allowRestartAllContainers:
      gate('RestartAllContainersOnContainerExits') ||
      had((oldSpec) =>
        allContainers(oldSpec).some(({ restartPolicyRules }) =>
          (restartPolicyRules ?? []).some(({ action }) => action === 'RestartAllContainers'),
        ),
      ),
    allowExistingRestartContainerForNonSidecarInitContainer: had(({ initContainers }) =>
      (initContainers ?? []).some(
        (container) =>
          !isRestartable(container) && (container.resizePolicy ?? []).some(({ restartPolicy }) => restartPolicy === 'RestartContainer'),
      ),
    ),
    allowUserNamespacesWithVolumeDevices: had(
      (oldSpec) => oldSpec.hostUsers === false && allContainers(oldSpec).some(({ volumeDevices }) => volumeDevices?.length),
    ),
    allowUserNamespacesHostNetworkSupport:
      gate('UserNamespacesHostNetworkSupport') || had(({ hostNetwork, hostUsers }) => hostNetwork === true && hostUsers === false),
    allowTaintTolerationComparisonOperators:
      gate('TaintTolerationComparisonOperators') ||
      had(({ tolerations }) => (tolerations ?? []).some(({ operator }) => operator === 'Lt' || operator === 'Gt')),
    allowEmptyImageVolumeReference: had(({ volumes }) => (volumes ?? []).some(({ image }) => image && !image.reference)),
    allowSysAdminWhenPrivilegeEscalationFalse: had((oldSpec) =>
      allContainers(oldSpec).some(
        ({ securityContext }) =>
          securityContext?.allowPrivilegeEscalation === false && (securityContext.capabilities?.add ?? []).includes('CAP_SYS_ADMIN'),
      ),
    ),
    oldPodViolatesMatchLabelKeysValidation: had(({ topologySpreadConstraints }) =>
      (topologySpreadConstraints ?? []).some(
        ({ matchLabelKeys, labelSelector }) => validateLabelKeys(matchLabelKeys, undefined, labelSelector, root).length > 0,
      ),
    ),
  };
}

/** The same for a template that replaces `old`. */
export const templateOptions = (context: RuleContext, old?: PodTemplateSpec): PodOptions => podOptions(context, old);

function hasInvalidDeletionCost(meta: ObjectMeta | undefined): boolean {
  const cost = meta?.annotations?.['controller.kubernetes.io/pod-deletion-cost'];
  return cost !== undefined && !isDeletionCost(cost);
}

const hasInvalidAffinitySelector = ({ affinity }: PodSpec): boolean =>
  affinity !== undefined && podAffinityTermsOf(affinity).some((term) => validateTermSelectors(term, root, false).length > 0);

function usesIndivisibleHugePages(spec: PodSpec): boolean {
  const lists = [spec.overhead, ...allContainers(spec).flatMap(({ resources }) => [resources?.limits, resources?.requests])];
  return lists.some((list) =>
    Object.entries(list ?? {}).some(([name, amount]) => isHugePages(name) && !isHugePagesAmountDivisible(name, amount)),
  );
}

const hasNonLocalTokenPath = ({ volumes }: PodSpec): boolean =>
  (volumes ?? []).some(({ projected }) =>
    (projected?.sources ?? []).some(
      ({ serviceAccountToken: token }) => token && validateLocalNonReservedPath(token.path ?? '', root).length > 0,
    ),
  );

const usesRestartRules = ({ containers, initContainers }: PodSpec): boolean =>
  (initContainers ?? []).some(
    ({ restartPolicy, restartPolicyRules }) => (restartPolicy !== undefined && restartPolicy !== 'Always') || restartPolicyRules?.length,
  ) || (containers ?? []).some(({ restartPolicy }) => restartPolicy !== undefined);
